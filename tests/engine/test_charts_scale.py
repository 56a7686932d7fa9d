"""Axes end at round numbers; text is measured and cut."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.charts.palette import SERIES, is_dark, series_colour
from engine.charts.scale import scale_for
from engine.charts.text import coordinate, number, shorten, width


@pytest.mark.parametrize(
    ("values", "options", "ticks"),
    [
        ([32], {"whole": True}, [0, 10, 20, 30, 40]),
        ([1], {"whole": True}, [0, 1]),
        ([7], {"whole": True}, [0, 2, 4, 6, 8]),
        ([], {}, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (
            [88, 100],
            {"from_zero": False, "ceiling": 100},
            [87.5, 90, 92.5, 95, 97.5, 100],
        ),
        ([100], {"ceiling": 100}, [0, 20, 40, 60, 80, 100]),
        ([-3, 5], {"whole": True}, [-4, -2, 0, 2, 4, 6]),
    ],
)
def test_ticks(values, options, ticks):
    assert [float(tick) for tick in scale_for(values, **options).ticks] == ticks


@given(st.lists(st.fractions(0, 10**6), min_size=1), st.booleans(), st.booleans())
def test_the_scale_covers_every_value_in_few_steps(values, from_zero, whole):
    scale = scale_for(values, from_zero=from_zero, whole=whole)
    assert scale.low <= min(values) and max(values) <= scale.high
    assert 2 <= len(scale.ticks) <= 9
    steps = {b - a for a, b in zip(scale.ticks, scale.ticks[1:], strict=False)}
    assert len(steps) == 1
    if whole:
        assert all(Fraction(tick).denominator == 1 for tick in scale.ticks)


def test_positions_run_between_two_pixels():
    scale = scale_for([10]).placed(200, 100)
    assert (scale.at(0), scale.at(5), scale.at(10)) == (200, 150, 100)


def test_a_chinese_character_is_as_wide_as_high():
    assert width("工单", 11) == 22
    assert width("il", 11) < width("MW", 11) < width("工单", 11)


def test_long_text_is_cut_with_an_ellipsis():
    assert shorten("工单", 10, 20) == "工单"
    cut = shorten("很长的类别名称", 10, 40)
    assert cut.endswith("…") and width(cut, 10) <= 40


def test_numbers_and_coordinates():
    assert number(1234567) == "1,234,567"
    assert number(Fraction(1, 3)) == "0.33"
    assert number(Fraction(5, 2), "h") == "2.5 h"
    assert number(100, "%") == "100%"
    assert coordinate(-0.01) == "0"
    assert coordinate(12.0) == "12"


def test_neighbouring_colours_differ_in_greyscale():
    def grey(colour):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return (299 * red + 587 * green + 114 * blue) / 1000

    greys = [grey(colour) for colour in SERIES[:6]]
    pairs = zip(greys, greys[1:], strict=False)
    assert all(abs(one - two) > 25 for one, two in pairs)
    assert is_dark(SERIES[0]) and not is_dark(SERIES[1])
    assert series_colour(0) != series_colour(len(SERIES))
