"""The compiled service hours against Odoo's own answers.

They are equal wherever Odoo's are right. Where they are not, the last tests show what
Odoo says, what is right, and why.
"""

import random
from datetime import date, datetime, timedelta

from pytz import utc as UTC

from odoo.tests import tagged

from ...engine import instants
from ..common import ItsmCommon, utc

HOUR = 3600
CASES = 40

OFFICE = [["09:00", "12:00"], ["13:00", "18:00"]]
CALENDARS = {
    "office, Shanghai": ("Asia/Shanghai", {"weekly": {"mon": OFFICE, "thu": OFFICE}}),
    "seven days, Berlin": (
        "Europe/Berlin",
        {
            "weekly": {
                day: [["01:00", "03:30"], ["07:15", "22:00"]]
                for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
            }
        },
    ),
    "early hours, New York": (
        "America/New_York",
        {"weekly": {"sat": [["00:30", "02:45"]], "sun": [["00:15", "03:00"]]}},
    ),
    "half-hour shift, Lord Howe": (
        "Australia/Lord_Howe",
        {"weekly": {"sun": [["00:30", "12:00"]], "wed": OFFICE}},
    ),
}
HOLIDAYS = [["2026-03-02", "2026-03-06"], ["2026-10-01", "2026-10-07"]]


