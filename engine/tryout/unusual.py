"""Tickets that must be read anew for each report, the way the reports read them."""

from collections.abc import Sequence

from ..attainment import ALL
from ..clock import Metric, evaluate_at_end
from ..history.model import TicketHistory
from ..period import PeriodInput, Ticket, compute_period
from ..timeline import Timeline
from .months import Months
from .outcome import Outcome
from .tightest import Durations

Placed = tuple[int, TicketHistory]  # position in the history


def judge_unusual(
    placed: Sequence[Placed],
    outcome: Outcome,
    months: Months,
    durations: dict[tuple[str, Metric], Durations],
) -> None:
    """Count such tickets for one candidate.

    :param durations: by priority and metric, receives what they used
    """
    tickets = [
        Ticket(position, item.ref, Timeline(item.events), outcome.policy)
        for position, item in placed
    ]
    opened = {position: item.opened_at for position, item in placed}
    for month in range(1, months.last + 1):
        figures = compute_period(
            PeriodInput(
                period=(months.edges[month - 1], months.edges[month]),
                zone=months.zone,
                tickets=tickets,
                contract=months.span,
                basis=outcome.basis,
                drawn_at=months.drawn_at,
            )
        )
        for (metric, priority), found in figures.attainments[outcome.basis].items():
            if priority != ALL:
                tally = outcome.tally(metric, priority)
                tally.met[month] += len(found.met)
                tally.decided[month] += found.decided
        for item in figures.missed:
            outcome.missed.add(
                item.key,
                item.priority,
                item.metric,
                month,
                opened[item.key],
                item.target_seconds,
                item.used_seconds,
                item.outcome_at,
            )
    _add_durations(tickets, outcome, months, durations)


def _add_durations(tickets, outcome: Outcome, months: Months, durations) -> None:
    since, end = months.span
    for ticket in tickets:
        timeline, policy = ticket.timeline, outcome.policy
        facts = timeline.facts(end - 1, end - 1)
        for metric in Metric:
            if (facts.priority, metric) in policy.targets:
                clock = evaluate_at_end(
                    timeline, policy, metric, end, months.drawn_at, facts
                )
                durations[facts.priority, metric].add_clock(clock, since)
