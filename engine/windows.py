"""Maintenance windows: agreed interruptions, which no agreed service time falls into.

A window is either `OneOff` (two instants) or `Recurring` ("second Sunday 00:00 to
04:00", "last Friday of the month", "every Wednesday"), in local time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .errors import EngineError, _lt
from .instants import DAY, local_date, local_to_instant
from .spans import clip

LAST = -1


class WindowError(EngineError):
    """A maintenance window that cannot be."""


@dataclass(frozen=True)
class OneOff:
    """A window of its own: ``[start, end)`` in instants.

    :raise WindowError: ``reversed_window``
    """

    start: int
    end: int

    def __post_init__(self):
        if self.end <= self.start:
            raise WindowError(
                "reversed_window", _lt("The maintenance window ends before it starts")
            )


@dataclass(frozen=True)
class Recurring:
    """A window that comes back.

    :param weekday: 0 = Monday
    :param start: seconds after local midnight, 0..86399
    :param end: seconds after local midnight; not after `start` = on the next day
    :param nth: which of that weekday in the month: 1..5, `LAST`; None = every week
    :raise WindowError: ``malformed_window``
    """

    weekday: int
    start: int
    end: int
    nth: int | None = None

    def __post_init__(self):
        times = 0 <= self.start < DAY and 0 <= self.end <= DAY
        days = self.weekday in range(7) and self.nth in (None, LAST, 1, 2, 3, 4, 5)
        if not (times and days):
            raise WindowError(
                "malformed_window",
                _lt(
                    "No such maintenance window: weekday %(weekday)s (%(nth)s), "
                    "%(start)s s to %(end)s s"
                ),
                weekday=self.weekday,
                nth=self.nth,
                start=self.start,
                end=self.end,
            )

    def falls_on(self, day: date) -> bool:
        """Whether the window starts on a date."""
        if day.weekday() != self.weekday:
            return False
        if self.nth is None:
            return True
        if self.nth == LAST:
            return (day + timedelta(days=7)).month != day.month
        return (day.day - 1) // 7 + 1 == self.nth


def expand(windows: Iterable[OneOff | Recurring], start: int, end: int, zone):
    """The windows within ``[start, end)``.

    :param zone: in which recurring windows are meant
    :return: sorted, disjoint spans
    """
    spans = []
    for window in windows:
        if isinstance(window, OneOff):
            spans.append((window.start, window.end))
        else:
            spans.extend(_occurrences(window, start, end, zone))
    return clip(spans, start, end)


def _occurrences(window: Recurring, start: int, end: int, zone):
    # From the day before: a window may reach over midnight into the first day.
    day = local_date(start, zone) - timedelta(days=1)
    last = local_date(end, zone)
    until = window.end if window.end > window.start else window.end + DAY
    while day <= last:
        if window.falls_on(day):
            yield (
                local_to_instant(day, window.start, zone),
                local_to_instant(day, until, zone),
            )
        day += timedelta(days=1)
