"""Two contents compared: every change, and nothing else."""

import doctest
from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.approval import Change, Difference, canonical, compare, differences

ADDED, REMOVED = Change.ADDED, Change.REMOVED
CHANGED, MOVED = Change.CHANGED, Change.MOVED


def line(key, **values):
    return {"key": key, **values}


ROWS = [
    ({}, {}, []),
    ({"a": 1}, {"a": 1}, []),
    ({"a": 1}, {"a": 2}, [(("a",), CHANGED, 1, 2)]),
    ({"a": 1}, {"a": None}, [(("a",), CHANGED, 1, None)]),
    ({}, {"a": None}, [(("a",), ADDED, None, None)]),
    ({"a": 1}, {}, [(("a",), REMOVED, 1, None)]),
    ({"a": 1}, {"a": True}, [(("a",), CHANGED, 1, True)]),
    (
        {"b": 1, "a": 1},
        {"c": 1},
        [
            (("a",), REMOVED, 1, None),
            (("b",), REMOVED, 1, None),
            (("c",), ADDED, None, 1),
        ],
    ),
    # contents within contents
    (
        {"a": {"b": {"c": 1}}},
        {"a": {"b": {"c": 2}}},
        [(("a", "b", "c"), CHANGED, 1, 2)],
    ),
    ({"a": {"b": 1}}, {"a": 1}, [(("a",), CHANGED, {"b": 1}, 1)]),
    # lists of plain values are one value
    ({"a": [1, 2]}, {"a": [1, 2]}, []),
    ({"a": [1, 2]}, {"a": [2, 1]}, [(("a",), CHANGED, [1, 2], [2, 1])]),
    ({"a": []}, {"a": []}, []),
    ({"a": []}, {"a": ["x"]}, [(("a",), CHANGED, [], ["x"])]),
    ({"a": [{"x": 1}]}, {"a": [{"x": 2}]}, [(("a",), CHANGED, [{"x": 1}], [{"x": 2}])]),
    # two lines with one key cannot be told apart
    (
        {"a": [line(1), line("1")]},
        {"a": [line(1)]},
        [
            (("a",), CHANGED, [line(1), line("1")], [line(1)]),
        ],
    ),
    # lines
    ({"a": []}, {"a": [line(1, x=2)]}, [(("a", "1"), ADDED, None, line(1, x=2))]),
    ({"a": [line(1, x=2)]}, {"a": []}, [(("a", "1"), REMOVED, line(1, x=2), None)]),
    ({"a": [line(1, x=2)]}, {"a": [line(1, x=3)]}, [(("a", "1", "x"), CHANGED, 2, 3)]),
    (
        {"a": [line(1), line(2)]},
        {"a": [line(2), line(3)]},
        [
            (("a", "1"), REMOVED, line(1), None),
            (("a", "3"), ADDED, None, line(3)),
        ],
    ),
    (
        {"a": [line("p", b=[line("q", x=1)])]},
        {"a": [line("p", b=[line("q", x=2)])]},
        [
            (("a", "p", "b", "q", "x"), CHANGED, 1, 2),
        ],
    ),
    # the last of four moves to the front: one line moved, not four
    (
        {"a": [line(1), line(2), line(3), line(4)]},
        {"a": [line(4), line(1), line(2), line(3)]},
        [(("a", "4"), MOVED, 4, 1)],
    ),
    (
        {"a": [line(1), line(2, x=1)]},
        {"a": [line(2, x=2), line(1)]},
        [
            (("a", "2"), MOVED, 2, 1),
            (("a", "2", "x"), CHANGED, 1, 2),
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), ROWS)
def test_differences(old, new, expected):
    assert differences(old, new) == tuple(Difference(*row) for row in expected)


def test_a_snapshot_compares_with_the_record():
    """What JSON holds as text equals the date or the amount it was made from."""
    snapshot = {"day": "2026-09-01", "amount": "12.50"}
    assert (
        differences(snapshot, {"day": date(2026, 9, 1), "amount": Decimal("12.50")})
        == ()
    )


_plain = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["", "x", "y"])
_flat = st.dictionaries(st.sampled_from("xyz"), _plain, max_size=3)
_lines = st.lists(
    st.tuples(st.integers(1, 6), _flat), max_size=6, unique_by=lambda item: item[0]
).map(lambda rows: [line(key, **values) for key, values in rows])
_contents = st.dictionaries(
    st.sampled_from("abcd"),
    _plain | _lines | _flat | st.lists(st.integers(0, 2), max_size=3),
    max_size=4,
)


def applied(old, rows):
    """Return the old content with the rows of a comparison carried out."""
    content = deepcopy(old)
    places = {}
    for row in rows:
        holder = content
        for name in row.path[:-1]:
            holder = _entry(holder, name)
        name = row.path[-1]
        if isinstance(holder, list) and row.kind is REMOVED:
            holder.remove(_entry(holder, name))
        elif isinstance(holder, list) and row.kind is ADDED:
            holder.append(row.new)
        elif row.kind is MOVED:
            places[row.path] = row.new
        elif row.kind is REMOVED:
            del holder[name]
        else:
            holder[name] = row.new
    return content


def _entry(holder, name):
    if isinstance(holder, dict):
        return holder[name]
    return next(item for item in holder if str(item["key"]) == name)


def _without_order(value):
    if isinstance(value, dict):
        return {name: _without_order(item) for name, item in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return sorted(value, key=lambda item: item["key"])
    return value


@given(_contents, _contents)
def test_the_rows_tell_everything(old, new):
    rows = differences(old, new)
    assert _without_order(applied(old, rows)) == _without_order(new)


@given(_contents, _contents)
def test_no_rows_for_equal_contents_only(old, new):
    assert differences(old, deepcopy(old)) == ()
    assert (differences(old, new) == ()) == (canonical(old) == canonical(new))


@given(_contents, _contents)
def test_the_other_way_round(old, new):
    """What was added is removed, and the other way round; changes change back."""
    turned = {ADDED: REMOVED, REMOVED: ADDED, CHANGED: CHANGED}
    there = [row for row in differences(old, new) if row.kind is not MOVED]
    back = [row for row in differences(new, old) if row.kind is not MOVED]
    assert {(r.path, turned[r.kind], canonical([r.new, r.old])) for r in there} == {
        (r.path, r.kind, canonical([r.old, r.new])) for r in back
    }


@given(st.permutations(range(7)))
def test_as_few_lines_as_possible_move(order):
    """Those that stay keep their order, and no larger set of lines does."""
    old = {"a": [line(key) for key in range(7)]}
    rows = differences(old, {"a": [line(key) for key in order]})
    moved = {int(row.path[1]) for row in rows}
    assert {row.kind for row in rows} <= {MOVED}
    staying = [key for key in order if key not in moved]
    assert staying == sorted(staying)
    longest = [1] * 7
    for i in range(7):
        for j in range(i):
            if order[j] < order[i]:
                longest[i] = max(longest[i], longest[j] + 1)
    assert len(staying) == max(longest)


def test_examples_in_the_docstrings():
    assert doctest.testmod(compare) == (0, 1)
