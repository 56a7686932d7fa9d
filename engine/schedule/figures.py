"""How a plan is kept: variance and completion (form 2.6 of the procedure)."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from .model import Row
from .tree import Tree


def variance(
    baseline_end: date | None, actual_end: date | None, today: date, done: bool
) -> int | None:
    """Return by how many days a row is late; below 0: it was finished early.

    Finished: its end, less that of the baseline. Open: today, less the baseline's end,
    as soon as that is over; 0 until then.

    :return: None without a baseline, or when the end of a finished row is not known
    """
    if baseline_end is None:
        return None
    if not done:
        return max((today - baseline_end).days, 0)
    if actual_end is None:
        return None
    return (actual_end - baseline_end).days


def completion(rows: Iterable[Row], day: date) -> Fraction | None:
    """Return the share of the rows due by a day (that day included) that are done.

    Only rows without others below them count; leave out what was cancelled.

    :return: 0 to 1; None when nothing is due yet
    """
    tree = Tree(rows)
    due = [
        row
        for key, row in tree.rows.items()
        if not tree.is_summary(key) and row.end is not None and row.end <= day
    ]
    return Fraction(sum(row.done for row in due), len(due)) if due else None
