"""What an initiation begins with: contract, SLA and presales plan (domain 2.4)."""

from odoo.fields import Command
from odoo.tests import tagged

from ..presales.plan_common import TOTAL_COST, UNTAXED, PlanCommon


@tagged("post_install", "-at_install")
class TestInitiationFill(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.with_user(cls.author).write(
            {
                "acceptance": "<p>Every quarter</p>",
                "deliverable_ids": [
                    Command.create({"name": "Monthly report", "criterion": "Day 5"})
                ],
                "risk_ids": [
                    Command.create(
                        {"name": "Late hand-over", "impact": "3", "response": "Plan"}
                    )
                ],
            }
        )
        cls.approve()
        cls.plan.with_user(cls.sales).action_create_contract()
        cls.signed = cls.plan.contract_ids
        cls.signed.service_manager_id = cls.manager
        cls.put_in_force(cls.signed)
        action = cls.signed.with_user(cls.manager).action_initiate()
        forms = cls.env["itsm.project.initiation"].with_user(cls.manager)
        cls.form = forms.browse(action["res_id"])

    def test_from_the_contract(self):
        form, contract = self.form, self.signed
        self.assertEqual(form.name, contract.name)
        self.assertEqual(form.date_start, contract.date_start)
        self.assertEqual(form.date_end, contract.date_end)
        self.assertEqual(form.revenue, UNTAXED)
        self.assertEqual(form.approval_amount, contract.approval_amount)

    def test_from_the_plan(self):
        form = self.form
        budget = {(line.kind, line.name): line.amount for line in form.budget_ids}
        self.assertEqual(
            budget,
            {
                ("labour", "Engineers"): 600000.0,
                ("purchase", "Spare switches"): 120000.0,
                ("travel", "Journeys to the plant"): 20000.0,
                ("other", "Service desk"): 60000.0,
            },
        )
        self.assertEqual(form.budget_total, TOTAL_COST)
        # 1,132,075.47 less 800,000
        self.assertAlmostEqual(form.expected_margin, 332075.47)
        self.assertIn("Monthly report", form.deliverable_ids.mapped("name"))
        self.assertIn("Late hand-over", form.risk_ids.mapped("name"))
        self.assertIn("Every quarter", form.objective_quality)
        kinds = ("headcount", "skills")
        wanted = self.plan.capability_ids.filtered(lambda line: line.kind in kinds)
        self.assertEqual(
            form.staffing_ids.mapped("name"), wanted.mapped("name")
        )

    def test_from_the_sla(self):
        targets = {
            (line.metric, line.target) for line in self.form.quality_objective_ids
        }
        self.assertEqual(
            targets,
            {
                ("response", 95.0),
                ("resolution", 95.0),
                ("satisfaction", 4.2),
                ("availability", 99.9),
                ("availability", 99.5),
            },
        )

    def test_filling_later_keeps_what_is_there(self):
        self.form.write({"name": "Mine", "objective_quality": False})
        self.form.action_fill()
        self.assertEqual(self.form.name, "Mine")
        self.assertIn("Every quarter", self.form.objective_quality)
        self.assertEqual(self.form.budget_total, TOTAL_COST)
