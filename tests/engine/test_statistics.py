"""Mean, median, P90, ageing and satisfaction, by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.statistics import (
    ageing_bucket,
    mean,
    median,
    nearest_rank,
    satisfaction,
)


def test_no_values_have_no_statistics():
    assert mean([]) is None
    assert median([]) is None
    assert nearest_rank([]) is None


def test_mean_and_median_are_exact():
    assert mean([1, 2, 2]) == Fraction(5, 3)
    assert median([9, 1, 4]) == 4
    assert median([1, 2, 4, 9]) == 3
    assert median([1, 2]) == Fraction(3, 2)


@pytest.mark.parametrize(
    ("count", "rank"), [(1, 1), (2, 2), (9, 9), (10, 9), (11, 10), (28, 26), (30, 27)]
)
def test_p90_is_the_value_at_the_rounded_up_rank(count, rank):
    assert nearest_rank(list(range(count, 0, -1))) == rank


@pytest.mark.parametrize(
    ("days", "label"),
    [
        (0, "0-3"),
        (3, "0-3"),
        (4, "4-7"),
        (7, "4-7"),
        (8, "8-15"),
        (15, "8-15"),
        (16, "16-30"),
        (30, "16-30"),
        (31, ">30"),
        (400, ">30"),
    ],
)
def test_ageing_buckets_include_their_bounds(days, label):
    assert ageing_bucket(days) == label


def test_satisfaction():
    found = satisfaction([5, 4, 3, None])
    assert (found.answers, found.asked, found.four_or_more) == (3, 4, 2)
    assert found.mean == 4
    assert found.csat == Fraction(2, 3)
    assert found.answer_rate == Fraction(3, 4)


def test_satisfaction_without_answers_is_not_applicable():
    found = satisfaction([None])
    assert (found.mean, found.csat, found.answer_rate) == (None, None, 0)
    assert satisfaction([]).answer_rate is None


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_p90_covers_nine_tenths(values):
    p90 = nearest_rank(values)
    assert p90 in values
    assert 10 * sum(value <= p90 for value in values) >= 9 * len(values)
    assert 10 * sum(value < p90 for value in values) < 9 * len(values)
