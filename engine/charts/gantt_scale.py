"""The time axis of a Gantt chart: from days to years, as far as there is room."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

# Pixels that a mark of the lower line needs at least to hold its text.
_ROOM = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the axis with its text."""

    x: float
    wide: float
    text: str


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of the axis.

    :param days: about how many days it has
    :param floor: the first day of the unit that a day is in
    :param text: what is written; figures only, for every language reads them
    """

    days: int
    floor: Callable[[date], date]
    text: Callable[[date], str]


def _quarter(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


_DAY = _Unit(1, lambda day: day, lambda day: f"{day.day}")
_WEEK = _Unit(7, lambda day: day - timedelta(day.weekday()), lambda day: f"{day.day}")
_MONTH = _Unit(30, lambda day: day.replace(day=1), lambda day: f"{day.month}")
_QUARTER = _Unit(91, _quarter, lambda day: f"Q{(day.month + 2) // 3}")
_YEAR = _Unit(365, lambda day: day.replace(month=1, day=1), lambda day: f"{day.year}")
_NAMED_MONTH = _Unit(30, _MONTH.floor, lambda day: f"{day:%Y-%m}")

# Lower line and upper line, the finest first.
_LINES = (
    (_DAY, _NAMED_MONTH),
    (_WEEK, _NAMED_MONTH),
    (_MONTH, _YEAR),
    (_QUARTER, _YEAR),
)


class Calendar:
    """Days placed between two pixels, in whole units of the lower line.

    :param first: first day that must be seen
    :param last: last day that must be seen
    """

    def __init__(self, first: date, last: date, left: float, right: float):
        self.left, self.right = left, right
        room = (right - left) / ((last - first).days + 1)
        fitting = [units for units in _LINES if units[0].days * room >= _ROOM]
        self._minor, self._major = fitting[0] if fitting else (_YEAR, _YEAR)
        self.first = self._minor.floor(first)
        self.last = _next(self._minor, last) - timedelta(1)
        self.day = (right - left) / ((self.last - self.first).days + 1)

    def at(self, day: date) -> float:
        """Where a day begins."""
        return self.left + self.day * (day - self.first).days

    def after(self, day: date) -> float:
        """Where a day is over."""
        return self.at(day) + self.day

    def minors(self) -> list[Mark]:
        """The lower line; of years too many to be written only some have a text."""
        marks = list(self._marks(self._minor))
        step = -(-_ROOM * 2 * len(marks) // int(self.right - self.left))
        if self._minor is not _YEAR or step <= 1:
            return marks
        return [
            mark if place % step == 0 else Mark(mark.x, mark.wide, "")
            for place, mark in enumerate(marks)
        ]

    def majors(self) -> list[Mark]:
        """The upper line; none where the lower one holds years."""
        return [] if self._minor is _YEAR else list(self._marks(self._major))

    def _marks(self, unit: _Unit) -> Iterator[Mark]:
        day = unit.floor(self.first)
        while day <= self.last:
            following = _next(unit, day)
            left = max(self.at(day), self.left)
            right = min(self.at(following), self.right)
            yield Mark(left, right - left, unit.text(day))
            day = following


def _next(unit: _Unit, day: date) -> date:
    """The first day of the unit after the one that a day is in."""
    # A week more than a month, a quarter or a year is always in the next one.
    further = unit.days if unit.days <= 7 else unit.days + 7
    return unit.floor(unit.floor(day) + timedelta(further))
