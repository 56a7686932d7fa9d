"""Shares of people's time in projects: when do they add up to more than a whole?

A share holds on the days ``[start, end)``; ``end`` None: until further notice. Shares
are exact numbers (integers, `Decimal`, `Fraction`), so that 33.3 + 33.3 + 33.4 is 100.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .errors import AllocationError, _lt

Percent = int | Decimal | Fraction

FULL = 100


@dataclass(frozen=True)
class Share:
    """A part of somebody's time.

    :param person: whose
    :param start: the first day
    :param end: the day after the last one; None: open
    :param pct: of the working time, at least 0
    :raise AllocationError: ``reversed_share``, ``negative_share``
    """

    person: Hashable
    start: date
    end: date | None
    pct: Percent

    def __post_init__(self):
        if self.end is not None and self.end < self.start:
            raise AllocationError(
                "reversed_share",
                _lt("A share of somebody's time ends before it starts"),
            )
        if self.pct < 0:
            raise AllocationError(
                "negative_share", _lt("A share of somebody's time cannot be negative")
            )


@dataclass(frozen=True)
class Overload:
    """Days in a row on which somebody's shares exceed the limit.

    :param start: the first day
    :param end: the day after the last one; None: open
    :param peak: the highest sum of these days
    """

    start: date
    end: date | None
    peak: Percent


def overloads(shares: Iterable[Share], limit: Percent = FULL):
    """The days on which somebody has promised more than `limit`.

    :return: ``{person: [Overload, …]}``, in order, maximal; only those who have some

    >>> one = Share("Wu", date(2026, 9, 1), date(2026, 9, 11), 80)
    >>> two = Share("Wu", date(2026, 9, 10), None, 50)
    >>> [(o.start.day, o.end.day, o.peak) for o in overloads([one, two])["Wu"]]
    [(10, 11, 130)]
    """
    result = defaultdict(list)
    for person, levels in _levels(shares).items():
        for start, end, pct in levels:
            if pct <= limit:
                continue
            found = result[person]
            if found and found[-1].end == start:
                found[-1] = Overload(found[-1].start, end, max(found[-1].peak, pct))
            else:
                found.append(Overload(start, end, pct))
    return dict(result)


def peaks(shares: Iterable[Share]):
    """The highest sum of each person's shares on any day.

    :return: ``{person: pct}``; without those whose shares cover no day
    """
    return {
        person: max(pct for _start, _end, pct in levels)
        for person, levels in _levels(shares).items()
        if levels
    }


def _levels(shares):
    """Each person's sums: ``{person: [(start, end, pct), …]}``, in order, not empty."""
    changes = defaultdict(lambda: defaultdict(int))
    for share in shares:
        if share.start == share.end:
            continue
        changes[share.person][share.start] += share.pct
        if share.end is not None:
            changes[share.person][share.end] -= share.pct
    result = {}
    for person, steps in changes.items():
        days = sorted(steps)
        levels, pct = [], 0
        for day, until in zip(days, [*days[1:], None], strict=True):
            pct += steps[day]
            if pct:
                levels.append((day, until, pct))
        result[person] = levels
    return result
