"""What holds for every history: the backlog adds up, a target counts once, the past
stays. Histories are random: out of order, contradictory, recorded late, corrected."""

from collections import Counter

from build import HOUR, ZONE, at
from hypothesis import given
from hypothesis import strategies as st
from monthly import RULES, identity_holds, month

from engine.attainment import ALL, Basis
from engine.clock import ClockState, Metric, evaluate_at_end
from engine.instants import DAY, month_period
from engine.period import Ticket
from engine.timeline import Event, EventKind, Timeline

MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10", "2026-11")
FIRST = at("2026-07-10 00:00")
KINDS = [
    kind
    for kind in EventKind
    if kind not in (EventKind.OPENED, EventKind.CONTRACT_CHANGED)
]
# Half hours over 100 days; the boundaries of months are among them.
INSTANTS = st.integers(0, 2 * 24 * 100).map(lambda half: FIRST + half * HOUR // 2)
DELAYS = st.one_of(st.none(), st.integers(0, 40).map(lambda days: days * DAY))


@st.composite
def timelines(draw):
    """Draw a timeline of up to eight events, in any order."""
    opened_at = draw(INSTANTS)
    events = [Event(EventKind.OPENED, opened_at, 0, value="P3")]
    for seq in range(1, draw(st.integers(1, 8))):
        kind, happened = draw(st.sampled_from(KINDS)), draw(INSTANTS)
        delay = draw(DELAYS)
        corrects = None
        if kind is EventKind.CORRECTION:
            corrects = draw(st.integers(0, seq - 1))
        events.append(
            Event(
                kind,
                happened,
                seq,
                recorded_at=None if delay is None else happened + delay,
                value="P3" if kind is EventKind.PRIORITY_CHANGED else "",
                corrects=corrects,
                void=corrects is not None and draw(st.booleans()),
            )
        )
    return Timeline(events)


def as_tickets(drawn):
    return [
        Ticket(number, f"T{number}", timeline, RULES)
        for number, timeline in enumerate(drawn)
    ]


HISTORIES = st.lists(timelines(), max_size=4).map(as_tickets)


@given(HISTORIES)
def test_the_backlog_adds_up_and_is_carried_over(tickets):
    found = [month(tickets, name) for name in MONTHS]
    assert all(identity_holds(figures) for figures in found)
    for earlier, later in zip(found, found[1:], strict=False):
        assert earlier.closing_backlog == later.opening_backlog


@given(HISTORIES)
def test_every_flow_counts_once(tickets):
    found = [month(tickets, name) for name in MONTHS]
    registered = Counter(key for figures in found for key in figures.registered)
    resolved = Counter(key for figures in found for key in figures.resolved)
    reopened = Counter(key for figures in found for key in figures.reopened)
    for key in resolved:
        assert registered[key] >= 1
        assert resolved[key] <= registered[key] + reopened[key]


@given(HISTORIES)
def test_a_target_counts_at_most_once(tickets):
    found = [month(tickets, name) for name in MONTHS]
    for metric in Metric:
        counted = Counter()
        for figures in found:
            decided = figures.attainment(metric, ALL, Basis.DECIDED)
            counted.update((*decided.met, *decided.missed))
        assert all(times == 1 for times in counted.values())


@given(HISTORIES)
def test_what_is_decided_in_the_end_was_counted(tickets):
    found = [month(tickets, name) for name in MONTHS]
    end = month_period(MONTHS[-1], ZONE)[1]
    for metric in Metric:
        counted = {
            key
            for figures in found
            for decided in [figures.attainment(metric, ALL, Basis.DECIDED)]
            for key in (*decided.met, *decided.missed)
        }
        for ticket in tickets:
            clock = evaluate_at_end(ticket.timeline, RULES, metric, end)
            if clock.state in (ClockState.MET, ClockState.BREACHED):
                assert ticket.key in counted


@given(HISTORIES, st.sampled_from(MONTHS))
def test_a_past_month_never_changes(tickets, name):
    """What becomes known a week after the end of a month does not touch it."""
    known_at = month_period(name, ZONE)[1] + 7 * DAY
    known = [
        Ticket(
            ticket.key,
            ticket.ref,
            Timeline(e for e in ticket.timeline.events if e.known_by(known_at)),
            RULES,
        )
        for ticket in tickets
    ]
    assert month(known, name) == month(tickets, name)
