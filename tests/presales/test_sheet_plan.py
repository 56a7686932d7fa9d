"""From an information sheet to its plan, and what of the plan answers it."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .plan_common import PlanCommon


@tagged("post_install", "-at_install")
class TestSheetPlan(PlanCommon):
    def test_plan_of_a_sheet(self):
        """The needs come along; a sheet has one plan at a time."""
        sheet = self.confirm(self._create_sheet())
        action = sheet.with_user(self.technician).action_create_plan()
        plan = self.env["itsm.presales.plan"].browse(action["res_id"])
        self.assertEqual((plan.sheet_id, plan.user_id), (sheet, self.sales))
        self.assertEqual(plan.partner_id, self.customer)
        self.assertIn("Plant control", plan.scope_out)
        again = sheet.with_user(self.technician).action_create_plan()
        self.assertEqual(again["res_id"], plan.id)
        self.assertEqual(sheet.plan_count, 1)
        back = sheet.with_user(self.technician).action_view_plans()
        self.assertEqual(back["res_id"], plan.id)

    def test_plan_of_a_draft(self):
        with self.assertRefused("a plan is made from a confirmed"):
            self._create_sheet().with_user(self.technician).action_create_plan()

    def test_who_makes_a_plan(self):
        sheet = self.confirm(self._create_sheet())
        for role in ("engineer", "auditor", "commercial"):
            with self.subTest(role), self.assertRefused("", AccessError):
                sheet.with_user(self.users[role]).action_create_plan()

    def test_sheet_of_an_open_plan_stays(self):
        with self.assertRefused("is made from .*: cancel the plan first"):
            self.sheet.with_user(self.sales).action_cancel()
        self.plan.with_user(self.author).action_cancel()
        self.sheet.with_user(self.sales).action_cancel()
        self.assertEqual(self.sheet.state, "cancelled")

    def test_plan_against_its_draft(self):
        """P1 15 min and ERP 99.9 % are offered; the rest is answered in words."""
        action = self.plan.with_user(self.author).action_view_trace()
        rows = self.env["itsm.requirement.trace"].with_user(self.author)
        rows = rows.search(action["domain"])
        self.assertEqual(rows.mapped("answered"), ["yes", "yes", "words", "words"])
        self.assertEqual(set(rows.mapped("sla_name")), {self.draft_sla.display_name})
        self.assertEqual(set(rows.mapped("met_total")), {"not_measured"})
        line = self.draft_sla.target_ids.filtered(
            lambda target: (
                target.priority_id.code == "P1" and target.metric == "response"
            )
        )
        line.minutes = 20
        for record in (self.plan, self.sheet):
            with self.subTest(record._name):
                action = record.with_user(self.author).action_view_trace()
                row = rows.search(action["domain"])[0]
                self.assertEqual(row.answered, "partly")

    def test_whoever_reads_the_plan_reads_its_sheet(self):
        """The form of the plan shows the requirements to reviewers and finance too."""
        for role in ("reviewer", "cost_viewer", "auditor"):
            with self.subTest(role):
                plan = self.plan.with_user(self.users[role])
                codes = plan.requirement_ids.mapped("code")
                self.assertEqual(codes, ["R1", "R2", "R3", "R4"])
                plan.action_view_trace()
