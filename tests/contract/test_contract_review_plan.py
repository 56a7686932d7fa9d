"""What a contract review takes of the presales plan (clauses 1.1.5 and 1.1.7)."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ...reports.contract_review_view import ContractReviewView
from ..presales.plan_common import PlanCommon


@tagged("post_install", "-at_install")
class TestContractReviewPlan(PlanCommon):
    def _submit(self):
        """Have a contract made from the approved plan, changed and submitted."""
        self.approve()
        action = self.plan.with_user(self.sales).action_create_contract()
        contract = self.env["itsm.contract"].browse(action["res_id"])
        contract.with_user(self.sales).write(
            {
                "date_end": "2027-06-30",
                "clause_ids": [Command.create({"name": "Secrets", "body": "Kept."})],
            }
        )
        contract.with_user(self.sales).action_submit()
        return contract.review_id

    def test_taken_over(self):
        review = self._submit()
        self.assertEqual(review.plan_number, f"{self.plan.number} v1.0")
        # (1,132,075.47 - 800,000.00) / 1,132,075.47
        self.assertAlmostEqual(review.margin_pct, 29.33, 2)
        self.assertEqual(review.plan_difference_count, 1)
        self.assertIn("06/30/2027", str(review.plan_differences))
        analysis = str(review.service_analysis)
        self.assertIn("2 capabilities were assessed, 1 of them with a gap", analysis)
        self.assertIn("Engineers on site: 1 held of 2 required. Hire one", analysis)
        self.assertIn("Differences between contract and plan: 1.", analysis)

    def test_record_lists_the_differences(self):
        rows = ContractReviewView(self._submit()).differences()
        self.assertEqual(
            [(row["what"], row["contract"]) for row in rows],
            [("End Date", "06/30/2027")],
        )

    def test_who_is_asked_reads_the_plan_but_no_cost(self):
        officer = self.users["security_officer"]
        records = (self.plan, self.plan.line_ids[0], self.plan.capability_ids[0])
        for record in records:
            self.assertFalse(record.with_user(officer).has_access("read"))
        review = self._submit()
        self.env["itsm.contract.review.point"].create(
            {
                "review_id": review.id,
                "name": "Access cards",
                "owner_id": officer.id,
                "date_due": self.in_days(14),
            }
        )
        for record in records:
            with self.subTest(model=record._name):
                self.assertTrue(record.with_user(officer).has_access("read"))
        self.assertFalse(self.plan.cost_ids.with_user(officer).has_access("read"))
        for record, name in ((self.plan, "margin_pct"), (review, "margin_pct")):
            with self.assertRefused("", AccessError):
                record.with_user(officer).read([name])
