"""Half-up, truncation and comparison, against values worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rounding import exact, half_up, meets, percentage, ratio, truncated


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(66, 16), 2, "4.13"),  # 4.125; Python's round gives 4.12
        (Fraction(69, 16), 2, "4.31"),
        (Fraction(93, 21), 2, "4.43"),
        (Decimal("2.675"), 2, "2.68"),
        (2.675, 2, "2.68"),  # read as written, not as the binary fraction beside it
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 3), 4, "0.3333"),
        (0, 2, "0.00"),
        (3000, 2, "3000.00"),
    ],
)
def test_half_up(value, places, expected):
    assert str(half_up(value, places)) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (24, 27, "88.88"),
        (31, 32, "96.87"),
        (27, 28, "96.42"),
        (99896, 100000, "99.89"),  # must not read as a passing 99.90
        (30, 30, "100.00"),
        (0, 1, "0.00"),
    ],
)
def test_percentages_are_truncated(part, whole, expected):
    assert str(percentage(ratio(part, whole))) == expected


def test_nothing_of_nothing_is_not_applicable():
    assert ratio(0, 0) is None
    assert percentage(None) is None
    assert meets(None, 95) is None
    assert meets(Fraction(1), None) is None


def test_a_target_is_compared_unrounded():
    assert meets(Fraction(999, 1000), 99.9)
    assert not meets(Fraction(99899, 100000), Decimal("99.9"))
    assert meets(Fraction(19, 20), 95)


@pytest.mark.parametrize("value", ["nan", "inf", float("inf"), float("nan"), "a lot"])
def test_what_is_no_finite_number_is_refused(value):
    with pytest.raises(ValueError):
        exact(value)


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 4))
def test_rounding_is_never_further_off_than_half_a_unit(value, places):
    unit = Fraction(1, 10**places)
    assert abs(Fraction(half_up(value, places)) - value) <= unit / 2
    cut = Fraction(truncated(value, places))
    assert abs(cut) <= abs(value) < abs(cut) + unit
