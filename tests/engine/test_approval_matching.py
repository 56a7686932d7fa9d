"""Lines of two versions: which one is which."""

import doctest

from hypothesis import given
from hypothesis import strategies as st

from engine.approval import canonical, matching
from engine.approval.matching import match_lines

P1 = {"key": 1, "priority": "P1", "metric": "response", "minutes": 15}
P2 = {"key": 2, "priority": "P2", "metric": "response", "minutes": 30}
P3 = {"key": 3, "priority": "P3", "metric": "resolution", "minutes": 480}


def copy(line, key, **values):
    return {**line, "key": key, **values}


def pairs(old, new, keys=()):
    return [
        (before and before["key"], after and after["key"])
        for before, after in match_lines(old, new, keys)
    ]


def test_doctests():
    assert doctest.testmod(matching).failed == 0


def test_copies_have_other_keys():
    new = [copy(P1, 11), copy(P2, 12), copy(P3, 13)]
    assert pairs([P1, P2, P3], new) == [(1, 11), (2, 12), (3, 13)]


def test_moved_lines_are_still_the_same():
    new = [copy(P3, 13), copy(P1, 11)]
    assert pairs([P1, P3], new) == [(3, 13), (1, 11)]


def test_a_natural_key_is_stronger_than_likeness():
    """P1's target is now what P2's was."""
    new = [copy(P1, 11, minutes=30), copy(P2, 12, minutes=15)]
    keys = ["priority", "metric"]
    assert pairs([P1, P2], new, keys) == [(1, 11), (2, 12)]


def test_a_changed_line_is_the_one_that_is_most_alike():
    new = [copy(P3, 13, minutes=240), copy(P1, 11, minutes=10)]
    assert pairs([P1, P2, P3], new) == [(3, 13), (1, 11), (2, None)]


def test_what_is_too_different_was_removed_and_added():
    other = {"key": 19, "priority": "P4", "metric": "resolution", "minutes": 9}
    assert pairs([P1], [other]) == [(1, None), (None, 19)]


def test_removed_lines_stand_where_they_were():
    assert pairs([P1, P2, P3], [copy(P1, 11), copy(P3, 13)]) == [
        (1, 11),
        (2, None),
        (3, 13),
    ]
    assert pairs([P1, P2], [copy(P2, 12)]) == [(1, None), (2, 12)]


def test_equal_lines_are_paired_in_their_order():
    twice = [copy(P1, 1), copy(P1, 2)]
    assert pairs(twice, [copy(P1, 11), copy(P1, 12)]) == [(1, 11), (2, 12)]
    assert pairs(twice, [copy(P1, 11)]) == [(1, 11), (2, None)]


def test_empty_values_tell_nothing():
    old = {"key": 1, "name": "a", "note": None, "extra": None}
    new = {"key": 2, "name": "b", "note": None, "extra": None}
    assert pairs([old], [new]) == [(1, None), (None, 2)]


lines = st.lists(
    st.fixed_dictionaries(
        {
            "a": st.sampled_from(["x", "y", None]),
            "b": st.integers(0, 2),
            "c": st.sampled_from([{"model": "m", "id": 1}, None]),
        }
    ),
    max_size=6,
).map(lambda values: [{"key": place, **value} for place, value in enumerate(values)])


@given(lines, lines, st.sampled_from([(), ("a",), ("a", "b")]))
def test_every_line_is_there_once(old, new, keys):
    found = match_lines(old, new, keys)
    assert [after for _before, after in found if after] == new
    before = [before for before, _after in found if before]
    assert sorted(before, key=lambda line: line["key"]) == old


@given(lines)
def test_a_copy_changes_nothing(old):
    new = [{**line, "key": line["key"] + 100} for line in old]
    found = match_lines(old, new)
    assert all(before and after for before, after in found)
    assert all(
        canonical({**before, "key": 0}) == canonical({**after, "key": 0})
        for before, after in found
    )
