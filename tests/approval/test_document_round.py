from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MODULE
from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestDocumentRound(ApprovalCommon):
    # === THE WAY TO APPROVAL === #

    def test_the_whole_way(self):
        document = self.document
        self.assertEqual(document.state, "draft")
        self.submit()
        self.assertEqual(document.state, "in_review")
        self.assertEqual(document.waiting_for, self.reviewer.name)
        self.pass_review()
        self.assertEqual(document.state, "reviewed")
        self.assertEqual(document.reviewed_by_id, self.reviewer)
        self.assertTrue(document.reviewed_at)
        self.assertFalse(document.approved_by_id)
        document.with_user(self.approver).action_approve("As discussed")
        self.assertEqual(document.state, "approved")
        self.assertEqual(document.approved_by_id, self.approver)
        self.assertTrue(document.approved_at)
        self.assertEqual(
            self.log(),
            [
                ("submitted", self.author),
                ("approved", self.reviewer),
                ("approved", self.approver),
            ],
        )
        lines = document.decision_ids.sorted("position")
        self.assertEqual(lines.mapped("position"), [1, 2, 3])
        self.assertEqual(lines[2].comment, "As discussed")
        # each has decided on the same, frozen content
        self.assertEqual(
            set(lines.mapped("content_hash")), {document.round_id.content_hash}
        )

    def test_content_is_frozen_in_review(self):
        self.submit()
        for values in ({"name": "Other"}, {"target_ids": [(5,)]}):
            with self.assertRefused("in review.*frozen"):
                self.document.write(values)
        with self.assertRefused("in review.*frozen"):
            self.document.target_ids.write({"minutes": 1})
        with self.assertRefused("evidence"):
            self.document.sudo().unlink()

    def test_only_drafts_are_submitted(self):
        self.submit()
        with self.assertRefused("in review: only a draft"):
            self.submit()
        self.assertEqual(len(self.document.round_ids), 1)

    def test_two_must_agree(self):
        self.approval_stage.needed = 2
        self.pass_review(self.submit())
        self.document.with_user(self.approver).action_approve()
        self.assertEqual(self.document.state, "reviewed")
        self.assertEqual(self.document.waiting_for, self.second_approver.name)
        with self.assertRefused("Who can: .*second_director"):
            self.document.with_user(self.approver).action_approve()
        self.document.with_user(self.second_approver).action_approve()
        self.assertEqual(self.document.state, "approved")

    # === RETURNING, REJECTING, WITHDRAWING === #

    def test_returned_for_rework(self):
        self.pass_review(self.submit())
        reviewed = self.document.with_user(self.approver)
        for comment in ("", "  \n"):
            with self.assertRefused("reason"):
                reviewed.decide("returned", comment)
        reviewed.decide("returned", "The targets are too loose.")
        self.assertEqual(self.document.state, "draft")
        self.assertEqual(self.document.version, "1.0")
        self.assertEqual(self.document.return_reason, "The targets are too loose.")
        self.assertFalse(self.document.reviewed_by_id)
        self.document.name = "Tighter"
        self.submit()
        self.assertFalse(self.document.return_reason)
        # R13: the review of the former round does not count
        self.assertEqual(self.document.waiting_for, self.reviewer.name)
        with self.assertRefused("not among those", AccessError):
            self.document.with_user(self.approver).action_approve()
        self.assertEqual(self.document.round_ids.mapped("sequence"), [2, 1])

    def test_rejected_is_the_end(self):
        self.submit()
        self.document.with_user(self.reviewer).decide("rejected", "Not our business.")
        self.assertEqual(self.document.state, "rejected")
        for call in ("action_submit", "action_cancel", "action_revise"):
            with self.assertRefused("rejected"):
                getattr(self.document, call)()
        with self.assertRefused("nothing waits"):
            self.document.with_user(self.reviewer).action_approve()

    def test_withdrawn_by_submitter_or_author_only(self):
        self.submit()
        for user in (self.reviewer, self.approver, self.users["administrator"]):
            with self.assertRefused("author or submitter.*\n.*manager", AccessError):
                self.document.with_user(user).action_withdraw()
        self.document.action_withdraw("Too early")
        self.assertEqual(self.document.state, "draft")
        self.document.name = "Better"
        self.submit()
        self.assertEqual(self.document.state, "in_review")

    # === WHO MAY NOT === #

    def test_out_of_turn(self):
        self.submit()
        with self.assertRefused("not among those", AccessError):
            self.document.with_user(self.approver).action_approve()

    def test_administrators_do_not_decide(self):
        """Their role includes the approver's, but does not make them approvers."""
        self.pass_review(self.submit())
        document = self.document.with_user(self.users["administrator"])
        for caller in (document, document.sudo()):
            with self.assertRefused("Who can", AccessError):
                caller.action_approve()

    def test_r1_the_author_does_not_approve(self):
        author = self.new_user("author_director", "service_director", "service_manager")
        document = self.new_document("SC-R1", author)
        self.pass_review(self.submit(document, author))
        with self.assertRefused("wrote or submitted.*\n.*itsm_service_director"):
            document.with_user(author).action_approve()

    def test_r1_whoever_changed_the_draft_is_an_author(self):
        writer = self.new_user("writer_director", "service_director", "service_manager")
        self.document.with_user(writer).target_ids.minutes = 240
        self.assertEqual(self.document.contributor_ids, writer)
        self.pass_review(self.submit())
        with self.assertRefused("wrote or submitted"):
            self.document.with_user(writer).action_approve()

    def test_r1_the_submitter_does_not_approve(self):
        both = self.new_user("both", "service_director", "service_manager")
        self.pass_review(self.submit(user=both))
        with self.assertRefused("wrote or submitted"):
            self.document.with_user(both).action_approve()

    def test_r2_the_author_does_not_review(self):
        author = self.new_user("author_tm", "technical_manager", "service_manager")
        document = self.submit(self.new_document("SC-R2", author), author)
        self.assertEqual(document.waiting_for, self.reviewer.name)
        with self.assertRefused("may not review"):
            document.with_user(author).action_approve()

    def test_r12_nobody_decides_in_two_roles(self):
        both = self.new_user("both_roles", "service_director", "technical_manager")
        self.pass_review(self.submit(), both)
        with self.assertRefused("two roles|only reviewer"):
            self.document.with_user(both).action_approve()

    def test_nobody_could_ever_approve(self):
        (self.approver | self.second_approver).group_ids -= self.env.ref(
            f"{MODULE}.group_service_director"
        )
        with self.assertRefused("nobody could decide the stage Approval"):
            self.submit()
        self.assertEqual(self.document.state, "draft")
        self.assertFalse(self.document.decision_ids)

    def test_no_stage(self):
        self.type.stage_ids.unlink()
        with self.assertRefused("No approval stage applies"):
            self.submit()

    # === IN BULK === #

    def test_all_or_none(self):
        documents = self.document | self.new_document("SC-TWO")
        documents.with_user(self.author).action_submit()
        documents[1].with_user(self.author).action_withdraw()
        with self.assertRefused("SC-TWO .* is draft: nothing waits"):
            documents.with_user(self.reviewer).action_approve()
        self.assertEqual(documents[0].state, "in_review")

    def test_queries_of_a_bulk_approval(self):
        """The queries of 40 documents are hardly more than those of 10."""

        def queries(count):
            documents = self.env["itsm.service"].union(
                *(self.new_document(f"SC-{count}-{i}") for i in range(count))
            )
            documents.with_user(self.author).action_submit()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            documents.with_user(self.reviewer).action_approve()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(2)
        few, many = queries(10), queries(40)
        self.assertLess(many - few, 4 * 30)

    # === STATES ARE NOT WRITTEN === #

    def test_states_need_evidence(self):
        """Not even the program's own way writes a state that the log denies."""
        for state in ("in_review", "approved", "in_force", "superseded", "closed"):
            with self.assertRefused("log does not say so"):
                self.document.sudo()._transition({"state": state})
        self.approve()
        with self.assertRefused("log does not say so"):
            self.document.sudo()._transition({"state": "draft"})

    def test_engine_fields_are_not_written(self):
        for values in (
            {"version": "9.0"},
            {"number": "X"},
            {"author_id": self.approver.id},
            {"contributor_ids": [(5,)]},
            {"approved_by_id": self.approver.id},
        ):
            with self.subTest(values), self.assertRefused("cannot be written"):
                self.document.write(values)
            with self.subTest(values), self.assertRefused("cannot be written"):
                self.new_document("SC-NEW", **values)

    def test_unknown_decision(self):
        self.submit()
        with self.assertRefused("no decision", UserError):
            self.document.with_user(self.reviewer).decide("in_force")
