from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MODULE, utc
from .common import ApprovalCommon

FOLLOW_UP = "odoo.addons.itsm_service_delivery.models.approval.itsm_approval_follow_up"


@tagged("post_install", "-at_install")
class TestFollowUp(ApprovalCommon):
    """The job that reminds and escalates, in the calendar of autumn 2026.

    A review is asked for on Thursday 17 September at 10:00 and due in 3 working days:
    Friday 18, Sunday 20 (a make-up workday), Monday 21. It is reminded of one working
    day before, on Sunday 20, and escalated two after, on Wednesday 23.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider.resource_calendar_id = cls.calendars["5x8"]
        cls.review_stage.write(
            {
                "answer_days": 3,
                "reminder_days": 1,
                "escalation_days": 2,
                "escalation_group_id": cls.env.ref(
                    f"{MODULE}.group_service_director"
                ).id,
            }
        )
        # What else waits in the database is not this test's.
        cls.env.cr.execute(
            "UPDATE itsm_approval_round_stage SET state = 'closed'"
            " WHERE state = 'pending'"
        )
        cls.env["itsm.approval.round.stage"].invalidate_model(["state"])

    @contextmanager
    def at(self, text):
        with freeze_time(utc(text)):
            yield

    def submit_at(self, text, document=None):
        with self.at(text):
            self.submit(document)
        return (document or self.document).sudo().waiting_stage_id

    def run_job(self, at):
        """Run the scheduled action at a local time; return who was reminded."""
        reminders = self.env["mail.message"].search(
            [("message_type", "=", "user_notification"), ("model", "=", "itsm.service")]
        )
        with self.at(at), patch.object(self.env.cr, "commit", lambda: None):
            self.env["itsm.approval.round.stage"]._cron_follow_up()
        return (
            self.env["mail.message"].search(
                [
                    ("message_type", "=", "user_notification"),
                    ("model", "=", "itsm.service"),
                    ("id", "not in", reminders.ids),
                ]
            )
        ).partner_ids

    def late(self, stage):
        """Return the activities that tell of a late answer."""
        return self.env["mail.activity"].search(
            [
                ("itsm_stage_id", "=", stage.id),
                (
                    "activity_type_id",
                    "=",
                    self.env.ref(f"{MODULE}.mail_activity_approval_late").id,
                ),
            ]
        )

    def test_each_step_once(self):
        stage = self.submit_at("2026-09-17 10:00")
        self.assertEqual(stage.due_date, date(2026, 9, 21))
        reviewer = self.reviewer.partner_id
        self.assertFalse(self.run_job("2026-09-18 09:00"))
        self.assertFalse(self.run_job("2026-09-19 23:59"), "Still Saturday.")
        self.assertEqual(self.run_job("2026-09-20 00:01"), reviewer)
        self.assertEqual(stage.reminded_on, date(2026, 9, 20))
        self.assertFalse(self.run_job("2026-09-20 09:00"), "Once.")
        self.assertFalse(self.run_job("2026-09-22 09:00"))
        self.assertFalse(self.late(stage))
        self.run_job("2026-09-23 00:01")
        self.assertEqual(stage.escalated_on, date(2026, 9, 23))
        late = self.late(stage)
        self.assertEqual(late.user_id, self.approver | self.second_approver)
        self.run_job("2026-09-24 00:01")
        self.assertEqual(self.late(stage), late, "Once.")

    def test_what_an_escalation_says(self):
        stage = self.submit_at("2026-09-17 10:00")
        self.run_job("2026-09-23 09:00")
        late = self.late(stage)[0]
        self.assertEqual(late.summary, "Late: Review")
        self.assertEqual(late.res_id, self.document.id)
        self.assertEqual(late.date_deadline, date(2026, 9, 23))
        for words in ("SC-TEST", "Review", "09/17/2026", "09/21/2026"):
            self.assertIn(words, late.note)
        self.assertIn(self.reviewer.name, late.note)

    def test_an_answer_ends_it(self):
        """The escalation goes with the decision; nothing follows it."""
        stage = self.submit_at("2026-09-17 10:00")
        self.run_job("2026-09-23 09:00")
        with self.at("2026-09-23 10:00"):
            self.pass_review()
        self.assertFalse(self.late(stage).exists())
        self.assertNotIn(
            self.reviewer.partner_id, self.run_job("2026-09-23 11:00")
        )

    def test_a_job_that_was_off(self):
        """Off for more than a week: each step once, together."""
        stage = self.submit_at("2026-09-17 10:00")
        self.assertEqual(
            self.run_job("2026-10-12 09:00"), self.reviewer.partner_id
        )
        self.assertEqual(len(self.late(stage)), 2)
        self.assertEqual(
            (stage.reminded_on, stage.escalated_on),
            (date(2026, 10, 12), date(2026, 10, 12)),
        )
        self.assertFalse(self.run_job("2026-10-12 10:00"))
        self.assertEqual(len(self.late(stage)), 2)

    def test_not_on_the_day_of_asking(self):
        """Reminded three days before one that is due tomorrow: tomorrow."""
        self.review_stage.write({"answer_days": 1, "reminder_days": 3})
        stage = self.submit_at("2026-09-17 10:00")
        self.assertFalse(self.run_job("2026-09-17 18:00"))
        self.assertTrue(self.run_job("2026-09-18 00:01"))
        self.assertFalse(self.late(stage))

    def test_never_escalated_before_it_is_late(self):
        """Escalated after 0 days: on the first day after the due one."""
        self.review_stage.escalation_days = 0
        stage = self.submit_at("2026-09-17 10:00")
        self.run_job("2026-09-21 23:00")
        self.assertFalse(self.late(stage))
        self.run_job("2026-09-22 00:01")
        self.assertTrue(self.late(stage))

    def test_nobody_to_escalate_to(self):
        """Without a role: never. With one that nobody holds: administrators."""
        self.review_stage.escalation_group_id = False
        stage = self.submit_at("2026-09-17 10:00")
        self.run_job("2026-09-30 09:00")
        self.assertFalse(self.late(stage))
        self.assertFalse(stage.escalated_on)
        role = self.env.ref(f"{MODULE}.group_security_officer")
        self.review_stage.escalation_group_id = role
        role.user_ids = False
        stage = self.submit_at("2026-09-17 10:00", self.new_document("SC-TWO"))
        self.run_job("2026-09-30 09:00")
        self.assertIn(self.users["administrator"], self.late(stage).user_id)

    def test_without_a_due_date(self):
        self.review_stage.answer_days = 0
        stage = self.submit_at("2026-09-17 10:00")
        self.assertFalse(self.run_job("2027-09-17 10:00"))
        self.assertFalse(self.late(stage))

    def test_a_delegation_begins_and_ends(self):
        """On its days, nobody having touched anything."""
        deputy = self.users["engineer"]
        stage = self.submit_at("2026-09-17 10:00")
        with self.at("2026-09-17 11:00"):
            self.env["itsm.approval.delegation"].with_user(self.reviewer).create(
                {
                    "delegate_id": deputy.id,
                    "date_from": "2026-09-18",
                    "date_to": "2026-09-19",
                    "reason": "Training",
                }
            )
        for at, asked in (
            ("2026-09-17 23:59", self.reviewer),
            ("2026-09-18 00:01", self.reviewer | deputy),
            ("2026-09-19 23:59", self.reviewer | deputy),
            ("2026-09-20 00:01", self.reviewer),
        ):
            with self.subTest(at):
                self.run_job(at)
                self.assertEqual(stage.asked_ids, asked)

    def test_what_another_worker_holds_is_left_to_it(self):
        mine = self.submit_at("2026-09-17 10:00")
        held = self.submit_at("2026-09-17 10:00", self.new_document("SC-HELD"))
        model = type(self.env["itsm.approval.round.stage"])
        with patch.object(
            model, "try_lock_for_update", lambda stages, **_kwargs: stages - held
        ):
            self.run_job("2026-09-20 09:00")
        self.assertTrue(mine.reminded_on)
        self.assertFalse(held.reminded_on)

    def test_one_that_fails_stops_no_other(self):
        bad = self.submit_at("2026-09-17 10:00")
        good = self.submit_at("2026-09-17 10:00", self.new_document("SC-GOOD"))
        model = type(self.env["itsm.approval.round.stage"])
        remind = model._remind

        def fail(stages, today):
            if bad in stages:
                raise ValueError("The mail server is gone.")
            return remind(stages, today)

        with patch.object(model, "_remind", fail), mute_logger(FOLLOW_UP):
            self.run_job("2026-09-20 09:00")
        self.assertFalse(bad.reminded_on)
        self.assertTrue(good.reminded_on)

    def test_batches_are_committed(self):
        """Each by itself: a job that is stopped has not worked in vain."""
        for code in ("SC-A", "SC-B"):
            self.submit_at("2026-09-17 10:00", self.new_document(code))
        commits = []
        with (
            self.at("2026-09-20 09:00"),
            patch(f"{FOLLOW_UP}._BATCH", 1),
            patch.object(self.env.cr, "commit", lambda: commits.append(1)),
        ):
            self.env["itsm.approval.round.stage"]._cron_follow_up()
        self.assertEqual(len(commits), 3, "At the start, and after each.")

    def test_the_job_is_there(self):
        cron = self.env.ref(f"{MODULE}.cron_follow_up_approvals")
        self.assertTrue(cron.active)
        self.assertEqual(cron.model_id.model, "itsm.approval.round.stage")
        self.assertEqual(cron.code, "model._cron_follow_up()")
        self.assertEqual((cron.interval_number, cron.interval_type), (1, "hours"))
