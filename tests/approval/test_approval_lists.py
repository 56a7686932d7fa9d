from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..common import MODULE, utc
from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestToDecide(ApprovalCommon):
    """What waits for whom, since when, and until when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.calendars["5x8"]
        cls.review_stage.answer_days = 3
        # a Monday: answers are due on Thursday
        cls.asked_at = utc("2026-11-02 10:00")
        with freeze_time(cls.asked_at):
            cls.submit()
        cls.stage = cls.document.sudo().waiting_stage_id
        cls.review_stage.answer_days = 0
        with freeze_time(cls.asked_at):
            cls.undated = cls.submit(cls.new_document("SC-UNDATED"))

    def stages(self, user):
        return self.env["itsm.approval.round.stage"].with_user(user)

    def test_only_what_one_is_asked(self):
        own = self.stages(self.reviewer).search([("can_decide", "=", True)])
        self.assertEqual(own.mapped("number"), ["SC-TEST", "SC-UNDATED"])
        for user in (self.author, self.approver, self.users["administrator"]):
            with self.subTest(user.login):
                self.assertFalse(self.stages(user).search([("can_decide", "=", True)]))
        self.document.with_user(self.reviewer).action_approve()
        own = self.stages(self.reviewer).search([("can_decide", "=", True)])
        self.assertEqual(own.mapped("number"), ["SC-UNDATED"])

    def test_due(self):
        """By day in the reader's time zone, Thursday 2026-11-05 being the last one."""
        for now, due in (
            ("2026-11-02 10:00", "later"),
            ("2026-11-04 23:59", "later"),
            ("2026-11-05 00:00", "today"),
            ("2026-11-05 23:59", "today"),
            ("2026-11-06 00:00", "overdue"),
        ):
            with self.subTest(now), freeze_time(utc(now)):
                self.env.invalidate_all()
                stages = self.stages(self.reviewer)
                domain = [("can_decide", "=", True)]
                groups = stages._read_group(domain, ["due_state"], ["__count"])
                self.assertEqual(dict(groups), {due: 1, "none": 1})
                for state in ("later", "today", "overdue"):
                    found = stages.search([*domain, ("due_state", "=", state)])
                    expected = self.stage if state == due else stages
                    self.assertEqual(found, expected)
                self.assertEqual(self.stage.with_user(self.reviewer).due_state, due)

    def test_due_of_what_is_over(self):
        self.document.with_user(self.reviewer).action_approve()
        stages = self.stages(self.reviewer).search([("number", "=", "SC-TEST")])
        done = stages.filtered(lambda stage: stage.state == "done")
        self.assertFalse(done.due_state)
        self.assertIn(done, stages.search([("due_state", "=", False)]))
        self.assertNotIn(done, stages.search([("due_state", "!=", False)]))

    def test_waiting(self):
        for passed, text in (
            (timedelta(0), "< 1 hour"),
            (timedelta(minutes=59, seconds=59), "< 1 hour"),
            (timedelta(hours=1), "1 hour"),
            (timedelta(hours=1, minutes=59), "1 hour"),
            (timedelta(hours=5), "5 hours"),
            (timedelta(hours=23, minutes=59), "23 hours"),
            (timedelta(hours=24), "1 day"),
            (timedelta(hours=47, minutes=59), "1 day"),
            (timedelta(days=3, hours=23), "3 days"),
        ):
            with self.subTest(passed), freeze_time(self.asked_at + passed):
                self.stage.invalidate_recordset()
                self.assertEqual(self.stage.waiting_time, text)

    def test_waiting_ends_with_the_decision(self):
        with freeze_time(self.asked_at + timedelta(hours=3)):
            self.document.with_user(self.reviewer).action_approve()
        self.assertEqual(self.stage.waiting_time, "3 hours")
        self.assertEqual(self.stage.round_id.waiting_for_ids, self.directors())

    def directors(self):
        return self.approver | self.second_approver

    def test_decisions_answer_over_rpc(self):
        """XML-RPC cannot carry None: the caller would take it for a failure."""
        document = self.document.with_user(self.reviewer)
        self.assertIs(document.decide("approved"), True)

    def test_submitted_by_me(self):
        rounds = self.env["itsm.approval.round"].with_user(self.author)
        own = rounds.search([("submitted_by_id", "=", self.author.id)])
        self.assertEqual(
            own.mapped("number"), ["SC-UNDATED", "SC-TEST"], "The latest first."
        )
        with freeze_time(utc("2026-11-06 09:00")):
            late = rounds.search([("due_state", "=", "overdue")])
            self.assertEqual(late.mapped("number"), ["SC-TEST"])
            self.assertEqual(late.waiting_time, "3 days")
            self.assertEqual(late.waiting_for_ids, self.reviewer)

    def test_a_click_opens_the_document(self):
        self.document.with_user(self.reviewer).action_approve()
        for records in (
            self.stage,
            self.stage.round_id,
            self.document.sudo().decision_ids[-1:],
        ):
            action = records.with_context(default_name="X").action_open_document()
            self.assertEqual(action["res_model"], "itsm.service")
            self.assertEqual(action["res_id"], self.document.id)
            self.assertEqual(action["context"], {})

    def test_clock_in_the_top_bar(self):
        """All approvals are one entry, other activities of the model another one."""
        self.undated.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.reviewer.id
        )
        with freeze_time(utc("2026-11-06 09:00")):
            groups = self.env["res.users"].with_user(self.reviewer)
            groups = groups._get_activity_groups()
        approvals, others = groups
        self.assertEqual(approvals["name"], "Approvals")
        self.assertEqual(approvals["overdue_count"], 2)
        self.assertEqual(approvals["total_count"], 2)
        self.assertEqual(others["model"], "itsm.service")
        counts = ("overdue_count", "today_count", "planned_count")
        self.assertEqual(sum(others[count] for count in counts), 1)


