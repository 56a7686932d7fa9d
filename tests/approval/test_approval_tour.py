from odoo.tests import HttpCase, tagged

from ..common import MODULE, ItsmCommon
from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestApprovalTour(ApprovalCommon, HttpCase):
    """A reviewer at work in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.submit()

    def test_decide_in_the_list(self):
        second = self.submit(self.new_document("SC-SECOND"))
        third = self.submit(self.new_document("SC-THIRD"))
        self.start_tour("/odoo", "itsm_approval_decide", login=self.reviewer.login)
        self.env.invalidate_all()
        for document in (self.document, second):
            self.assertEqual(document.state, "reviewed")
            self.assertEqual(document.waiting_stage_id.asked_ids.ids, self.directors())
        self.assertEqual(third.state, "draft")
        self.assertEqual(third.return_reason, "The owner is missing")

    def directors(self):
        return sorted((self.approver | self.second_approver).ids)

    def test_approve_from_the_activity(self):
        self.start_tour("/odoo", "itsm_approval_activity", login=self.reviewer.login)
        self.env.invalidate_all()
        self.assertEqual(
            self.log(), [("submitted", self.author), ("approved", self.reviewer)]
        )
        last = self.document.sudo().decision_ids.sorted("position")[-1]
        self.assertEqual(last.comment, "Well described")


@tagged("post_install", "-at_install")
class TestStageTour(ItsmCommon, HttpCase):
    """An administrator adds a stage for large contracts, without code."""

    def test_legal_above_an_amount(self):
        small = self._create_contract(name="Small", monthly_fee=30000.0)
        small_sla = self.standard_sla._copy_to_contract(small)
        # 12 months at 100,000: submitted before, so it keeps its way
        before = self.sla
        before.action_submit()
        self.assertEqual(self.way(before), ["Technical review", "Approval"])
        self.start_tour(
            "/odoo", "itsm_approval_stage", login=self.users["administrator"].login
        )
        self.env.invalidate_all()
        stage = self.env["itsm.approval.stage"].search([("name", "=", "Legal")])
        self.assertEqual(stage.document_type_id.code, "sla")
        self.assertEqual((stage.act, stage.decider_kind), ("review", "role"))
        self.assertEqual(stage.group_id, self.env.ref(f"{MODULE}.group_reviewer"))
        self.assertEqual((stage.needed, stage.amount_above), (1, 500000.0))
        self.assertEqual(self.way(before), ["Technical review", "Approval"])
        large = self._create_contract(name="Large")
        large_sla = self.standard_sla._copy_to_contract(large)
        (large_sla | small_sla).action_submit()
        self.assertEqual(self.way(small_sla), ["Technical review", "Approval"])
        self.assertEqual(self.way(large_sla), ["Technical review", "Legal", "Approval"])
        # 360,000 and 1,200,000 a year: only the larger is Legal's
        (large_sla | small_sla).with_user(
            self.users["technical_manager"]
        ).action_approve()
        self.assertEqual(
            large_sla.waiting_stage_id.asked_ids, self.users["reviewer"]
        )
        self.assertEqual(
            small_sla.waiting_stage_id.asked_ids, self.users["service_manager"]
        )

    def way(self, sla):
        """Return the names of the stages that the last round of an SLA has."""
        return sla.sudo().round_id._sorted_stages().mapped("name")
