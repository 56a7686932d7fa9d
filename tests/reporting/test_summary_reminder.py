from odoo.tests import tagged

from .common import ReportingCommon


@tagged("post_install", "-at_install")
class TestSummaryReminder(ReportingCommon):
    """The project manager is reminded 30, 7 and 0 days before the end, once each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project.write({"date_start": "2026-08-01", "date": "2026-10-31"})
        cls.kind = cls.env.ref("itsm_service_delivery.mail_activity_summary_due")

    def reminders(self, day):
        """Run the daily job on a day; return the reminders that are open."""
        with self.at(f"{day} 09:00"):
            self.env["project.project"]._itsm_cron_remind_of_summary()
        return self.project.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.kind
        )

    def test_thirty_seven_and_no_days(self):
        self.assertFalse(self.reminders("2026-09-30"))
        first = self.reminders("2026-10-01")
        self.assertEqual(first.user_id, self.pm)
        self.assertIn("30 days", first.summary)
        self.assertEqual(str(first.date_deadline), "2026-10-31")
        # not again on the next day
        self.assertEqual(self.reminders("2026-10-02"), first)
        second = self.reminders("2026-10-24")
        self.assertIn("7 days", second.summary)
        self.assertEqual(len(second), 1)
        self.assertEqual(self.reminders("2026-10-25"), second)
        third = self.reminders("2026-10-31")
        self.assertIn("has ended", third.summary)
        third.unlink()
        self.assertFalse(self.reminders("2026-11-01"))

    def test_job_that_was_off(self):
        reminder = self.reminders("2026-10-28")
        self.assertIn("3 days", reminder.summary)
        self.assertEqual(self.reminders("2026-10-29"), reminder)

    def test_another_end(self):
        self.reminders("2026-10-31").unlink()
        self.project.date = "2026-12-31"
        self.assertFalse(self.reminders("2026-11-02"))
        self.assertIn("30 days", self.reminders("2026-12-01").summary)

    def test_summary_under_way(self):
        summaries = self.env["itsm.summary.report"]
        summary = summaries.create({"project_id": self.project.id})
        self.assertTrue(self.reminders("2026-10-01"))
        summary.sudo()._adopt("Agreed on paper")
        self.assertEqual(self.reminders("2026-10-24").summary.count("30 days"), 1)

    def test_early_end(self):
        with self.at("2026-09-15 09:00"):
            self.contract.with_user(self.manager).action_close()
        reminder = self.project.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.kind
        )
        self.assertEqual(reminder.user_id, self.pm)
        self.assertIn("has ended", reminder.summary)
