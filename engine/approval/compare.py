"""What changed between two contents of a document."""

from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum
from typing import Any

from .evidence import canonical


class Change(str, Enum):
    """How something changed."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a comparison.

    :param path: names of fields and keys of lines, from the outside in, as text
    :param old: the value before, None if added; of a moved line its place, from 1
    :param new: the value after, None if removed; of a moved line its place, from 1
    """

    path: tuple[str, ...]
    kind: Change
    old: Any = None
    new: Any = None


def differences(old, new):
    """Return what changed between two contents.

    Fields are compared in the order of their names. Lines are dicts with a ``key`` that
    is different in each of a list: they are matched by it, removed ones come first,
    the others in their new order. An added or removed field or line is one row, as a
    whole. As few lines as possible count as moved. A list of plain values is one value.
    Values are equal when their canonical texts are, so a date equals its ISO text.

    :param dict old: content: ``{field: value, list of lines, or content}``
    :param dict new: content
    :return: tuple of ``Difference``
    :raise ApprovalError: ``not_canonical``, from ``canonical``
    """
    return tuple(_fields((), old, new))


def _values(path, old, new):
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _fields(path, old, new)
    elif _is_lines(old) and _is_lines(new) and (old or new):
        yield from _lines(path, old, new)
    elif canonical(old) != canonical(new):
        yield Difference(path, Change.CHANGED, old, new)


def _fields(path, old, new):
    for name in sorted(old.keys() | new.keys()):
        inner = (*path, name)
        if name not in new:
            yield Difference(inner, Change.REMOVED, old=old[name])
        elif name not in old:
            yield Difference(inner, Change.ADDED, new=new[name])
        else:
            yield from _values(inner, old[name], new[name])


def _is_lines(value):
    """Return whether a value is a list of lines, each with a key of its own."""
    if not isinstance(value, (list, tuple)):
        return False
    if not all(isinstance(line, dict) and "key" in line for line in value):
        return False
    return len({str(line["key"]) for line in value}) == len(value)


def _lines(path, old, new):
    before = {str(line["key"]): place for place, line in enumerate(old)}
    after = {str(line["key"]): place for place, line in enumerate(new)}
    for key, place in before.items():
        if key not in after:
            yield Difference((*path, key), Change.REMOVED, old=old[place])
    kept = [key for key in after if key in before]
    staying = _longest_rise([before[key] for key in kept])
    for key, place in after.items():
        inner = (*path, key)
        if key not in before:
            yield Difference(inner, Change.ADDED, new=new[place])
            continue
        if before[key] not in staying:
            yield Difference(inner, Change.MOVED, before[key] + 1, place + 1)
        yield from _fields(inner, old[before[key]], new[place])


def _longest_rise(places):
    """Return the places of a longest rising subsequence, as a set.

    >>> sorted(_longest_rise([3, 0, 1, 2]))
    [0, 1, 2]
    """
    tails, runs = [], []  # the lowest end of a run of each length, and that run
    for place in places:
        length = bisect_left(tails, place)
        run = (place, runs[length - 1] if length else None)
        tails[length : length + 1] = [place]
        runs[length : length + 1] = [run]
    staying = set()
    run = runs[-1] if runs else None
    while run:
        place, run = run
        staying.add(place)
    return staying
