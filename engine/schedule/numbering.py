"""WBS numbers: 1, 1.1, 1.2, 2."""

from collections.abc import Iterable

from .model import Row
from .tree import Tree


def number(rows: Iterable[Row]) -> dict[str, str]:
    """Return ``{key: WBS number}``, from the top down.

    >>> number([Row("a"), Row("b", parent="a"), Row("c")])
    {'a': '1', 'b': '1.1', 'c': '2'}
    """
    tree = Tree(rows)
    places = {
        key: place
        for below in tree.children.values()
        for place, key in enumerate(below, 1)
    }
    numbers: dict[str, str] = {}
    for key in tree.outline:
        parent = tree.parents[key]
        place = str(places[key])
        numbers[key] = place if parent is None else f"{numbers[parent]}.{place}"
    return numbers


def outline(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """Return ``(key, depth)`` as the rows are read from the top down; depth from 0."""
    tree = Tree(rows)
    depths: dict[str | None, int] = {None: -1}
    for key in tree.outline:
        depths[key] = depths[tree.parents[key]] + 1
    return [(key, depths[key]) for key in tree.outline]
