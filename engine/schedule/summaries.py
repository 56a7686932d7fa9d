"""What a summary says of the rows below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .model import Row
from .tree import Tree


@dataclass(frozen=True, slots=True)
class Summary:
    """Dates, effort (seconds) and progress (whole percent) of what is below a row.

    Progress weighs each row by its effort; where no row has one, by its days (a
    milestone, or a row without dates, as one day). It is cut, not rounded: 100 is all.
    """

    start: date | None
    end: date | None
    effort: int | None
    progress: int


class _Sum:
    """What is below a row, added up."""

    def __init__(self) -> None:
        self.start: date | None = None
        self.end: date | None = None
        self.effort: int | None = None
        self.worked = 0  # effort × percent
        self.days = 0
        self.passed = 0  # days × percent

    def add_row(self, row: Row) -> None:
        self._reach(row.start, row.end)
        days = (row.end - row.start).days + 1 if row.dated else 1
        days = max(days, 1)
        self.days += days
        self.passed += days * row.progress
        if row.effort is not None:
            self.effort = (self.effort or 0) + row.effort
            self.worked += row.effort * row.progress

    def add(self, other: "_Sum") -> None:
        self._reach(other.start, other.end)
        if other.effort is not None:
            self.effort = (self.effort or 0) + other.effort
        self.worked += other.worked
        self.days += other.days
        self.passed += other.passed

    def summary(self) -> Summary:
        if self.effort:
            progress = self.worked // self.effort
        else:
            progress = self.passed // self.days
        return Summary(self.start, self.end, self.effort, progress)

    def _reach(self, start: date | None, end: date | None) -> None:
        if start is not None and (self.start is None or start < self.start):
            self.start = start
        if end is not None and (self.end is None or end > self.end):
            self.end = end


def roll_up(rows: Iterable[Row]) -> dict[str, Summary]:
    """Return ``{key: Summary}`` of the rows that have others below them."""
    tree = Tree(rows)
    sums = {key: _Sum() for key in tree.outline if tree.is_summary(key)}
    for key in reversed(tree.outline):
        parent = tree.parents[key]
        if parent is None:
            continue
        if key in sums:
            sums[parent].add(sums[key])
        else:
            sums[parent].add_row(tree.rows[key])
    return {key: found.summary() for key, found in sums.items()}
