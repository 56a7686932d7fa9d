"""Hard cases 17 to 23: calendars. (24, maintenance, is with availability.)"""

from datetime import date

import pytest
from build import (
    HOUR,
    MINUTE,
    NINE_TO_SIX,
    RESOLUTION,
    RESPONSE,
    ROUND_THE_CLOCK,
    at,
    hours,
    judge,
    policy,
    timeline,
    utc,
    wall,
)

from engine.clock import ClockState, Policy, Target, evaluate
from engine.errors import HoursError
from engine.instants import month_period
from engine.service_hours import (
    ALWAYS,
    Attendance,
    HoursSpec,
    compile_hours,
    day_seconds,
)

OFFICE_HOURS = hours()
WORKING_DAYS = hours(ROUND_THE_CLOCK)


@pytest.mark.parametrize("end", ["23:59", "23:59:59", "24:00"])
def test_17_no_minute_is_lost_at_midnight(end):
    """Case 17 (zammad 3180): 00:00 to 23:59 loses a minute at every midnight."""
    service = hours([("00:00", end)], days=range(7))
    start = at("2026-08-03 10:00")
    assert service.seconds_between(start, start + 30 * 86400) == 30 * 86400
    assert len(service.starts) == 1


def test_17_odoo_hour_24_is_midnight():
    """Case 17 (odoo 25345, 70030, 166511): 24.0 becomes 23:59:59.999999."""
    assert day_seconds(24.0) == day_seconds(23.9999999997) == 86400
    assert day_seconds(9.0) == 9 * HOUR
    assert day_seconds(8.3333333333) == 8 * HOUR + 20 * MINUTE


def test_17_friday_evening_and_four_hours_is_saturday_midnight():
    """Case 17: Friday 20:00 + 4 h on Monday to Friday 0-24 is not Monday."""
    start = at("2026-08-07 20:00")
    assert wall(WORKING_DAYS.deadline_after(start, 4 * HOUR)) == "2026-08-08 00:00"
    assert wall(WORKING_DAYS.latest_within(start, 4 * HOUR)) == "2026-08-10 00:00"


def test_18_opened_out_of_hours_waits_for_the_service():
    """Case 18 (glpi 687): opened out of hours gets delay 0."""
    start = at("2026-08-08 11:00")
    assert wall(OFFICE_HOURS.deadline_after(start, HOUR)) == "2026-08-10 10:00"
    assert wall(OFFICE_HOURS.deadline_after(start, 9 * HOUR)) == "2026-08-11 10:00"


def test_18_opened_in_the_lunch_break():
    """Case 18: the break is no service."""
    start = at("2026-08-03 12:20")
    assert wall(OFFICE_HOURS.deadline_after(start, HOUR)) == "2026-08-03 14:00"


def test_18_opened_on_the_boundary_second():
    """Case 18: half-open spans: 18:00:00 is out of hours, 09:00:00 is in them."""
    closing, opening = at("2026-08-03 18:00"), at("2026-08-04 09:00")
    assert not OFFICE_HOURS.is_open(closing) and OFFICE_HOURS.is_open(closing - 1)
    assert OFFICE_HOURS.is_open(opening) and not OFFICE_HOURS.is_open(opening - 1)
    for start in (closing, opening):
        assert wall(OFFICE_HOURS.deadline_after(start, HOUR)) == "2026-08-04 10:00"
    assert OFFICE_HOURS.deadline_after(closing - 1, 1) == closing
    assert OFFICE_HOURS.latest_within(closing - 1, 1) == opening


def test_18_zero_target():
    """Case 18: only what is done before any service time passes meets it."""
    rules = policy(OFFICE_HOURS, None, 0)
    clock = judge(["2026-08-03 20:00 opened"], rules, "2026-08-03 21:00")
    assert (clock.state, wall(clock.deadline)) == (
        ClockState.RUNNING,
        "2026-08-03 20:00",
    )
    assert wall(clock.breaches_at) == "2026-08-04 09:00"
    events = ["2026-08-03 20:00 opened", "2026-08-04 09:00 resolved"]
    assert judge(events, rules, "2026-08-05 09:00").state is ClockState.MET
    events = ["2026-08-03 20:00 opened", "2026-08-04 09:01 resolved"]
    assert judge(events, rules, "2026-08-05 09:00").state is ClockState.BREACHED


@pytest.mark.parametrize(
    ("resolved", "state"),
    [
        ("18:00", ClockState.MET),
        ("18:00:01", ClockState.MET),  # out of hours: no more used
    ],
)
def test_18_exactly_on_the_deadline_is_met(resolved, state):
    """Case 18: exactly on the deadline is met."""
    rules = policy(OFFICE_HOURS, None, 8 * HOUR)
    events = ["2026-08-03 09:00 opened", f"2026-08-03 {resolved} resolved"]
    clock = judge(events, rules, "2026-08-05 09:00")
    assert (clock.state, clock.used_seconds) == (state, 8 * HOUR)