@tagged("post_install", "-at_install")
class TestServiceHoursVsOdoo(ItsmCommon):
    def _cases(self):
        """Yield random instants of two years with clock changes, and durations."""
        # Not for secrets: the same cases in every run.
        generator = random.Random(20260801)
        first = datetime(2026, 1, 1)
        for _case in range(CASES):
            start = first + timedelta(minutes=generator.randrange(700 * 1440))
            yield start, generator.randrange(1, 60 * 60) * 60

    def _check(self, calendar):
        hours = calendar._itsm_service_hours()
        for start, seconds in self._cases():
            instant = instants.from_datetime(start)
            planned = calendar.plan_hours(
                seconds / HOUR, start.replace(tzinfo=UTC), compute_leaves=True
            )
            deadline = hours.deadline_after(instant, seconds)
            # Odoo adds float hours: its answer is right to some microseconds.
            self.assertEqual(
                deadline, round(planned.timestamp()), f"{start} + {seconds} s"
            )
            end = start + timedelta(seconds=3 * seconds)
            worked = calendar.get_work_duration_data(start, end)["hours"]
            self.assertEqual(
                hours.seconds_between(instant, instants.from_datetime(end)),
                round(worked * HOUR),
                f"{start} to {end}",
            )

    def test_same_answers(self):
        for name, (zone, definition) in CALENDARS.items():
            with self.subTest(name):
                definition = {**definition, "holidays": HOLIDAYS}
                self._check(self._create_calendar(name, definition, zone))

    def test_same_answers_in_a_two_week_calendar(self):
        calendar = self._create_calendar("two weeks", {"weekly": {"tue": OFFICE}})
        calendar.switch_calendar_type()
        second = calendar.attendance_ids.filtered(lambda line: line.week_type == "1")
        second[1].hour_to = 11.0
        second[2].dayofweek = "4"
        self._check(calendar)

    def test_same_answers_with_lunch(self):
        calendar = self.env["resource.calendar"].create(
            {"name": "Odoo's default", "tz": "Asia/Shanghai", "company_id": False}
        )
        self.assertIn("lunch", calendar.attendance_ids.mapped("day_period"))
        self._check(calendar)

    # === WHERE ODOO'S ANSWERS ARE NOT RIGHT === #

    def test_odoo_loses_a_microsecond_at_midnight(self):
        # Hour 24.0 is read as 23:59:59.999999. Four hours from Friday 20:00 on are
        # over when Saturday starts; Odoo misses a microsecond and finds it on Monday.
        weekdays = ("mon", "tue", "wed", "thu", "fri")
        calendar = self._create_calendar(
            "5x24", {"weekly": {day: [["00:00", "24:00"]] for day in weekdays}}
        )
        friday = utc("2026-08-07 20:00")
        planned = calendar.plan_hours(4, friday.replace(tzinfo=UTC))
        monday = utc("2026-08-10 00:00").replace(tzinfo=UTC)
        self.assertLess(abs(planned - monday), timedelta(milliseconds=1))
        deadline = calendar._itsm_service_hours().deadline_after(
            instants.from_datetime(friday), 4 * HOUR
        )
        self.assertEqual(instants.to_datetime(deadline), utc("2026-08-08 00:00"))

    def test_odoo_gives_up_after_1400_days(self):
        # 100 steps of 14 days have 1,000 weekdays; 8,001 hours need one more.
        calendar = self._create_calendar(
            "5x8",
            {"weekly": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE)},
        )
        start = utc("2026-08-03 09:00")
        self.assertFalse(calendar.plan_hours(8001, start.replace(tzinfo=UTC)))
        deadline = calendar._itsm_service_hours().deadline_after(
            instants.from_datetime(start), 8001 * HOUR
        )
        # The first hour of the 1,001st weekday: 200 weeks later
        monday = date(2026, 8, 3) + timedelta(weeks=200)
        self.assertEqual(instants.to_datetime(deadline), utc(f"{monday} 10:00"))

    def test_odoo_does_not_know_makeup_workdays(self):
        # Ticket GD202609015: opened on Sunday 20 September, a working day, at 10:00.
        calendar = self.calendars["5x8"]
        start, end = utc("2026-09-20 10:00"), utc("2026-09-20 11:10")
        self.assertEqual(calendar.get_work_duration_data(start, end)["hours"], 0)
        self.assertEqual(
            calendar._itsm_service_hours().seconds_between(
                instants.from_datetime(start), instants.from_datetime(end)
            ),
            70 * 60,
        )

    def test_odoo_forgets_holidays_unless_told(self):
        # 30 September 17:30 and one hour: 10:30 is on 8 October, after National Day;
        # without `compute_leaves` it is on 1 October.
        calendar = self.calendars["5x8"]
        start = utc("2026-09-30 17:30")
        aware = start.replace(tzinfo=UTC)
        forgotten = calendar.plan_hours(1, aware)
        self.assertEqual(forgotten.replace(tzinfo=None), utc("2026-10-01 09:30"))
        told = calendar.plan_hours(1, aware, compute_leaves=True)
        self.assertEqual(told.replace(tzinfo=None), utc("2026-10-08 09:30"))
        deadline = calendar._itsm_service_hours().deadline_after(
            instants.from_datetime(start), HOUR
        )
        self.assertEqual(instants.to_datetime(deadline), utc("2026-10-08 09:30"))

    def test_odoo_moves_a_target_of_nothing(self):
        # Nothing is used up at once, not when the office opens again.
        calendar = self.calendars["5x8"]
        saturday = utc("2026-08-01 12:00")
        planned = calendar.plan_hours(0, saturday.replace(tzinfo=UTC))
        self.assertEqual(planned.replace(tzinfo=None), utc("2026-08-03 09:00"))
        instant = instants.from_datetime(saturday)
        hours = calendar._itsm_service_hours()
        self.assertEqual(hours.deadline_after(instant, 0), instant)

    def test_odoo_leaves_the_last_second_of_a_holiday(self):
        # A holiday up to 23:59:59 covers its last minute: nobody works one second.
        calendar = self._create_calendar(
            "daily",
            {
                "weekly": {"thu": [["00:00", "24:00"]]},
                "holidays": [["2026-10-01", "2026-10-01"]],
            },
        )
        start, end = utc("2026-10-01 00:00"), utc("2026-10-02 00:00")
        worked = calendar.get_work_duration_data(start, end)["hours"] * HOUR
        self.assertAlmostEqual(worked, 1, places=3)
        self.assertEqual(
            calendar._itsm_service_hours().seconds_between(
                instants.from_datetime(start), instants.from_datetime(end)
            ),
            0,
        )
