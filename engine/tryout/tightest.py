"""The tightest target that would have been met, and the times behind it.

Tickets still open at the end are *censored*: how long they take is not known, only that
it is more than what they have used. They are treated as the reports treat them: one
that has used more than a target has missed it, one that has not is undecided and does
not count. A target longer than every finished ticket is never answered, for it would
leave all open tickets out: nothing in the history shows that they would have met it.
Withdrawn tickets are in no rate. A re-opened ticket counts with its last resolution.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..clock import ClockState, Metric
from ..statistics import median, nearest_rank
from .cases import Case
from .measure import Measured, State
from .months import Months
from .result import Tightest

_P95 = Fraction(95, 100)


@dataclass(slots=True)
class Durations:
    """Service seconds used by the finished tickets, and by those still open."""

    finished: array = field(default_factory=lambda: array("q"))
    open: array = field(default_factory=lambda: array("q"))

    def add(self, measured: Measured, metric: Metric, months: Months) -> None:
        """Take in the tickets of a batch."""
        self.finished.extend(measured.used)
        for case, readings in measured.winding:
            _month, state, used = readings[-1]
            if state is State.DONE:
                if not _done_before(case, metric, months):
                    self.finished.append(used)
            elif state is not State.WITHDRAWN:
                self.open.append(used)

    def add_clock(self, clock, since: int) -> None:
        """Take in a clock at the end of the time tried, which began at `since`."""
        if clock.state is ClockState.NOT_APPLICABLE:
            return
        if clock.finished_at is None:
            self.open.append(clock.used_seconds)
        elif clock.finished_at >= since:
            self.finished.append(clock.used_seconds)

    def plus(self, other: "Durations") -> "Durations":
        return Durations(self.finished + other.finished, self.open + other.open)


def _done_before(case: Case, metric: Metric, months: Months) -> bool:
    """Whether it was answered before the time tried (a resolved one is not here)."""
    return metric is Metric.RESPONSE and case.responded_at < months.edges[0]


def tightest(target_seconds: int, durations: Durations, wanted: Fraction) -> Tightest:
    """The shortest time of a finished ticket that would do as a target.

    With it, ``met / decided >= wanted``: with n decided tickets, the time of rank
    ceil(wanted × n) or less. The longer the target, the more tickets have met it and
    the fewer open ones have missed it, so that the first that does can be searched.
    """
    finished: Sequence[int] = sorted(durations.finished)
    beyond: Sequence[int] = sorted(durations.open)

    def counts(seconds: int) -> tuple[int, int]:
        late = len(beyond) - bisect_right(beyond, seconds)
        return bisect_right(finished, seconds), len(finished) + late

    def does(seconds: int) -> bool:
        met, decided = counts(seconds)
        return met * wanted.denominator >= wanted.numerator * decided

    place = bisect_left(finished, True, key=does)
    found = finished[place] if place < len(finished) else None
    met, decided = (
        counts(finished[-1] if found is None else found) if finished else (0, 0)
    )
    return Tightest(
        target_seconds=target_seconds,
        tightest_seconds=found,
        met=met,
        decided=decided,
        open=len(beyond),
        median=median(finished),
        p90=nearest_rank(finished),
        p95=nearest_rank(finished, _P95),
    )
