"""The technical review of a service plan (clause 1.1.12) and its duty rules."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import MODULE
from .service_plan_common import ServicePlanCommon


@tagged("post_install", "-at_install")
class TestServicePlanReview(ServicePlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.submit_plan()
        cls.review = cls.plan.review_id
        cls.engineer = cls.users["engineer"]

    def _comment(self, user=None, severity="major", text="Who stands in?"):
        user = user or self.reviewer
        return self.env["itsm.service.plan.comment"].with_user(user).create(
            {
                "review_id": self.review.id,
                "severity": severity,
                "section_id": self.plan.section_ids[4].id,
                "name": text,
            }
        )

    def _return(self, reason="Not yet"):
        self.plan.with_user(self.reviewer).decide("returned", reason)

    def _resubmit(self):
        self.plan.with_user(self.manager).action_submit()
        self.review = self.plan.review_ids.filtered(lambda r: r.state == "open")
        return self.review

    # === A ROUND === #

    def test_made_by_the_submission(self):
        self.assertEqual(self.review.state, "open")
        self.assertEqual(self.review.sequence, 1)
        self.assertEqual(self.review.round_id, self.plan.round_id)
        self.assertEqual(self.review.organiser_id, self.reviewer)
        with self.assertRefused("", AccessError):
            self.env["itsm.service.plan.review"].with_user(self.reviewer).create(
                {"plan_id": self.plan.id, "sequence": 9}
            )

    def test_passes_when_complete(self):
        approve = self.plan.with_user(self.reviewer).action_approve
        with self.assertRefused("Enter the day of the review"):
            approve()
        self.review.with_user(self.reviewer).date = "2026-07-24"
        with self.assertRefused("participant at least who has not written"):
            approve()
        review = self.review.with_user(self.reviewer)
        review.participant_ids = self.manager
        with self.assertRefused("participant at least who has not written"):
            approve()
        review.participant_ids = self.manager | self.engineer
        approve()
        self.assertEqual(self.plan.state, "reviewed")
        self.assertEqual(self.review.state, "closed")
        self.assertEqual(self.review.conclusion, "pass")
        self.plan.with_user(self.approver).action_approve()
        self.assertEqual(self.plan.state, "in_force")

    def test_open_comments_hold_it_up(self):
        self.hold_review(self.plan)
        approve = self.plan.with_user(self.reviewer).action_approve
        for severity in ("critical", "major", "minor"):
            comment = self._comment(severity=severity)
            with self.subTest(severity), self.assertRefused("are not closed: 1-"):
                approve()
            comment.with_user(self.manager).response = "Section 5 says so."
            comment.with_user(self.reviewer).action_close()
        suggestion = self._comment(severity="suggestion")
        approve()
        self.assertFalse(suggestion.is_closed)
        self.assertEqual(self.plan.state, "reviewed")

    def test_closed_when_answered(self):
        comment = self._comment()
        with self.assertRefused("is not answered yet"):
            comment.action_close()
        comment.with_user(self.manager).response = "The deputy is Wu Hao."
        self.assertEqual(comment.responded_by_id, self.manager)
        comment.action_close()
        self.assertTrue(comment.is_closed)
        self.assertEqual(comment.closed_by_id, self.reviewer)
        with self.assertRefused("only until", AccessError):
            comment.with_user(self.manager).response = "Something else"

    # === PEOPLE === #

    def test_participants_see_and_comment(self):
        plan = self.plan.with_user(self.engineer)
        self.assertFalse(plan.has_access("read"))
        self.hold_review(self.plan)
        plan.invalidate_recordset()
        self.assertTrue(plan.has_access("read"))
        self.assertTrue(plan.section_ids[0].name)
        self.assertTrue(plan.review_id.has_access("read"))
        told = self.env["mail.message"].search(
            [
                ("model", "=", "itsm.service.plan"),
                ("res_id", "=", self.plan.id),
                ("notified_partner_ids", "in", self.engineer.partner_id.ids),
            ]
        )
        self.assertEqual(len(told), 1)
        comment = self._comment(self.engineer)
        self.assertEqual(comment.raised_by_id, self.engineer)
        self.assertEqual(comment.code, "1-1")
        with self.assertRefused("organised by technical and service", AccessError):
            self.review.with_user(self.engineer).write({"place": "My office"})

    def test_commented_and_answered_on_the_screen(self):
        self.hold_review(self.plan)
        review = self.review.with_user(self.engineer)
        self.assertTrue(review.can_comment)
        self.assertFalse(review.can_organise)
        action = review.action_add_comment()
        comments = self.env["itsm.service.plan.comment"].with_user(self.engineer)
        with Form(comments.with_context(**action["context"])) as form:
            form.severity = "major"
            form.name = "Who stands in?"
        comment = self.review.comment_ids
        self.assertEqual(comment.raised_by_id, self.engineer)
        with Form(comment.with_user(self.manager)) as form:
            form.response = "Wu Hao does"
        self.assertEqual(comment.responded_by_id, self.manager)

    def test_others_do_not_comment(self):
        with self.assertRefused("", AccessError):
            self._comment(self.engineer)
        auditor = self.users["auditor"]
        self.assertTrue(self.review.with_user(auditor).has_access("read"))
        with self.assertRefused("take part in the review", AccessError):
            self._comment(auditor)

    def test_who_has_written_the_plan_does_not_review_it(self):
        with self.assertRefused("have not written the plan", AccessError):
            self._comment(self.manager)
        self._return()
        # who has helped to write it does not approve it either (R1)
        draft = self.plan.with_user(self.approver)
        draft.section_ids[0].content = "<p>Better</p>"
        self.assertIn(self.approver, self.plan.contributor_ids)
        with self.assertRefused("nobody could decide the stage"):
            self.plan.with_user(self.manager).action_submit()

    def test_strangers_do_not_take_part(self):
        with self.assertRefused("choose people with a role of Service Delivery"):
            self.review.with_user(self.reviewer).participant_ids = self.plain_user

    def test_only_authors_answer(self):
        self.hold_review(self.plan)
        comment = self._comment()
        for user in (self.engineer, self.reviewer, self.users["auditor"]):
            with self.subTest(user.login), self.assertRefused("", AccessError):
                comment.with_user(user).response = "No"

    def test_who_closes(self):
        self.hold_review(self.plan)
        comment = self._comment(self.engineer)
        comment.with_user(self.manager).response = "Done"
        for user in (self.manager, self.users["service_director"]):
            with self.subTest(user.login), self.assertRefused("", AccessError):
                comment.with_user(user).action_close()
        comment.with_user(self.engineer).action_close()
        self.assertEqual(comment.closed_by_id, self.engineer)

    def test_what_was_raised_is_not_changed_by_others(self):
        self.hold_review(self.plan)
        comment = self._comment(self.engineer)
        with self.assertRefused("who has raised it changes it", AccessError):
            comment.with_user(self.reviewer).severity = "suggestion"
        with self.assertRefused("who has raised it changes it", AccessError):
            comment.with_user(self.manager).name = "Nothing"
        comment.with_user(self.engineer).severity = "minor"
        comment.with_user(self.manager).response = "Done"
        with self.assertRefused("until it is answered", AccessError):
            comment.with_user(self.engineer).name = "Something else"
        for vals in ({"is_closed": True}, {"raised_by_id": self.manager.id}):
            with self.subTest(vals), self.assertRefused("", AccessError):
                comment.with_user(self.engineer).write(vals)

    def test_duty_rules(self):
        """R1, R2: the author neither reviews nor approves; R3: nor the manager."""
        role = self.env.ref(f"{MODULE}.group_technical_manager")
        role.user_ids = [Command.link(self.manager.id)]
        with self.assertRefused("author"):
            self.plan.with_user(self.manager).action_approve()
        self.hold_review(self.plan)
        self.plan.with_user(self.reviewer).action_approve()
        role = self.env.ref(f"{MODULE}.group_service_manager")
        role.user_ids = [Command.link(self.manager.id)]
        with self.assertRefused("Whoever wrote or submitted a document"):
            self.plan.with_user(self.manager).action_approve()
        # who becomes project manager meanwhile may not approve either
        self.project.user_id = self.approver
        with self.assertRefused("Project managers may not approve"):
            self.plan.with_user(self.approver).action_approve()

    # === ROUNDS === #

    def test_comments_are_carried_over(self):
        major, closed = self._comment(), self._comment(text="Typing error")
        closed.with_user(self.manager).response = "Right"
        closed.with_user(self.reviewer).action_close()
        self._return()
        self.assertEqual(self.review.conclusion, "fail")
        self.assertEqual(self.review.state, "closed")
        self.assertEqual(len(self.plan.review_ids), 2)
        draft = self.plan.with_user(self.manager)
        comment = self.plan._get_open_comments()
        self.assertEqual(comment.carried_from_id, major)
        self.assertEqual(comment.code, "1-1")
        with self.assertRefused("are not answered: 1-1 Major"):
            draft.action_submit()
        comment.with_user(self.manager).response = "The deputy is named now."
        self.assertFalse(major.response)
        with self.assertRefused("is not open: the plan is being corrected"):
            comment.with_user(self.reviewer).action_close()
        draft.section_ids[4].content = "<p>Deputy: Wu Hao</p>"
        second = self._resubmit()
        self.assertEqual(second.sequence, 2)
        self.assertEqual(second.comment_ids, comment)
        self.hold_review(self.plan)
        with self.assertRefused("are not closed"):
            self.plan.with_user(self.reviewer).action_approve()
        comment.with_user(self.reviewer).action_close()
        self.plan.with_user(self.reviewer).action_approve()
        self.assertEqual(second.conclusion, "corrected")

    def test_withdrawn(self):
        self._comment()
        self.plan.with_user(self.manager).action_withdraw()
        self.assertEqual(self.review.state, "closed")
        self.assertFalse(self.review.conclusion)
        self.assertEqual(self.plan.review_id.state, "preparing")

    def test_returned_by_the_approver(self):
        self.hold_review(self.plan)
        self.plan.with_user(self.reviewer).action_approve()
        self.plan.with_user(self.approver).decide("returned", "Too expensive")
        self.assertEqual(self.review.conclusion, "pass")
        self.assertEqual(self._resubmit().sequence, 2)
        # nothing of the former round counts (R13)
        self.assertFalse(self.review.date)

    # === EVIDENCE === #

    def test_frozen_with_its_round(self):
        comment = self._comment()
        self._return()
        with self.assertRefused("is closed: it is evidence"):
            self.review.with_user(self.reviewer).minutes = "<p>Other</p>"
        with self.assertRefused("", AccessError):
            comment.with_user(self.manager).response = "Late"
        with self.assertRefused("is closed: it is evidence"):
            self._comment()
        with self.assertRefused("", AccessError):
            comment.sudo().unlink()

    def test_kept_in_the_log(self):
        self._comment()
        self._return("A deputy is missing")
        line = self.plan.sudo().decision_ids.sorted("position")[-1]
        said = line._facts(line.payload)["review"]
        self.assertEqual(said["comments"][0]["text"], "Who stands in?")
        self.assertEqual(said["comments"][0]["severity"], "major")
        self.assertEqual(said["organiser"], self.reviewer.id)

    def test_tampering_is_found(self):
        def found():
            check = self.env["itsm.evidence.check"]
            return [finding.what for finding in check._check(self.plan)[0]]

        comment = self._comment()
        self._return()
        self.assertEqual(found(), [])
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE itsm_service_plan_comment SET severity = 'minor' WHERE id = %s",
            [comment.id],
        )
        self.env.invalidate_all()
        self.assertEqual(
            found(), ["The technical review of round 1 is not as the log keeps it."]
        )
