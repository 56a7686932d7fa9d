"""What an SLA agrees by reference, and what falls due while it is in force."""

import json
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ItsmCommon

# 09:00 to 12:00 and 13:00 to 18:00 from Monday to Friday, in minutes.
WEEK_5X8 = [[0, day, *hours] for day in range(5) for hours in ((540, 720), (780, 1080))]


@freeze_time("2026-07-15 01:00:00")
@tagged("post_install", "-at_install")
class TestSlaAnnexes(ItsmCommon):
    def setUp(self):
        super().setUp()
        self.sla.with_user(self.users["sales"]).action_submit()

    def _approve(self):
        for role in ("technical_manager", "service_manager"):
            self.sla.with_user(self.users[role]).action_approve()

    def _cell(self, impact, urgency):
        return self.env["itsm.priority.rule"].search(
            [("impact", "=", impact), ("urgency", "=", urgency)]
        )

    def test_snapshot(self):
        """Domain table 3.7, and the working days of autumn 2026."""
        annexes = json.loads(self.sla.round_id.sudo().snapshot)["annexes"]
        self.assertEqual(
            annexes["priority_matrix"],
            {
                "high,high": "P1",
                "high,medium": "P2",
                "high,low": "P3",
                "medium,high": "P2",
                "medium,medium": "P3",
                "medium,low": "P3",
                "low,high": "P3",
                "low,medium": "P4",
                "low,low": "P4",
            },
        )
        calendars = {calendar["name"]: calendar for calendar in annexes["calendars"]}
        self.assertEqual(set(calendars), {"5x8", "07-22"})
        office = calendars["5x8"]
        self.assertEqual(office["tz"], "Asia/Shanghai")
        self.assertEqual(office["weekly"], WEEK_5X8)
        days = {day for day, _from, _to in office["makeup_days"]}
        self.assertEqual(days, {"2026-09-20", "2026-10-10"})
        # Mid-Autumn 25 to 27 September, National Day 1 to 7 October, in UTC
        starts = [start for _name, start, _end in office["leaves"]]
        self.assertEqual(starts, ["2026-09-24 16:00:00", "2026-09-30 16:00:00"])

    def test_only_the_days_of_the_sla(self):
        """A holiday of another year was not agreed on."""
        self._create_holiday(self.calendars["5x8"], "2027-10-01", "2027-10-07")
        self._create_holiday(self.calendars["5x8"], "2025-10-01", "2025-10-08")
        office = self.sla._get_content_annexes()[self.sla.id]["calendars"][0]
        self.assertEqual(len(office["leaves"]), 2)

    def test_a_holiday_does_not_stop_the_decision(self):
        self._create_holiday(self.calendars["5x8"], "2027-01-01", "2027-01-03")
        self._approve()
        self.assertEqual(self.sla.state, "approved")
        self.assertFalse(self.sla.annex_warning)

    def test_other_hours(self):
        calendar = self.calendars["5x8"]
        self.assertFalse(self.sla.annex_warning)
        line = calendar.attendance_ids[0]
        line.hour_from = 10
        self.env.invalidate_all()
        self.assertIn("the service hours 5x8", self.sla.annex_warning)
        self.assertNotIn("07-22", self.sla.annex_warning)
        line.hour_from = 9
        self.env.invalidate_all()
        self.assertFalse(self.sla.annex_warning)

    def test_another_matrix(self):
        self._cell("low", "high").priority_id = self.priorities["P2"]
        self.assertIn("the priority matrix", self.sla.annex_warning)
        self._approve()
        for role in ("sales", "auditor", "technical_manager"):
            sla = self.sla.with_user(self.users[role])
            self.assertIn("the priority matrix", sla.annex_warning)

    def test_draft_is_not_warned(self):
        self.sla.with_user(self.users["sales"]).action_withdraw()
        self._cell("low", "high").priority_id = self.priorities["P2"]
        self.assertFalse(self.sla.annex_warning)


@freeze_time("2026-09-15 01:00:00")
@tagged("post_install", "-at_install")
class TestSlaReviews(ItsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_in_force()
        cls.sla.document_type_id.review_months = 6

    def _due(self, flag, day):
        with freeze_time(f"{day} 04:00:00"):
            self.env.invalidate_all()
            found = self.env["itsm.sla"].search([(flag, "=", True)])
            self.assertEqual(self.sla in found, self.sla[flag])
            return self.sla[flag]

    def _activities(self):
        return self.sla.activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id
                == self.env.ref("itsm_service_delivery.mail_activity_sla_review")
            )
        )

    def test_review_due(self):
        """NC-01 of the demo: an SLA is reviewed at least as often as its type says."""
        # taken over: nobody has looked at it since its first day, 2026-08-01
        self.assertEqual(self.sla.review_due_date, date(2027, 2, 1))
        self.assertFalse(self._due("is_review_due", "2027-01-31"))
        self.assertTrue(self._due("is_review_due", "2027-02-01"))
        with freeze_time("2027-02-01 04:00:00"):
            self.env["itsm.sla"]._cron_ask_for_review()
            self.env["itsm.sla"]._cron_ask_for_review()
        activity = self._activities()
        self.assertEqual(activity.user_id, self.users["service_manager"])
        self.assertEqual(activity.date_deadline, date(2027, 2, 1))
        with freeze_time("2027-02-03 04:00:00"):
            sla = self.sla.with_user(self.users["service_manager"])
            sla.action_confirm_unchanged()
        self.assertFalse(self._activities())
        self.assertEqual(self.sla.review_due_date, date(2027, 8, 3))
        self.assertFalse(self._due("is_review_due", "2027-02-04"))
        line = self.sla.decision_ids.sorted("position")[-1]
        self.assertEqual(line.kind, "still_valid")
        self.assertEqual(line.user_id, self.users["service_manager"])

    def test_no_review_of_what_is_over(self):
        with freeze_time("2027-02-01 04:00:00"):
            self.env["itsm.sla"]._cron_ask_for_review()
            self.sla.action_close()
        self.assertFalse(self._activities())
        self.assertFalse(self.sla.review_due_date)
        with self.assertRefused("only what is in force is reviewed"):
            self.sla.action_confirm_unchanged()

    def test_no_review_agreed(self):
        self.sla.document_type_id.review_months = 0
        self.assertFalse(self._due("is_review_due", "2027-02-01"))
        self.assertFalse(self.sla.review_due_date)

    def test_who_confirms(self):
        for role in ("sales", "technical_manager", "auditor", "project_manager"):
            with self.subTest(role=role), self.assertRefused("", AccessError):
                self.sla.with_user(self.users[role]).action_confirm_unchanged()

    def test_renewal_due(self):
        """60 days before the contract ends on 2027-07-31: from 1 June on."""
        self.assertFalse(self._due("is_renewal_due", "2027-05-31"))
        self.assertTrue(self._due("is_renewal_due", "2027-06-01"))
        self.env["ir.config_parameter"].set_param(
            "itsm_service_delivery.renewal_days", "30"
        )
        self.assertFalse(self._due("is_renewal_due", "2027-06-01"))
        self.assertTrue(self._due("is_renewal_due", "2027-07-01"))
        successor = self.sla.revise(True, "Another year")
        successor.date_start = "2027-07-15"
        self.adopt(successor)
        self.assertFalse(self._due("is_renewal_due", "2027-07-01"))