@tagged("post_install", "-at_install")
class TestDocumentTypes(ApprovalCommon):
    """What an administrator sets up."""

    def test_used(self):
        Types = self.env["itsm.document.type"]
        used = Types.search([("is_used", "=", True)])
        unused = Types.search([("is_used", "=", False)])
        self.assertIn(self.type, used)
        self.assertIn(self.env.ref(f"{MODULE}.document_type_problem"), unused)
        self.assertEqual(used | unused, Types.search([]))
        self.assertFalse(used & unused)
        for document_type in used | unused:
            in_use = document_type in used
            self.assertEqual(document_type.is_used, in_use)
            self.assertEqual(document_type.usage, "used" if in_use else "unused")

    def form(self):
        document_type = self.type.with_user(self.users["administrator"])
        return Form(document_type, f"{MODULE}.itsm_document_type_view_form")

    def test_add_a_stage(self):
        self.submit()
        with self.form() as form:
            self.assertFalse(form.has_person_stage)
            with form.stage_ids.new() as stage:
                stage.name = "Legal"
                stage.sequence = 30
                stage.act = "review"
                stage.decider_kind = "person"
                stage.person = "sales_owner"
                stage.amount_above = 500000
                self.assertEqual(stage.condition_text, "amount above ¥\xa0500,000.00")
            self.assertTrue(form.has_person_stage)
        self.assertEqual(self.type.stage_count, 3)
        self.assertEqual(self.type.stage_summary, "Review → Approval → Legal")
        self.assertEqual(len(self.document.sudo().round_id.stage_ids), 2)

    def test_stage_needs_deciders(self):
        with self.assertRefused("Choose who decides the stage Legal", ValidationError):
            self.new_stage("Legal", "review")

    def test_settings_of_a_stage(self):
        action = self.review_stage.action_open_settings()
        self.assertEqual(action["target"], "new")
        with Form.from_action(self.env, action) as form:
            form.condition = "[('code', '=like', 'X%')]"
            self.assertEqual(form.condition_text, "further condition")
        self.submit()
        names = self.document.sudo().round_id.stage_ids.mapped("name")
        self.assertEqual(names, ["Approval"])

    def test_only_administrators(self):
        for role in ("service_director", "auditor", "user"):
            with self.subTest(role), self.assertRefused("", AccessError):
                self.type.with_user(self.users[role]).name = "Mine"
            with self.subTest(role), self.assertRefused("", AccessError):
                self.review_stage.with_user(self.users[role]).unlink()
