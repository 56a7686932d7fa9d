"""Short ways to write tickets and their months in tests.

Service: Monday to Friday 09:00 to 18:00; P3 is answered in one hour, resolved in nine.
"""

from build import HOUR, NINE_TO_SIX, ZONE, hours, policy, timeline

from engine.instants import month_period
from engine.period import PeriodInput, Ticket, compute_period

RULES = policy(hours(NINE_TO_SIX), HOUR, 9 * HOUR)


def ticket(ref, *events, **values):
    """Return a ticket of ``"2026-09-01 09:00 opened"`` lines."""
    values = {"type": "incident", "category": "NET", "channel": "phone", **values}
    return Ticket(ref, ref, timeline(*events), RULES, priority="P3", **values)


def month(tickets, name="2026-09", **values):
    """Return the figures of a month."""
    period = month_period(name, ZONE)
    priorities = values.pop("priorities", ("P3",))
    return compute_period(
        PeriodInput(period, ZONE, tickets, priorities=priorities, **values)
    )


def identity_holds(figures):
    """Return whether the backlog adds up (domain.md 3.4)."""
    closing = (
        len(figures.opening_backlog)
        + len(figures.registered)
        + len(figures.reopened)
        - len(figures.resolved)
        - len(figures.cancelled)
    )
    return closing == len(figures.closing_backlog)
