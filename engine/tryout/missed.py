"""The targets missed: a table of numbers, for there may be a million of them."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..clock import Metric

_METRICS = tuple(Metric)


@dataclass(frozen=True, slots=True)
class MissedTarget:
    """A target missed in a month; durations in seconds of service, else instants.

    `used_seconds` are those used up to the finish or the end of that month, whichever
    is first, as the month's report says it.
    """

    ref: str
    priority: str
    metric: Metric
    month: str
    opened_at: int
    target_seconds: int
    used_seconds: int
    decided_at: int


class MissedTargets(Sequence):
    """The missed targets in the order of the history: a sequence of `MissedTarget`.

    :param refs: references of the tickets by their position in the history
    :param months: names of the months, the first one being month 1
    """

    def __init__(self, refs: Sequence[str], months: Sequence[str]):
        self._refs = refs
        self._months = months
        self._priorities: list[str] = []
        self._codes: dict[str, int] = {}
        self._small = array("i")  # position, priority, metric, month
        self._large = array("q")  # opened_at, target, used, decided_at
        self._order: list[int] | None = None

    def add(self, position, priority, metric, month, opened_at, target, used, at):
        """Note one; `position` is the ticket's, `month` counts from 1."""
        code = self._codes.get(priority)
        if code is None:
            code = self._codes[priority] = len(self._priorities)
            self._priorities.append(priority)
        number = _METRICS.index(metric)
        self._small.extend((position, code, number, month))
        self._large.extend((opened_at, target, used, at))
        self._order = None

    def __len__(self) -> int:
        return len(self._small) // 4

    def __getitem__(self, place):
        if isinstance(place, slice):
            return [self._at(number) for number in self._sorted()[place]]
        return self._at(self._sorted()[place])

    def __iter__(self) -> Iterator[MissedTarget]:
        return map(self._at, self._sorted())

    def of(
        self, places: set[tuple[str, Metric]]
    ) -> Iterator[tuple[int, int, str, Metric]]:
        """Those of some priorities and metrics: month, position, priority, metric."""
        wanted = {
            (self._codes[priority], _METRICS.index(metric))
            for priority, metric in places
            if priority in self._codes
        }
        if not wanted:
            return
        small = self._small
        for place in range(0, len(small), 4):
            position, code, metric, month = small[place : place + 4]
            if (code, metric) in wanted:
                yield month, position, self._priorities[code], _METRICS[metric]

    def _sorted(self) -> list[int]:
        """By ticket, month and metric, however they were added."""
        if self._order is None:
            small = self._small
            keys = list(zip(small[::4], small[3::4], small[2::4], strict=True))
            self._order = sorted(range(len(self)), key=keys.__getitem__)
        return self._order

    def _at(self, number: int) -> MissedTarget:
        position, code, metric, month = self._small[4 * number : 4 * number + 4]
        opened_at, target, used, decided_at = self._large[4 * number : 4 * number + 4]
        return MissedTarget(
            self._refs[position],
            self._priorities[code],
            _METRICS[metric],
            self._months[month - 1],
            opened_at,
            target,
            used,
            decided_at,
        )
