"""The service time that tickets had used by each report: work all candidates share.

What a target makes of a ticket follows from few numbers: how much was used when it was
finished, and how much at the month ends before. They depend on the hours and the
pause reasons, not on the target.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from ..clock import Metric
from ..service_hours import ALWAYS, ServiceHours
from ..timeline import Work
from .cases import Case
from .months import Months


class State(IntEnum):
    """How the work that a clock measures stands at a month's end."""

    OPEN = 0  # paused or not
    DONE = 1
    WITHDRAWN = 2


Reading = tuple[int, State, int]  # month, state, seconds used


@dataclass(slots=True)
class Measured:
    """Tickets of a priority, measured for a metric.

    :param straight: tickets opened and resolved in one month, with what they used
    :param winding: the others, with their readings in order of months
    """

    straight: list[Case] = field(default_factory=list)
    used: list[int] = field(default_factory=list)
    winding: list[tuple[Case, list[Reading]]] = field(default_factory=list)


def meter(hours: ServiceHours) -> Callable[[int], int]:
    """A function: service seconds from the start of the compiled hours to an instant.

    :raise HoursError: (the function) ``outside_horizon``
    """
    if hours is ALWAYS:
        return int
    starts, ends, before = hours.starts, hours.ends, hours.before
    first, last = hours.horizon

    def served(instant: int) -> int:
        if not first <= instant <= last:
            hours.seconds_between(instant, instant)  # says what is wrong
        index = bisect_right(starts, instant) - 1
        if index < 0:
            return 0
        end = ends[index]
        return before[index] + (instant if instant < end else end) - starts[index]

    return served


def spans_of(case: Case, metric: Metric, accepted: frozenset[str] | None):
    """The spans in which a clock of a ticket runs."""
    if metric is Metric.RESPONSE:
        return case.response_spans
    return case.resolution_spans(accepted)


def measure(
    cases: Iterable[Case],
    metric: Metric,
    hours: ServiceHours,
    accepted: frozenset[str] | None,
    months: Months,
) -> Measured:
    """Measure tickets.

    :param accepted: reasons that pause the resolution clock; None = all
    """
    found = Measured()
    served = meter(hours)
    for case in cases:
        spans = spans_of(case, metric, accepted)
        if case.is_straight:
            used = 0
            for start, end in spans:
                used += served(end) - served(start)
            found.straight.append(case)
            found.used.append(used)
        else:
            states = _states(case, metric, months.edges)
            readings = _readings(case, spans, states, served, months.edges)
            found.winding.append((case, readings))
    return found


def _states(case: Case, metric: Metric, edges: Sequence[int]) -> list[State]:
    """How a ticket stands at the end of each month of `case.works`."""
    states = []
    for month, work in enumerate(case.works, start=case.first):
        if work in (Work.CANCELLED, Work.MERGED):
            states.append(State.WITHDRAWN)
            continue
        is_done = work is Work.RESOLVED
        if metric is Metric.RESPONSE:
            answered = case.responded_at
            is_done = answered is not None and answered < edges[month]
        states.append(State.DONE if is_done else State.OPEN)
    return states


def _readings(case: Case, spans, states, served, edges) -> list[Reading]:
    readings = []
    for month, state in enumerate(states, start=case.first):
        until, used = edges[month], 0
        for start, end in spans:
            if start >= until:
                break
            used += served(until if end is None or end > until else end)
            used -= served(start)
        readings.append((month, state, used))
    return readings
