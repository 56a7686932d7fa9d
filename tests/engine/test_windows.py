"""Maintenance windows, one-off and recurring."""

import pytest
from build import ZONE, at, wall

from engine.instants import month_period
from engine.windows import LAST, OneOff, Recurring, WindowError, expand

HOUR = 3600
MONDAY, WEDNESDAY, FRIDAY, SUNDAY = 0, 2, 4, 6


def expanded(window, month, zone=ZONE):
    """Return the occurrences in a month as wall-clock times."""
    spans = expand([window], *month_period(month, zone), zone)
    return [(wall(start, zone), wall(end, zone)) for start, end in spans]


@pytest.mark.parametrize(
    ("month", "day"), [("2026-08", "09"), ("2026-09", "13"), ("2026-10", "11")]
)
def test_second_sunday(month, day):
    window = Recurring(SUNDAY, 0, 4 * HOUR, nth=2)
    span = (f"{month}-{day} 00:00", f"{month}-{day} 04:00")
    assert expanded(window, month) == [span]


def test_last_friday_of_a_month_with_five_and_with_four():
    window = Recurring(FRIDAY, 20 * HOUR, 22 * HOUR, nth=LAST)
    assert expanded(window, "2026-10")[0][0] == "2026-10-30 20:00"
    assert expanded(window, "2026-09")[0][0] == "2026-09-25 20:00"


def test_fifth_weekday_is_not_in_every_month():
    window = Recurring(MONDAY, 0, HOUR, nth=5)
    assert expanded(window, "2026-08") == [("2026-08-31 00:00", "2026-08-31 01:00")]
    assert expanded(window, "2026-09") == []


def test_every_week():
    window = Recurring(WEDNESDAY, HOUR, 2 * HOUR)
    days = [start[8:10] for start, _end in expanded(window, "2026-09")]
    assert days == ["02", "09", "16", "23", "30"]


def test_over_midnight_into_and_out_of_the_month():
    """2026-08-31 is a Monday: the window of its evening is cut at the boundary."""
    window = Recurring(MONDAY, 22 * HOUR, 2 * HOUR)
    assert expanded(window, "2026-08")[-1] == ("2026-08-31 22:00", "2026-09-01 00:00")
    assert expanded(window, "2026-09")[0] == ("2026-09-01 00:00", "2026-09-01 02:00")


def test_a_window_keeps_its_wall_clock_time_over_daylight_saving():
    """In Berlin the clocks go forward on 2026-03-29 at 02:00: a Sunday."""
    window = Recurring(SUNDAY, 0, 4 * HOUR)
    month = month_period("2026-03", "Europe/Berlin")
    spans = expand([window], *month, "Europe/Berlin")
    assert [(end - start) // HOUR for start, end in spans] == [4, 4, 4, 4, 3]


def test_overlapping_windows_are_one():
    start = at("2026-09-13 00:00")
    windows = [
        OneOff(start, start + 3 * HOUR),
        Recurring(SUNDAY, 2 * HOUR, 4 * HOUR, nth=2),
    ]
    assert expand(windows, *month_period("2026-09", ZONE), ZONE) == [
        (start, start + 4 * HOUR)
    ]


@pytest.mark.parametrize(
    "window",
    [
        (7, 0, HOUR, None),
        (0, -1, HOUR, None),
        (0, 0, 25 * HOUR, None),
        (0, 0, HOUR, 0),
        (0, 0, HOUR, 6),
    ],
)
def test_malformed_windows_are_refused(window):
    with pytest.raises(WindowError):
        Recurring(*window)


def test_reversed_window_is_refused():
    with pytest.raises(WindowError):
        OneOff(10, 10)
