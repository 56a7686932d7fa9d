"""Moving a row, and what follows from it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ..errors import ScheduleError, _lt
from .links import circles, in_order, links, usable_predecessors
from .model import Row
from .summaries import roll_up
from .tree import Tree, spans_of

Dates = tuple[date, date]


def move(rows: Iterable[Row], key: str, days: int) -> dict[str, Dates]:
    """Return the new ``(start, end)`` of every row that changes, summaries included.

    The row moves as one block with what is below it. Rows that wait for what has become
    later, directly or not, are pushed behind it, only as far as needed and as long as
    before; nothing is pulled forward, and a row that overlapped before for another
    reason stays where it is. Days are calendar days.

    :param days: below 0: earlier
    :raise ScheduleError: ``unknown_row``, ``circle`` (the order is not known),
        ``duplicate_key``, ``out_of_range`` (beyond the years 1 to 9999)
    """
    rows = list(rows)
    tree = Tree(rows)
    if key not in tree.rows:
        raise ScheduleError(
            "unknown_row", _lt("The plan has no row %(key)s."), key=key
        )
    new = {
        leaf: tree.rows[leaf].begins + days
        for leaf in tree.leaves(key)
        if tree.rows[leaf].dated
    }
    if days > 0:
        new |= _pushed(tree, new)
    try:
        dates = {leaf: _dates(tree.rows[leaf], begins) for leaf, begins in new.items()}
    except (ValueError, OverflowError) as error:
        raise ScheduleError(
            "out_of_range", _lt("Dates reach from the year 1 to the year 9999.")
        ) from error
    changed = {
        leaf: found
        for leaf, found in dates.items()
        if found != (tree.rows[leaf].start, tree.rows[leaf].end)
    }
    return changed | _changed_summaries(rows, changed)


def _dates(row: Row, begins: int) -> Dates:
    by = begins - row.begins
    return (
        date.fromordinal(row.start.toordinal() + by),
        date.fromordinal(row.end.toordinal() + by),
    )


def _changed_summaries(rows: list[Row], changed: dict[str, Dates]) -> dict[str, Dates]:
    moved = [_moved(row, changed.get(row.key)) for row in rows]
    before = roll_up(rows)
    return {
        key: (after.start, after.end)
        for key, after in roll_up(moved).items()
        if (after.start, after.end) != (before[key].start, before[key].end)
    }


def _moved(row: Row, dates: Dates | None) -> Row:
    if dates is None:
        return row
    return replace(row, start=dates[0], end=dates[1])


def _pushed(tree: Tree, block: dict[str, int]) -> dict[str, int]:
    """Return when the rows behind a moved block begin, as far as they are pushed."""
    graph = links(tree)
    groups = in_order(graph)
    if len(groups) < len(graph):
        raise ScheduleError(
            "circle",
            _lt("These rows wait for one another in a circle: %(rows)s"),
            rows=" → ".join(circles(tree, graph)[0]),
        )
    spans = spans_of(tree)
    bounds: dict[str, int] = {}  # a row may not begin before
    later: dict[str, int] = {}  # rows that end later than before: when they are over
    pushed: dict[str, int] = {}
    for (node,) in groups:
        key = tree.outline[node // 2]
        if node % 2:
            finishes = _finishes(tree, later, key, block.get(key, pushed.get(key)))
            if finishes is not None and finishes > spans[key][1]:
                later[key] = finishes
            continue
        bound = _bound(tree, bounds, later, key)
        if bound is None:
            continue
        bounds[key] = bound
        free = key in spans and not tree.is_summary(key) and key not in block
        if free and bound > spans[key][0]:
            pushed[key] = bound
    return pushed


def _bound(tree: Tree, bounds, later, key: str) -> int | None:
    """Return when the row may begin, as far as something has become later."""
    known = [later[other] for other in usable_predecessors(tree, key) if other in later]
    parent = tree.parents[key]
    if parent in bounds:
        known.append(bounds[parent])
    return max(known, default=None)


def _finishes(tree: Tree, later, key: str, begins: int | None) -> int | None:
    """Return when a row is over that begins anew, or a summary of such rows."""
    if tree.is_summary(key):
        ends = [later[below] for below in tree.children[key] if below in later]
        return max(ends, default=None)
    row = tree.rows[key]
    return None if begins is None else row.finishes + begins - row.begins
