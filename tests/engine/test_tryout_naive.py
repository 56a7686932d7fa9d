"""A try-out gives what the monthly reports give, whatever the history and targets."""

from datetime import timedelta
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import DAYS, cases, histories, hours
from test_period_properties import timelines
from tryouts import RULES, as_history, assert_as_reported

from engine.attainment import Basis
from engine.clock import Metric, Policy, Target
from engine.credits import CreditRules
from engine.errors import HoursError
from engine.instants import DAY, local_to_instant
from engine.service_hours import ALWAYS
from engine.timeline import Event, EventKind
from engine.tryout import Candidate, TryoutInput, try_out

ZONES = ("UTC", "Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe")
CREDITS = CreditRules(
    missed_pct={
        ("P1", Metric.RESPONSE): Fraction(1, 2),
        ("P3", Metric.RESOLUTION): Fraction(3),
        ("P3", Metric.RESPONSE): Fraction(1),
    },
    overall_pct=Fraction(2),
    overall_target_pct=Fraction(95),
    overall_minimum=2,
    cap_pct=Fraction(5),
    greater_only=True,
)
BASES = st.sampled_from(list(Basis))


def compare(tryout, candidates, **values):
    try:
        found = try_out(tryout, candidates, **values)
        for result, candidate in zip(found, candidates, strict=True):
            assert_as_reported(result, tryout, candidate)
    except HoursError as error:
        assert error.code == "beyond_horizon"
        assume(False)


def spread(minutes, opening, history):
    """Return a ticket of drawn minutes, stretched so that it may last for months."""
    return as_history(
        f"T{opening}-{minutes}",
        [
            Event(
                EventKind(kind),
                (opening + minute) * 60,
                seq,
                reason=word if kind == "paused" else "",
                value=word if kind in ("opened", "priority_changed") else "",
            )
            for seq, (minute, kind, word) in enumerate(history)
        ],
    )


@st.composite
def tryouts(draw):
    """Draw tickets of some weeks and candidates over hours with changes of the clock;
    the limits are anywhere, and so is the instant of the history."""
    zone, first_day, compiled, _minutes = draw(hours())
    opening = local_to_instant(first_day, 0, zone) // 60
    tickets = [
        spread(number, opening, history)
        for number, history in enumerate(draw(st.lists(histories(), max_size=5)))
    ]
    last = local_to_instant(first_day + timedelta(days=DAYS - 8), 0, zone)
    instant = st.integers(opening, last // 60).map(lambda m: m * 60)
    start, end = sorted(draw(st.tuples(instant, instant)))
    limits = draw(st.sampled_from([(opening * 60, last), (start, end)]))
    as_of = draw(st.one_of(st.none(), instant))
    return TryoutInput(tickets, zone, limits, as_of, priorities=("P1",)), compiled


@st.composite
def candidates_of(draw, compiled):
    targets = {}
    for code in ("P1", "P2", "P3"):
        for metric in Metric:
            if draw(st.integers(0, 7)):
                seconds = draw(st.sampled_from([0, 15, 60, 240, 480, 540, 1440])) * 60
                served = draw(st.sampled_from([ALWAYS, compiled, compiled]))
                targets[code, metric] = Target(seconds, served)
    reasons = draw(st.sampled_from([None, frozenset(["customer"]), frozenset()]))
    policy = Policy(targets, reasons)
    return Candidate(draw(st.integers()), policy, draw(BASES), CREDITS, 12_345)


@given(st.data())
def test_as_the_reports(data):
    tryout, compiled = data.draw(tryouts())
    sides = data.draw(st.lists(candidates_of(compiled), min_size=1, max_size=3))
    compare(tryout, sides, batch=data.draw(st.integers(1, 4)))


@given(
    st.lists(timelines(), max_size=4), BASES, st.one_of(st.none(), st.integers(0, 110))
)
def test_as_the_reports_over_months_with_late_records_and_corrections(
    drawn, basis, days
):
    tickets = [as_history(f"T{n}", item.events) for n, item in enumerate(drawn)]
    first = 1783612800  # 10 July 2026, midnight in Shanghai
    as_of = None if days is None else first + days * DAY + 100
    limits = (first + 5 * DAY, first + 120 * DAY)
    tryout = TryoutInput(tickets, "Asia/Shanghai", limits, as_of, priorities=("P3",))
    compare(tryout, [Candidate(1, RULES, basis, CREDITS, 1000)])


MOVES = ("responded", "paused", "resumed", "resolved", "reopened", "cancelled")


@st.composite
def long_lives(draw):
    """Draw events in order, hours to weeks apart, at and around month ends, too."""
    at, events = 1783612800 + draw(st.integers(0, 60)) * DAY, []
    for seq in range(draw(st.integers(1, 9))):
        kind = EventKind(draw(st.sampled_from(MOVES))) if seq else EventKind.OPENED
        events.append(Event(kind, at, seq, value="" if seq else "P3"))
        at += draw(
            st.sampled_from([0, 1, 3600, 9 * 3600, 32400, DAY, 9 * DAY, 31 * DAY])
        )
        if draw(st.booleans()):
            at = -(-(at - 57600) // DAY) * DAY + 57600 - draw(st.integers(-1, 1))
    return events


@given(st.lists(long_lives(), max_size=6), BASES, st.integers(1, 7))
def test_as_the_reports_for_long_lives(drawn, basis, batch):
    tickets = [as_history(f"T{n}", events) for n, events in enumerate(drawn)]
    limits = (1783612800 + 20 * DAY, 1783612800 + 200 * DAY)
    tryout = TryoutInput(tickets, "Asia/Shanghai", limits, priorities=("P3",))
    compare(tryout, [Candidate(1, RULES, basis, CREDITS, 1000)], batch=batch)


@given(cases(), BASES)
def test_as_the_reports_for_judged_cases(case, basis):
    opening, _history, timeline, policy, _targets, _accepted = case
    limits = (opening * 60, (opening + 30 * 1440) * 60)
    tickets = [as_history("T", timeline.events)]
    tryout = TryoutInput(tickets, "UTC", limits, priorities=("P1", "P2", "P3"))
    compare(tryout, [Candidate(1, policy, basis, CREDITS, 1000)])
