from datetime import date, datetime, timedelta, timezone
from zoneinfo import available_timezones

import pytest
import pytz
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import instants
from engine.errors import InstantError

ZONES = sorted(set(pytz.all_timezones) & available_timezones())
# Years whose changes of the clock are history: the same in every copy of the zone data.
YEARS = st.datetimes(
    datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2024-12-31")
)


def pytz_instant(wall, zone):
    local = pytz.timezone(zone).localize(wall, is_dst=False)
    return int((local - datetime(1970, 1, 1, tzinfo=pytz.utc)).total_seconds())


def engine_instant(wall, zone):
    seconds = wall.hour * 3600 + wall.minute * 60 + wall.second
    return instants.local_to_instant(wall.date(), seconds, zone)


@settings(max_examples=2000)
@given(YEARS, st.sampled_from(ZONES))
def test_wall_clock_like_pytz(wall, zone):
    wall = wall.replace(microsecond=0)
    assert engine_instant(wall, zone) == pytz_instant(wall, zone)


@pytest.mark.parametrize(
    "zone",
    [
        "Africa/Cairo",
        "Africa/Casablanca",
        "America/Havana",
        "America/New_York",
        "America/Santiago",
        "America/Sao_Paulo",
        "Asia/Beirut",
        "Australia/Lord_Howe",
        "Europe/Berlin",
        "Europe/Dublin",
        "Pacific/Apia",
    ],
)
def test_around_every_change_of_the_clock_like_pytz(zone):
    changes = [
        (moment, info)
        for moment, info in zip(
            pytz.timezone(zone)._utc_transition_times,
            pytz.timezone(zone)._transition_info,
            strict=True,
        )
        if 1990 <= moment.year <= 2024
    ]
    assert changes
    for moment, (offset, _dst, _name) in changes:
        for minutes in range(-150, 151, 15):
            wall = moment + offset + timedelta(minutes=minutes)
            assert engine_instant(wall, zone) == pytz_instant(wall, zone), wall


@given(YEARS)
def test_datetimes_there_and_back(value):
    value = value.replace(microsecond=0)
    assert instants.to_datetime(instants.from_datetime(value)) == value


def test_from_datetime_takes_naive_as_utc_and_drops_fractions():
    assert (
        instants.from_datetime(datetime.fromisoformat("1970-01-02 00:00:00.999999"))
        == 86400
    )
    berlin = timezone(timedelta(hours=2))
    assert instants.from_datetime(datetime(1970, 1, 2, 2, tzinfo=berlin)) == 86400
    assert instants.from_datetime(datetime.fromisoformat("1969-12-31 23:59:59")) == -1


def test_the_end_of_a_day_is_the_start_of_the_next():
    for day in (date(2026, 3, 28), date(2026, 10, 24), date(2026, 12, 31)):
        end = instants.local_to_instant(day, 86400, "Europe/Berlin")
        following = day + timedelta(days=1)
        assert end == instants.local_to_instant(following, 0, "Europe/Berlin")


def test_a_month_starts_at_midnight_of_its_zone():
    # 2026-08-01 00:00 in Shanghai is 2026-07-31 16:00 UTC.
    start, end = instants.month_period("2026-08", "Asia/Shanghai")
    assert instants.to_datetime(start) == datetime.fromisoformat("2026-07-31 16:00")
    assert instants.to_datetime(end) == datetime.fromisoformat("2026-08-31 16:00")
    assert end - start == 31 * 86400


def test_months_with_a_change_of_the_clock():
    start, end = instants.month_period("2026-03", "Europe/Berlin")
    assert end - start == 31 * 86400 - 3600
    start, end = instants.month_period("2026-10", "Europe/Berlin")
    assert end - start == 31 * 86400 + 3600
    assert (
        instants.month_period("2026-12", "UTC")[1]
        == instants.month_period("2027-01", "UTC")[0]
    )


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "2026-8", "August", "", "0000-01"]
)
def test_malformed_month(month):
    with pytest.raises(InstantError) as caught:
        instants.month_period(month, "UTC")
    assert caught.value.code == "malformed_month"
    assert caught.value.values == {"month": month}


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", None])
def test_unknown_timezone(name):
    with pytest.raises(InstantError) as caught:
        instants.get_zone(name)
    assert caught.value.code == "unknown_timezone"


def test_reversed_period():
    with pytest.raises(InstantError) as caught:
        instants.day_period(date(2026, 8, 2), date(2026, 8, 1), "UTC")
    assert caught.value.code == "reversed_period"


def test_local_date():
    instant = instants.from_datetime(datetime.fromisoformat("2026-07-31 16:00"))
    assert instants.local_date(instant, "Asia/Shanghai") == date(2026, 8, 1)
    assert instants.local_date(instant - 1, "Asia/Shanghai") == date(2026, 7, 31)