def test_18_a_second_after_the_deadline_is_missed():
    """Case 18: 17:00 is met, 17:00:01 is not."""
    rules = policy(OFFICE_HOURS, None, 7 * HOUR)
    for resolved, state in (("17:00", "met"), ("17:00:01", "breached")):
        events = ["2026-08-03 09:00 opened", f"2026-08-03 {resolved} resolved"]
        assert judge(events, rules, "2026-08-05 09:00").state.value == state
    running = ["2026-08-03 09:00 opened"]
    assert judge(running, rules, "2026-08-03 17:00").state is ClockState.RUNNING
    assert judge(running, rules, "2026-08-03 17:00:01").state is ClockState.BREACHED


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("America/Santiago", "2026-09-06", 23),  # from 00:00 to 01:00
        ("America/Santiago", "2026-04-04", 25),  # from 24:00 back to 23:00
        ("Australia/Lord_Howe", "2026-10-04", 23.5),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
    ],
)
def test_19_days_of_23_and_25_hours(zone, day, length):
    """Case 19 (biz 37): days of 23 and 25 hours, at midnight, by half an hour."""
    service = hours(ROUND_THE_CLOCK, days=range(7), zone=zone)
    start = at(f"{day} 00:00", zone)
    end = at(f"{day} 24:00", zone)
    assert service.seconds_between(start, end) == length * HOUR
    assert len(service.starts) == 1


def test_19_the_repeated_hour_is_standard_time():
    """Case 19 (biz 160): 02:30 where it comes twice is 01:30 UTC, as in Odoo."""
    assert at("2026-10-25 02:30", "Europe/Berlin") == utc("2026-10-25 01:30")
    service = hours([("02:30", "05:00")], days=range(7), zone="Europe/Berlin")
    day = at("2026-10-25 00:00", "Europe/Berlin")
    assert service.seconds_between(day, day + 25 * HOUR) == 2.5 * HOUR


def test_19_history_is_computed_with_the_offset_of_its_day():
    """Case 19 (dbt_zendesk 25): history computed with today's offset."""
    service = hours(NINE_TO_SIX, zone="Europe/Berlin")
    winter, summer = utc("2026-01-12 08:00"), utc("2026-07-13 07:00")
    assert winter in service.starts and summer in service.starts


def test_19_the_first_hour_east_of_utc():
    """Case 19 (odoo 18166): the first hour miscounted at UTC+10."""
    service = hours(NINE_TO_SIX, zone="Australia/Brisbane")
    start = at("2026-08-03 09:00", "Australia/Brisbane")
    assert start == utc("2026-08-02 23:00")
    assert service.seconds_between(start, start + HOUR) == HOUR
    assert service.seconds_between(start - HOUR, start) == 0


def test_20_a_holiday_is_on_its_day():
    """Case 20 (zammad 3706): holidays a day early."""
    for zone in ("Asia/Shanghai", "America/Los_Angeles", "Pacific/Auckland"):
        closed = [("2026-09-24 00:00", "2026-09-25 00:00")]
        service = hours(NINE_TO_SIX, zone=zone, closures=closed)
        for day, expected in (("23", 9), ("24", 0), ("25", 9)):
            start = at(f"2026-09-{day} 00:00", zone)
            assert service.seconds_between(start, start + 86400) == expected * HOUR


def test_20_a_holiday_across_new_year():
    """Case 20 (glpi): a holiday that crosses New Year never matches."""
    service = hours(closures=[("2026-12-24 00:00", "2027-01-04 00:00")])
    start, end = at("2026-12-23 18:00"), at("2027-01-04 09:00")
    assert service.seconds_between(start, end) == 0
    assert service.deadline_after(start, HOUR) == end + HOUR


@pytest.mark.parametrize("end", ["11:59:59", "12:00"])
def test_20_half_a_holiday(end):
    """Case 20 (glpi 6835): half-day holidays, also as stored to the last second."""
    closed = [("2026-08-03 00:00", f"2026-08-03 {end}")]
    service = hours(NINE_TO_SIX, closures=closed)
    day = at("2026-08-03 00:00")
    assert service.seconds_between(day, day + 86400) == 6 * HOUR
    assert wall(service.deadline_after(day, HOUR)) == "2026-08-03 13:00"


def test_20_a_leave_to_the_last_second_covers_its_last_minute():
    """Case 20: stored to 23:59:59, no second of service before midnight."""
    closed = [("2026-08-03 00:00", "2026-08-03 23:59:59")]
    service = hours(ROUND_THE_CLOCK, closures=closed)
    start = at("2026-08-03 12:00")
    assert wall(service.deadline_after(start, 1)) == "2026-08-04 00:00"
    assert service.deadline_after(start, 1) == at("2026-08-04 00:00") + 1


