"""Short ways to write try-outs in tests, and the reports to compare them with.

Service: Monday to Friday 09:00 to 18:00; P3 is answered in one hour, resolved in nine.
"""

from build import HOUR, NINE_TO_SIX, ZONE, hours, policy, timeline

from engine.attainment import ALL
from engine.clock import Metric
from engine.credits import compute_credits
from engine.history import Phase, TicketHistory
from engine.period import PeriodInput, Ticket, compute_period
from engine.timeline import Timeline
from engine.tryout import Candidate, TryoutInput, try_out
from engine.tryout.months import Months

RULES = policy(hours(NINE_TO_SIX), HOUR, 9 * HOUR)


def history(ref, *events, priority="P3"):
    """Return a ticket of ``"2026-09-01 09:00 opened"`` lines."""
    return as_history(ref, timeline(*events, priority=priority).events)


def as_history(ref, events):
    """Return a ticket of events; what is not needed is made up."""
    opened = next((item for item in events if item.kind.value == "opened"), events[0])
    return TicketHistory(
        row=2,
        ref=ref,
        opened_at=opened.at,
        type="incident",
        priority=opened.value,
        phase=Phase.ACTIVE,
        events=tuple(events),
    )


def tried(tickets, rules=RULES, **values):
    """Return what one candidate would have been; the values are of either input."""
    names = ("limits", "as_of", "wanted", "priorities")
    given = {name: values.pop(name) for name in names if name in values}
    given = TryoutInput(tickets, given.pop("zone", ZONE), **given)
    (found,) = try_out(given, [Candidate("A", rules, **values)])
    return found


def reports(given, candidate):
    """Return the figures of every month as the monthly report computes them."""
    months = Months(given.limits, given.zone, given.as_of)
    tickets = [
        Ticket(position, item.ref, Timeline(item.events), candidate.policy)
        for position, item in enumerate(given.tickets)
    ]
    return {
        name: compute_period(
            PeriodInput(
                period=span,
                zone=given.zone,
                tickets=tickets,
                contract=months.span,
                priorities=given.priorities,
                basis=candidate.basis,
                drawn_at=given.as_of,
            )
        )
        for name, span in zip(
            months.names, zip(months.edges, months.edges[1:], strict=False), strict=True
        )
    }


def assert_as_reported(result, given, candidate):
    """Compare a try-out with the monthly reports, figure by figure."""
    expected = reports(given, candidate)
    assert result.months == tuple(expected)
    for name, figures in expected.items():
        places = figures.attainments[candidate.basis]
        for (metric, priority), found in places.items():
            pairs = result.attainment.get((metric, priority), {})
            assert pairs.get(name, (0, 0)) == found.pair, (metric, priority, name)
        missed = [
            (item.ref, item.metric, item.priority)
            + (item.target_seconds, item.used_seconds, item.decided_at)
            for item in result.missed
            if item.month == name
        ]
        assert sorted(missed) == sorted(
            (item.ref, item.metric, item.priority)
            + (item.target_seconds, item.used_seconds, item.outcome_at)
            for item in figures.missed
        )
        credit = compute_credits(figures, candidate.rules, candidate.monthly_fee)
        assert result.credits[name].pct == credit.pct
        assert result.credits[name].amount == credit.amount
    for metric in Metric:
        pairs = result.attainment[metric, ALL]
        for place in (0, 1):
            total = sum(pairs[name][place] for name in expected)
            assert pairs[ALL][place] == total
