"""The holes in who decides that others' approvals have (hard case 25)."""

from odoo.service.model import call_kw
from odoo.tests import tagged

from ...models.approval import guard
from .holes import HolesCommon


@tagged("post_install", "-at_install")
class TestHolesOfPeople(HolesCommon):
    def test_a_new_definition_changes_no_running_review(self):
        self.submit()
        before = self.evidence()
        self.approval_stage.write({"needed": 2, "name": "Both directors"})
        self.review_stage.unlink()
        self.new_stage("Legal", "review", "reviewer")
        self.assertEqual(self.evidence(), before)
        self.pass_review()
        self.document.with_user(self.approver).action_approve()
        self.assertEqual(self.document.state, "approved")

    def test_no_review_out_of_turn(self):
        self.submit()
        self.check_refused_of(self.approver, "action_approve")
        self.check_refused_of(self.approver, "decide", "approved", "", False)
        self.check_refused_of(self.approver, "decide", "rejected", "No", False)

    def test_the_author_does_not_approve(self):
        director = self.env.ref("itsm_service_delivery.group_service_director")
        self.author.group_ids += director
        self.pass_review(self.submit())
        self.check_refused_of(self.author, "action_approve")
        self.check_refused_of(
            self.author, "decide", "approved", "", self.approver.id
        )

    def test_no_delegation_defeats_separation_of_duties(self):
        """The author as a delegate; the author who delegates; a delegate of both."""
        delegate = self.new_user("delegate", "user")
        self.delegate(self.approver, self.author)
        self.delegate(self.approver, delegate)
        self.delegate(self.reviewer, delegate)
        director = self.env.ref("itsm_service_delivery.group_service_director")
        self.author.group_ids += director
        self.delegate(self.author, self.users["engineer"])
        self.submit()
        self.document.with_user(delegate).action_approve()
        self.assertEqual(self.document.state, "reviewed")
        self.check_refused_of(self.author, "action_approve")
        self.check_refused_of(
            self.author, "decide", "approved", "", self.approver.id
        )
        self.check_refused_of(self.users["engineer"], "action_approve")
        self.check_refused_of(
            self.users["engineer"], "decide", "approved", "", self.author.id
        )
        self.check_refused_of(delegate, "action_approve")

    def test_a_server_action_gets_no_key(self):
        """Nor one that an automation runs while the engine writes."""
        action = self.env["ir.actions.server"].create(
            {
                "name": "Approve",
                "model_id": self.env["ir.model"]._get_id("itsm.service"),
                "state": "object_write",
                "update_path": "name",
                "value": "Written by an automation",
            }
        )
        self.submit()
        within = guard.with_key(self.document.sudo())
        with self.assertRefused("its content is frozen"):
            action.with_env(within.env).with_context(
                active_model="itsm.service",
                active_id=self.document.id,
                active_ids=self.document.ids,
            ).run()

    def test_not_approved_twice(self):
        """By one after the other here, by two at once in `test_race.py`."""
        self.pass_review(self.submit())
        self.document.with_user(self.approver).action_approve()
        for user in (self.approver, self.second_approver):
            self.check_refused_of(user, "action_approve")

    def test_a_deactivated_user_does_not_decide(self):
        self.pass_review(self.submit())
        self.approver.active = False
        self.check_refused_of(self.approver, "action_approve")
        self.document.with_user(self.second_approver).action_approve()
        self.assertEqual(self.document.state, "approved")

    def delegate(self, principal, delegate):
        self.env["itsm.approval.delegation"].with_user(principal).create(
            {
                "user_id": principal.id,
                "delegate_id": delegate.id,
                "date_from": "2099-01-01",
                "date_to": "2099-12-31",
                "reason": "Away",
                "company_id": self.company.id,
            }
        )
        self.env.cr.execute(
            "UPDATE itsm_approval_delegation SET date_from = '2020-01-01'"
        )
        self.env.invalidate_all()

    def check_refused_of(self, user, method, *args):
        """Try a decision of one person, by the ORM and over RPC."""
        before = self.evidence()
        document = self.document.with_user(user)
        with self.assertRefused(""):
            getattr(document, method)(*args)
        with self.assertRefused(""):
            call_kw(document, method, [document.ids, *args], {})
        with self.assertRefused(""):
            getattr(document.sudo(), method)(*args)
        self.assertEqual(self.evidence(), before)
