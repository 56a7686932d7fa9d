"""Plans made at random, and the questions about them answered the slow way."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from engine.schedule import Row

FIRST = date(2026, 9, 1)


@st.composite
def plans(draw, loops=True):
    """Return rows in any order, with any links; without `loops` links lead forward."""
    count = draw(st.integers(1, 12))
    keys = [f"k{place}" for place in range(count)]
    rows = []
    for place, key in enumerate(keys):
        before = keys[:place]
        parents = [None, *(keys + ["gone"] if loops else before)]
        start = FIRST + timedelta(draw(st.integers(0, 12)))
        end = start + timedelta(draw(st.integers(0, 4)))
        milestone = draw(st.booleans()) and draw(st.booleans())
        dated = draw(st.integers(0, 9)) > 0
        linkable = [*keys, "gone"] if loops else before or ["gone"]
        after = draw(st.lists(st.sampled_from(linkable), max_size=3))
        rows.append(
            Row(
                key,
                draw(st.sampled_from(parents)),
                start if dated else None,
                (start if milestone else end) if dated else None,
                draw(st.one_of(st.none(), st.integers(0, 400))),
                tuple(after),
                milestone,
                draw(st.integers(0, 100)),
                draw(st.booleans()),
            )
        )
    return draw(st.permutations(rows)) if loops else rows


def chain(rows, key):
    """Return the keys above a row, the nearest first; ends where it would repeat."""
    by_key = {row.key: row for row in rows}
    above, parent = [], by_key[key].parent
    while parent in by_key and parent not in above:
        above.append(parent)
        parent = by_key[parent].parent
    return above


def below(rows, key):
    """Return the rows without others below them that are part of a row, or itself."""
    summaries = {row.parent for row in rows}
    return [
        row
        for row in rows
        if row.key not in summaries and key in (row.key, *chain(rows, row.key))
    ]


def waits(rows, row):
    """Return the keys that a row waits for, those of what it is part of included."""
    by_key = {other.key: other for other in rows}
    found = set()
    for holder in (row.key, *chain(rows, row.key)):
        for other in by_key[holder].predecessors:
            relatives = {holder, *chain(rows, holder)}
            if other in by_key and other not in relatives:
                if holder not in chain(rows, other):
                    found.add(other)
    return found


def in_circle(rows):
    """Return whether some row waits for itself, by trying every way."""
    tasks = {row.key: row for row in rows if below(rows, row.key) == [row]}
    direct = {
        key: {
            item.key for other in waits(rows, row) for item in below(rows, other)
        }
        for key, row in tasks.items()
    }
    for row in rows:
        if row.key in row.predecessors:
            return True
    reached = {key: set(after) for key, after in direct.items()}
    for _ in tasks:
        for key in tasks:
            for other in set(reached[key]):
                reached[key] |= direct[other]
    return any(key in reached[key] for key in tasks)


def finish(rows, key):
    return max((row.finishes for row in below(rows, key) if row.dated), default=None)


def moved(rows, key, days):
    """Return all rows after a move: push one day at a time until nothing is wrong."""
    block = {row.key for row in below(rows, key)}
    now = {row.key: row for row in rows}
    for item in block:
        now[item] = _shifted(now[item], days)
    before = {row.key: finish(rows, row.key) for row in rows}
    tasks = [row for row in rows if below(rows, row.key) == [row]]
    changed = days > 0
    while changed:
        changed = False
        for row in tasks:
            if row.key in block or not row.dated:
                continue
            current = list(now.values())
            for other in waits(rows, row):
                ends = finish(current, other)
                later = ends is not None and ends > before[other]
                if later and now[row.key].begins < ends:
                    now[row.key] = _shifted(now[row.key], 1)
                    changed = True
                    break
    return now


def _shifted(row, days):
    if not row.dated:
        return row
    by = timedelta(days)
    return replace(row, start=row.start + by, end=row.end + by)
