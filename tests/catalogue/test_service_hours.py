from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ...engine import instants
from ...engine.service_hours import ALWAYS
from ..common import SHANGHAI, ItsmCommon, utc

HOUR = 3600


@freeze_time("2026-09-01 00:00:00")
@tagged("post_install", "-at_install")
class TestServiceHours(ItsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.calendars["5x8"]

    def hours(self, first, last, calendar=None, company=None):
        """Return the hours of service from the first to the last day, Shanghai time."""
        days = (date.fromisoformat(first), date.fromisoformat(last))
        span = instants.day_period(*days, SHANGHAI)
        compiled = (calendar or self.office)._itsm_service_hours(company)
        return compiled.seconds_between(*span) / HOUR

    # === COMPILING === #

    def test_working_days_of_autumn_2026(self):
        # Domain section 7: 21, 22 (20 September works) and 18 (10 October works) days
        self.assertEqual(self.hours("2026-08-01", "2026-08-31"), 21 * 8)
        self.assertEqual(self.hours("2026-09-01", "2026-09-30"), 22 * 8)
        self.assertEqual(self.hours("2026-10-01", "2026-10-31"), 18 * 8)

    def test_no_calendar_is_around_the_clock(self):
        self.assertIs(self.env["resource.calendar"]._itsm_service_hours(), ALWAYS)

    def test_compiled_once(self):
        self.assertIs(
            self.office._itsm_service_hours(), self.office._itsm_service_hours()
        )
        with self.assertQueryCount(0):
            self.office._itsm_service_hours(self.company)

    def test_former_years(self):
        # 2016 had 261 weekdays, and none of its holidays is entered.
        self.assertEqual(self.hours("2016-01-01", "2016-12-31"), 261 * 8)

    def test_lunch_is_no_service(self):
        calendar = self.env["resource.calendar"].create(
            {"name": "Odoo's default", "tz": SHANGHAI, "company_id": False}
        )
        self.assertIn("lunch", calendar.attendance_ids.mapped("day_period"))
        # 8:00 to 12:00 and 13:00 to 17:00
        self.assertEqual(self.hours("2026-08-03", "2026-08-03", calendar), 8)
        compiled = calendar._itsm_service_hours()
        lunch = instants.from_datetime(utc("2026-08-03 12:30"))
        self.assertFalse(compiled.is_open(lunch))

    def test_midnight_is_24(self):
        calendar = self._create_calendar(
            "Weekdays", {"weekly": {"mon": [["00:00", "24:00"]]}}
        )
        self.assertEqual(self.hours("2026-08-03", "2026-08-03", calendar), 24)

    def test_two_weeks(self):
        calendar = self._create_calendar(
            "Alternating", {"weekly": {"mon": [["09:00", "12:00"]]}}
        )
        calendar.switch_calendar_type()
        second = calendar.attendance_ids.filtered(
            lambda line: line.week_type == "1" and not line.display_type
        )
        second.hour_to = 10.0
        # 2026-08-03 is day 739831 since Monday 0001-01-01, which was day 1: 739830 / 7
        # = 105690 whole weeks have passed, an even number, so it is in week 0.
        self.assertEqual(date(2026, 8, 3).toordinal(), 739831)
        self.assertEqual(self.hours("2026-08-03", "2026-08-03", calendar), 3)
        self.assertEqual(self.hours("2026-08-10", "2026-08-10", calendar), 1)

    def test_flexible_is_refused(self):
        calendar = self.office.copy()
        calendar.schedule_type = "flexible"
        with self.assertRefused("not when"):
            calendar._itsm_service_hours()
        calendar.schedule_type = "fully_fixed"
        calendar.switch_based_on_duration()
        with self.assertRefused("not when"):
            calendar._itsm_service_hours()

    def test_without_hours_is_refused(self):
        calendar = self.env["resource.calendar"].create(
            {"name": "Never", "attendance_ids": [Command.clear()]}
        )
        with self.assertRefused("Never cannot serve .* no hours"):
            calendar._itsm_service_hours()
        with self.assertRefused("Never cannot serve"):
            self.env["itsm.service"].create(
                {"code": "X", "name": "X", "calendar_id": calendar.id}
            )

    def test_target_past_the_horizon(self):
        self.office._itsm_check_hours(2400 * 60)
        # Ten years have fewer than 27,000 office hours.
        with self.assertRefused("5x8 before 2036-12-31"):
            self.office._itsm_check_hours(27000 * HOUR)
        with self.assertRefused("24x7 before 2036-12-31"):
            self.env["resource.calendar"]._itsm_check_hours(11 * 365 * 24 * HOUR)
        with self.assertRefused("negative"):
            self.office._itsm_check_hours(-1)

    # === EVERY CHANGE COUNTS AT ONCE === #

    def assertForgotten(self, hours):
        """Check the hours of August, and that every worker will compile them anew."""
        self.assertIn("default", self.env.registry.cache_invalidated)
        self.assertEqual(self.hours("2026-08-01", "2026-08-31"), hours)
        self.env.registry.cache_invalidated.clear()

    def setUp(self):
        super().setUp()
        self.addCleanup(self.env.registry.clear_cache)
        self.assertEqual(self.hours("2026-08-01", "2026-08-31"), 168)
        self.env.registry.cache_invalidated.clear()

    def test_change_of_attendances(self):
        # August 2026 has five Mondays.
        morning = self.office.attendance_ids[0]
        morning.hour_to = 11.0
        self.assertForgotten(168 - 5)
        morning.unlink()
        self.assertForgotten(168 - 15)
        self.office.write(
            {
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Monday",
                            "dayofweek": "0",
                            "hour_from": 9,
                            "hour_to": 12,
                        }
                    )
                ]
            }
        )
        self.assertForgotten(168)

    def test_change_of_holidays(self):
        holiday = self._create_holiday(self.office, "2026-08-03", "2026-08-04")
        self.assertForgotten(168 - 16)
        holiday.date_to = utc("2026-08-03 12:00")
        self.assertForgotten(168 - 3)
        holiday.time_type = "other"
        self.assertForgotten(168)
        holiday.time_type = "leave"
        self.assertForgotten(168 - 3)
        holiday.unlink()
        self.assertForgotten(168)

    def test_holiday_of_the_company(self):
        holiday = self._create_holiday(self.office, "2026-08-03", "2026-08-03")
        holiday.calendar_id = False
        self.assertForgotten(168 - 8)
        self.assertEqual(
            self.hours("2026-08-03", "2026-08-03", self.calendars["07-22"]), 0
        )

    def test_holiday_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other provider"})
        shared = self.office.copy({"company_id": False})
        holiday = self._create_holiday(shared, "2026-08-03", "2026-08-03")
        self.assertEqual(holiday.company_id, self.company)
        day = ("2026-08-03", "2026-08-03", shared)
        self.assertEqual(self.hours(*day, company=self.company), 0)
        self.assertEqual(self.hours(*day, company=other), 8)

    def test_leave_of_one_person_is_no_holiday(self):
        holiday = self._create_holiday(self.office, "2026-08-03", "2026-08-03")
        self.assertForgotten(168 - 8)
        holiday.resource_id = self.env["resource.resource"].create(
            {"name": "Wu Hao", "calendar_id": self.office.id}
        )
        self.assertForgotten(168)
        holiday.name = "Wedding"
        self.assertFalse(self.env.registry.cache_invalidated)

    def test_change_of_makeup_days(self):
        day = self.env["itsm.makeup.day"].create(
            {
                "calendar_id": self.office.id,
                "date": "2026-08-08",
                "hour_from": 9,
                "hour_to": 12,
            }
        )
        self.assertForgotten(168 + 3)
        day.hour_to = 13
        self.assertForgotten(168 + 4)
        # It replaces the weekday's hours, and wins over a holiday.
        day.date = "2026-08-03"
        self.assertForgotten(168 - 4)
        self._create_holiday(self.office, "2026-08-03", "2026-08-03")
        self.assertForgotten(168 - 4)
        day.unlink()
        self.assertForgotten(168 - 8)

    def test_change_of_zone(self):
        self.office.tz = "UTC"
        self.assertIn("default", self.env.registry.cache_invalidated)
        compiled = self.office._itsm_service_hours()
        self.assertFalse(
            compiled.is_open(instants.from_datetime(utc("2026-08-03 10:00")))
        )
        self.assertTrue(
            compiled.is_open(instants.from_datetime(utc("2026-08-03 10:00", "UTC")))
        )

    def test_hook_is_called_for_the_calendars_that_changed(self):
        seen = []

        def _itsm_hours_changed(calendars):
            seen.append(calendars)

        self.patch(
            self.registry["resource.calendar"],
            "_itsm_hours_changed",
            _itsm_hours_changed,
        )
        self.office.attendance_ids[0].hour_to = 11.0
        self.office.name = "Renamed"
        self.office.itsm_makeup_day_ids[0].hour_to = 11.5
        holiday = self._create_holiday(self.office, "2026-08-03", "2026-08-03")
        self.assertEqual(seen, [self.office] * 3)
        holiday.calendar_id = False
        self.assertLessEqual(
            set(self.calendars["5x8"] | self.calendars["07-22"]), set(seen[-1])
        )

    # === WHO ASKS === #

    def test_the_viewer_does_not_matter(self):
        other = self.env["res.company"].create({"name": "Other provider"})
        stranger = new_test_user(
            self.env,
            login="stranger",
            groups="base.group_user",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
            tz="America/New_York",
        )
        expected = self.hours("2026-09-01", "2026-09-30")
        for user in (stranger, self.portal_user, self.users["engineer"]):
            with self.subTest(user=user.login):
                self.env.registry.clear_cache()
                calendar = self.office.with_user(user)
                self.assertEqual(
                    self.hours("2026-09-01", "2026-09-30", calendar), expected
                )

    # === CHECKS ON SAVE === #

    def test_makeup_days_overlap(self):
        def create(first, last, day="2026-08-08"):
            return self.env["itsm.makeup.day"].create(
                {
                    "calendar_id": self.office.id,
                    "date": day,
                    "hour_from": first,
                    "hour_to": last,
                }
            )

        create(9, 12)
        afternoon = create(12, 24)
        create(9, 12, "2026-08-09")
        with self.assertRefused("overlap on 08/08/2026"):
            create(11.5, 12)
        with self.assertRefused("overlap on 08/08/2026"):
            afternoon.hour_from = 11
        with self.assertRefused("overlap"):
            self.office.write(
                {
                    "itsm_makeup_day_ids": [
                        Command.create(
                            {"date": "2026-08-09", "hour_from": 8, "hour_to": 10}
                        )
                    ]
                }
            )

    @mute_logger("odoo.sql_db")
    def test_makeup_day_hours(self):
        day = self.office.itsm_makeup_day_ids[0]
        for values in ({"hour_to": 24.5}, {"hour_from": -1}, {"hour_to": 9.0}):
            with self.subTest(values), self.assertRefused("", IntegrityError):
                day.write(values)