def test_20_the_lunch_break_is_not_counted():
    """Case 20 (frappe/helpdesk 2212): lunch breaks."""
    start, end = at("2026-08-03 11:30"), at("2026-08-03 13:30")
    assert OFFICE_HOURS.seconds_between(start, end) == HOUR


def test_20_a_make_up_workday_wins_over_weekend_and_closure():
    """Case 20: 2026-09-20 is a Sunday and works, also inside of a closure."""
    morning = {"2026-09-20": [("09:00", "12:00")]}
    for closed in ([], [("2026-09-19 00:00", "2026-09-22 00:00")]):
        service = hours(closures=closed, workdays=morning)
        start = at("2026-09-18 17:30")
        assert wall(service.deadline_after(start, HOUR)) == "2026-09-20 09:30"
        sunday = at("2026-09-20 00:00")
        assert service.seconds_between(sunday, sunday + 86400) == 3 * HOUR


def test_20_a_special_day_replaces_the_pattern():
    """Case 20: shorter hours, or none, on one weekday."""
    service = hours(workdays={"2026-08-03": [("10:00", "11:00")], "2026-08-04": []})
    assert service.spans_within(at("2026-08-03 00:00"), at("2026-08-05 00:00")) == [
        (at("2026-08-03 10:00"), at("2026-08-03 11:00"))
    ]


@pytest.mark.parametrize("attendances", [(), (Attendance(6, 0, HOUR),)])
def test_21_a_calendar_without_hours_is_an_error(attendances):
    """Case 21 (OCA/project 73, zammad 1396): a hang, an error page."""
    spec = HoursSpec("UTC", attendances)
    with pytest.raises(HoursError) as caught:
        compile_hours(spec, date(2026, 8, 3), date(2026, 8, 8))
    assert caught.value.code == "empty_hours"
    assert caught.value.values == {"first": "2026-08-03", "last": "2026-08-08"}


def test_21_a_target_beyond_the_horizon_is_an_error():
    """Case 21: plan_hours returns False after 100 x 14 days."""
    service = hours([("09:00", "09:01")], days=[0], last="2026-12-31")
    start = at("2026-08-03 00:00")
    for question in (service.deadline_after, service.latest_within):
        with pytest.raises(HoursError) as caught:
            question(start, 9 * HOUR)
        assert caught.value.code == "beyond_horizon"
        assert caught.value.values["seconds"] == 9 * HOUR
    rules = policy(service, None, 9 * HOUR)
    with pytest.raises(HoursError):
        judge(["2026-08-03 09:00 opened"], rules, "2026-08-03 10:00")


def test_21_no_calendar_is_wall_clock_time():
    """Case 21 (helpdesk_mgmt_sla): no calendar, a crash on creating the ticket."""
    start = at("2026-02-28 22:00")
    assert ALWAYS.deadline_after(start, 100000) == start + 100000
    assert ALWAYS.latest_within(start, 100000) == start + 100000
    assert ALWAYS.seconds_between(start, start + 5) == 5
    assert ALWAYS.spans_within(start, start + 5) == [(start, start + 5)]


def test_22_deadlines_and_months_know_no_viewer():
    """Case 22: the viewer's time zone changes a deadline or a month's figures.

    The zone is the calendar's for deadlines and the contract's for months.
    """
    for zone, first in (
        ("Asia/Shanghai", "2026-07-31 16:00"),
        ("America/New_York", "2026-08-01 04:00"),
    ):
        assert month_period("2026-08", zone)[0] == utc(first)
    berlin = hours(NINE_TO_SIX, zone="Europe/Berlin")
    start = utc("2026-08-03 06:00")  # 08:00 in Berlin, 14:00 in Shanghai
    assert berlin.deadline_after(start, HOUR) == utc("2026-08-03 08:00")


def test_23_round_the_clock_and_office_hours_in_one_contract():
    """Case 23: "one day" of an 8-hour calendar is not 24 hours."""
    rules = Policy(
        {
            ("P1", RESOLUTION): Target(8 * HOUR, ALWAYS),
            ("P3", RESOLUTION): Target(8 * HOUR, OFFICE_HOURS),
            ("P3", RESPONSE): Target(8 * HOUR, ALWAYS),
        }
    )
    urgent = judge(["2026-08-07 17:00 opened P1"], rules, "2026-08-07 18:00")
    assert wall(urgent.deadline) == "2026-08-08 01:00"
    usual = timeline("2026-08-07 17:00 opened P3")
    as_of = at("2026-08-07 18:00")
    clock = evaluate(usual, rules, RESOLUTION, as_of)
    assert wall(clock.deadline) == "2026-08-10 17:00"
    assert wall(evaluate(usual, rules, RESPONSE, as_of).deadline) == "2026-08-08 01:00"
