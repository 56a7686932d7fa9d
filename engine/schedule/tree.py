"""Rows as a tree, whatever is wrong with their parents."""

from collections.abc import Iterable

from ..errors import ScheduleError, _lt
from .model import Row

Spans = dict[str, tuple[int, int]]


class Tree:
    """The rows by key, and who is below whom.

    A row whose parent is unknown stands at the top. So does the first row of a circle
    of parents, which opens the circle; `circles` names the rows of each.

    :raise ScheduleError: ``duplicate_key``
    """

    def __init__(self, rows: Iterable[Row]):
        self.rows: dict[str, Row] = {}
        for row in rows:
            if row.key in self.rows:
                raise ScheduleError(
                    "duplicate_key",
                    _lt("Two rows of a plan have the same key: %(key)s"),
                    key=row.key,
                )
            self.rows[row.key] = row
        self.circles = self._find_circles()
        opened = {circle[0] for circle in self.circles}
        self.children: dict[str | None, list[str]] = {}
        self.parents: dict[str, str | None] = {}
        for key, row in self.rows.items():
            parent = row.parent
            if parent not in self.rows or key in opened:
                parent = None
            self.parents[key] = parent
            self.children.setdefault(parent, []).append(key)
        self.outline = self._walk()

    def is_summary(self, key: str) -> bool:
        return key in self.children

    def leaves(self, key: str) -> list[str]:
        """The row itself, or all rows below it that have none below them."""
        found, waiting = [], [key]
        while waiting:
            key = waiting.pop()
            below = self.children.get(key)
            if below is None:
                found.append(key)
            else:
                waiting.extend(reversed(below))
        return found

    def is_above(self, upper: str, lower: str) -> bool:
        """Whether `lower` is somewhere below `upper`."""
        first, last = self._reach[upper]
        return first < self._reach[lower][0] <= last

    def _find_circles(self) -> list[tuple[str, ...]]:
        circles, visit = [], {}
        for start in self.rows:
            path, key = [], start
            while key in self.rows and key not in visit:
                visit[key] = start
                path.append(key)
                key = self.rows[key].parent
            if path and visit.get(key) == start:
                circles.append(tuple(path[path.index(key) :]))
        return circles

    def _walk(self) -> list[str]:
        """The keys as they are read from the top down; notes how far each reaches."""
        outline: list[str] = []
        places: dict[str, int] = {}
        waiting = list(reversed(self.children.get(None, ())))
        while waiting:
            key = waiting.pop()
            places[key] = len(outline)
            outline.append(key)
            waiting.extend(reversed(self.children.get(key, ())))
        last = dict(places)
        for key in reversed(outline):
            parent = self.parents[key]
            if parent is not None:
                last[parent] = max(last[parent], last[key])
        self._reach = {key: (places[key], last[key]) for key in outline}
        return outline


def spans_of(tree: Tree) -> Spans:
    """Return when the rows begin and are over, as far as they have dates.

    Day numbers as `Row.begins` and `Row.finishes` give them; a summary reaches from the
    first beginning to the last end of what is below it.
    """
    spans: Spans = {}
    for key in reversed(tree.outline):
        row, parent = tree.rows[key], tree.parents[key]
        if row.dated and not tree.is_summary(key):
            spans[key] = row.begins, row.finishes
        if parent is not None and key in spans:
            begins, finishes = spans[key]
            first, last = spans.get(parent, spans[key])
            spans[parent] = min(first, begins), max(last, finishes)
    return spans
