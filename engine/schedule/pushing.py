"""Moving rows, and what follows from it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from ..errors import ScheduleError, _lt
from .links import circles, in_order, links, usable_predecessors
from .model import Row
from .summaries import roll_up
from .tree import Tree, spans_of

Dates = tuple[date, date]

_OUT_OF_RANGE = _lt("Dates reach from the year 1 to the year 9999.")


def move(rows: Iterable[Row], key: str, days: int) -> dict[str, Dates]:
    """Return the new ``(start, end)`` of every row that changes, summaries included.

    The row moves as one block with what is below it, by calendar days; `reschedule`
    says what follows.

    :param days: below 0: earlier
    :raise ScheduleError: ``out_of_range`` (beyond the years 1 to 9999), and those of
        `reschedule`
    """
    rows = list(rows)
    tree = Tree(rows)
    _demand(tree, [key])
    block = [leaf for leaf in tree.leaves(key) if tree.rows[leaf].dated]
    try:
        by = timedelta(days)
        dates = {
            leaf: (tree.rows[leaf].start + by, tree.rows[leaf].end + by)
            for leaf in block
        }
    except OverflowError as error:
        raise ScheduleError("out_of_range", _OUT_OF_RANGE) from error
    return reschedule(rows, dates)


def reschedule(rows: Iterable[Row], dates: Mapping[str, Dates]) -> dict[str, Dates]:
    """Return the new ``(start, end)`` of every row that changes, summaries included.

    Rows that wait for what has become later, directly or not, are pushed behind it,
    only as far as needed and as long as before; nothing is pulled forward, and a row
    that overlapped before for another reason stays where it is.

    :param dates: the new dates of rows without others below them; they stay as given
    :raise ScheduleError: ``unknown_row``, ``circle`` (the order is not known),
        ``duplicate_key``, ``out_of_range``
    """
    rows = list(rows)
    tree = Tree(rows)
    _demand(tree, dates)
    given = {key: _moved(tree.rows[key], found) for key, found in dates.items()}
    later = {
        key: row.finishes
        for key, row in given.items()
        if tree.rows[key].dated and row.finishes > tree.rows[key].finishes
    }
    new = given | (_pushed(tree, given, later) if later else {})
    changed = {
        key: (row.start, row.end)
        for key, row in new.items()
        if (row.start, row.end) != (tree.rows[key].start, tree.rows[key].end)
    }
    return changed | _changed_summaries(rows, changed)


def _demand(tree: Tree, keys: Iterable[str]) -> None:
    for key in keys:
        if key not in tree.rows:
            raise ScheduleError(
                "unknown_row", _lt("The plan has no row %(key)s."), key=key
            )


def _moved(row: Row, dates: Dates | None) -> Row:
    return row if dates is None else replace(row, start=dates[0], end=dates[1])


def _changed_summaries(rows: list[Row], changed: dict[str, Dates]) -> dict[str, Dates]:
    moved = [_moved(row, changed.get(row.key)) for row in rows]
    before = roll_up(rows)
    return {
        key: (after.start, after.end)
        for key, after in roll_up(moved).items()
        if (after.start, after.end) != (before[key].start, before[key].end)
    }


def _pushed(
    tree: Tree, given: Mapping[str, Row], later: dict[str, int]
) -> dict[str, Row]:
    """Return the rows that are pushed behind given ones.

    :param later: the given rows that end later than before: when they are over
    """
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
    pushed: dict[str, Row] = {}
    for (node,) in groups:
        key = tree.outline[node // 2]
        if node % 2:
            if tree.is_summary(key):
                ends = [later[below] for below in tree.children[key] if below in later]
                if ends and max(ends) > spans[key][1]:
                    later[key] = max(ends)
            continue
        bound = _bound(tree, bounds, later, key)
        if bound is None:
            continue
        bounds[key] = bound
        free = key in spans and not tree.is_summary(key) and key not in given
        if free and bound > spans[key][0]:
            pushed[key] = _beginning(tree.rows[key], bound)
            later[key] = pushed[key].finishes
    return pushed


def _bound(tree: Tree, bounds, later, key: str) -> int | None:
    """Return when the row may begin, as far as something has become later."""
    known = [later[other] for other in usable_predecessors(tree, key) if other in later]
    parent = tree.parents[key]
    if parent in bounds:
        known.append(bounds[parent])
    return max(known, default=None)


def _beginning(row: Row, begins: int) -> Row:
    by = begins - row.begins
    try:
        start = date.fromordinal(row.start.toordinal() + by)
        end = date.fromordinal(row.end.toordinal() + by)
    except (ValueError, OverflowError) as error:
        raise ScheduleError("out_of_range", _OUT_OF_RANGE) from error
    return replace(row, start=start, end=end)
