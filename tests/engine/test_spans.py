import doctest

import pytest

from engine import spans


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], []),
        ([(3, 3)], []),
        ([(5, 3)], []),
        ([(4, 6), (1, 2)], [(1, 2), (4, 6)]),
        ([(1, 3), (3, 5)], [(1, 5)]),
        ([(1, 9), (2, 3), (4, 12)], [(1, 12)]),
    ],
)
def test_normalise(given, expected):
    assert spans.normalise(given) == expected


@pytest.mark.parametrize(
    ("left", "right", "either", "both", "only_left"),
    [
        ([(0, 10)], [], [(0, 10)], [], [(0, 10)]),
        ([(0, 10)], [(3, 5)], [(0, 10)], [(3, 5)], [(0, 3), (5, 10)]),
        ([(0, 10)], [(-5, 2)], [(-5, 10)], [(0, 2)], [(2, 10)]),
        ([(0, 10)], [(8, 12)], [(0, 12)], [(8, 10)], [(0, 8)]),
        ([(0, 10)], [(10, 12)], [(0, 12)], [], [(0, 10)]),
        ([(0, 4), (6, 9)], [(2, 7)], [(0, 9)], [(2, 4), (6, 7)], [(0, 2), (7, 9)]),
        ([(2, 4)], [(0, 9)], [(0, 9)], [(2, 4)], []),
    ],
)
def test_algebra(left, right, either, both, only_left):
    assert spans.union(left, right) == either
    assert spans.intersect(left, right) == both
    assert spans.subtract(left, right) == only_left
    assert spans.total(left) == spans.total(both) + spans.total(only_left)


def test_clip():
    assert spans.clip([(0, 4), (6, 9)], 3, 7) == [(3, 4), (6, 7)]


def test_total_counts_overlaps_once():
    assert spans.total([(0, 10), (5, 12)]) == 12


def test_examples_in_the_docstrings():
    assert doctest.testmod(spans) == (0, 1)
