from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MODULE
from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalActivity(ApprovalCommon):
    """An activity that asks for a decision ends with the decision only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.submit()
        cls.stage = cls.document.sudo().waiting_stage_id
        cls.activity = cls.env["mail.activity"].search(
            [("itsm_stage_id", "=", cls.stage.id)]
        )

    def mine(self, user=None):
        return self.activity.with_user(user or self.reviewer)

    def test_who_is_asked(self):
        self.assertEqual(self.activity.user_id, self.reviewer)
        self.assertEqual(self.activity.res_name, self.document.display_name)
        self.assertEqual(self.activity.summary, "Review")

    def test_being_done_is_no_decision(self):
        ways = (
            lambda a: a.action_done(),
            lambda a: a.action_feedback(feedback="Looks fine"),
            lambda a: a.action_feedback_schedule_next(feedback="Looks fine"),
            lambda a: a.action_done_schedule_next(),
            lambda a: a.action_done_redirect_to_other(),
            lambda a: a.action_archive(),
            lambda a: a.action_cancel(),
            lambda a: a.unlink(),
            lambda a: a.action_reschedule_nextweek(),
            lambda a: a.write({"user_id": self.approver.id}),
            lambda a: a.write({"itsm_stage_id": False}),
            lambda a: a.write({"date_deadline": "2030-01-01"}),
            lambda a: self.document.with_user(self.reviewer).activity_feedback(
                ["itsm_service_delivery.mail_activity_approval"], only_automated=False
            ),
            lambda a: self.document.with_user(self.reviewer).activity_unlink(
                ["itsm_service_delivery.mail_activity_approval"], only_automated=False
            ),
            lambda a: a.sudo().action_feedback(feedback="By a server action"),
        )
        for user in (self.reviewer, self.users["administrator"]):
            for number, way in enumerate(ways):
                with (
                    self.subTest(user.login, way=number),
                    self.assertRefused("SC-TEST .* still waits for the stage Review"),
                ):
                    way(self.mine(user))
        self.assertTrue(self.activity.exists().active)
        self.assertEqual(self.document.state, "in_review")
        self.assertEqual(len(self.log()), 1, "Only the submission.")

    def test_decision_ends_it(self):
        self.document.with_user(self.reviewer).action_approve()
        self.assertFalse(self.activity.exists())

    def test_what_only_tells_of_a_stage_is_done_as_usual(self):
        told = self.activity.copy(
            {
                "activity_type_id": self.env.ref(
                    f"{MODULE}.mail_activity_approval_late"
                ).id,
                "itsm_stage_id": self.stage.id,
            }
        ).with_user(self.reviewer)
        (shown,) = told.activity_format()["mail.activity"]
        self.assertFalse(shown["itsm_asks"])
        told.action_feedback(feedback="I have called him")
        self.assertFalse(told.active)

    def test_what_has_ended_can_be_done(self):
        """A question that is no longer asked must not stay on a desk for ever."""
        kind = self.activity.activity_type_id
        self.document.with_user(self.reviewer).action_approve()
        left_over = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("itsm.service"),
                "res_id": self.document.id,
                "user_id": self.reviewer.id,
                "activity_type_id": kind.id,
                "itsm_stage_id": self.stage.id,
            }
        )
        left_over.with_user(self.reviewer).action_feedback(feedback="Over")
        self.assertFalse(left_over.active)

    def test_nobody_asks_by_himself(self):
        values = {
            "res_model_id": self.env["ir.model"]._get_id("itsm.service"),
            "res_id": self.document.id,
            "user_id": self.approver.id,
        }
        Activities = self.env["mail.activity"].with_user(self.author)
        with self.assertRefused("Submitting a document asks", AccessError):
            Activities.create({**values, "itsm_stage_id": self.stage.id})
        with self.assertRefused("Submitting a document asks", AccessError):
            Activities.with_context(default_itsm_stage_id=self.stage.id).create(values)
        own = Activities.create(values)
        with self.assertRefused("Submitting a document asks", AccessError):
            own.write({"itsm_stage_id": self.stage.id})

    def test_other_activities_stay_what_they_are(self):
        todo = self.document.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.reviewer.id
        ).with_user(self.reviewer)
        todo.action_feedback(feedback="Done")
        self.assertFalse(todo.active)
        self.document.activity_schedule("mail.mail_activity_data_todo").unlink()

    def test_dialog(self):
        for kind, name in (
            ("approved", "Approve"),
            ("returned", "Return for Rework"),
            ("rejected", "Reject"),
        ):
            action = self.mine().action_itsm_decide(kind)
            self.assertEqual(action["name"], name)
            self.assertEqual(
                action["context"],
                {"default_kind": kind, "default_stage_ids": self.stage.ids},
            )
        for kind in ("withdrawn", "", None):
            with self.subTest(kind), self.assertRefused("nothing to decide"):
                self.mine().action_itsm_decide(kind)
        todo = self.document.activity_schedule("mail.mail_activity_data_todo")
        with self.assertRefused("nothing to decide"):
            todo.with_user(self.reviewer).action_itsm_decide("approved")

    def test_screen_knows_what_asks(self):
        todo = self.document.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.reviewer.id
        )
        shown = (self.mine() | todo).activity_format()["mail.activity"]
        self.assertEqual(
            {line["id"]: line["itsm_asks"] for line in shown},
            {self.activity.id: True, todo.id: False},
        )
