"""From an approved plan to its contract, and what differs afterwards (1.1.5)."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..presales.plan_common import TOTAL, PlanCommon


@tagged("post_install", "-at_install")
class TestPlanContract(PlanCommon):
    def convert(self, plan=None, user=None):
        plan = plan or self.plan
        action = plan.with_user(user or self.sales).action_create_contract()
        return self.env["itsm.contract"].browse(action["res_id"])

    def differences(self, contract):
        return {
            line["what"]: (line["plan"], line["contract"])
            for line in contract.with_user(self.sales)._plan_differences()
        }

    # === MAKING IT === #

    def test_contract(self):
        self.approve()
        self.plan.with_user(self.sales).action_create_quotation()
        contract = self.convert()
        self.assertRecordValues(
            contract,
            [
                {
                    "state": "draft",
                    "partner_id": self.customer.id,
                    "plan_id": self.plan.id,
                    "plan_version": "1.0",
                    "sale_order_id": self.plan.sale_order_id.id,
                    "user_id": self.sales.id,
                    "service_manager_id": self.manager.id,
                    "amount_total": TOTAL,
                    "monthly_fee": 100000.0,
                    "scope_in": "<p>ERP and the network</p>",
                    "author_id": self.sales.id,
                }
            ],
        )
        self.assertEqual(str(contract.date_end), "2027-07-31")
        self.assertEqual(
            contract.line_ids.service_id, self.services["NET"] | self.services["ERP"]
        )
        sla = contract.sla_ids
        self.assertFalse(sla.plan_id)
        self.assertEqual(len(sla.target_ids), 8)
        self.assertEqual(str(sla.date_start), "2026-08-01")
        self.assertEqual(sla.document_type_id.code, "sla")
        self.assertEqual(self.plan.state, "converted")
        lines = self.plan.sudo().decision_ids.sorted("position")
        self.assertEqual(lines[-1].kind, "converted")
        self.assertIn(contract.number, lines[-1].payload)
        found, _lines = self.env["itsm.evidence.check"].sudo()._check(self.plan)
        self.assertEqual(found, [])

    def test_smart_buttons(self):
        self.approve()
        contract = self.convert()
        plan = self.plan.with_user(self.sales)
        self.assertEqual(plan.action_view_contracts()["res_id"], contract.id)
        action = contract.with_user(self.sales).action_view_plan()
        self.assertEqual(action["res_id"], self.plan.id)

    def test_trace(self):
        """The requirements are held against the SLA draft, then the contract's SLA."""
        self.approve()
        matrix = self.env["itsm.requirement.matrix"].with_user(self.sales)
        for contract in (self.env["itsm.contract"], self.convert()):
            plan = self.plan.with_user(self.sales)
            for record in (plan, plan.sheet_id, contract.with_user(self.sales)):
                if record:
                    action = record.action_view_trace()
                    rows = matrix.env["itsm.requirement.trace"].search(
                        action.get("domain") or []
                    )
                    self.assertIn("R1", rows.requirement_id.mapped("code"))

    def test_only_of_an_approved_plan(self):
        for state in ("draft", "in_review"):
            with self.subTest(state):
                self.assertEqual(self.plan.state, state)
                with self.assertRefused("is made of an approved plan only"):
                    self.convert()
                if state == "draft":
                    self.submit()

    def test_only_while_it_is_valid(self):
        self.approve()
        with freeze_time(self.plan.validity_date + timedelta(days=2)):
            self.plan.invalidate_recordset(["is_valid"])
            with self.assertRefused("was valid until"):
                self.convert()

    def test_only_once(self):
        self.approve()
        contract = self.convert()
        with self.assertRefused(f"has its contract already: {contract.number}"):
            self.convert()
        with self.assertRefused("only an approved or expired plan is lost"):
            self.plan.with_user(self.sales).lose("price", "Too late")

    def test_not_of_the_next_version_either(self):
        self.approve()
        self.convert()
        revision = self.plan.with_user(self.author).revise(True, "Cheaper")
        self.approve(revision)
        self.assertEqual(self.plan.state, "converted")
        with self.assertRefused("has its contract already"):
            self.convert(revision)

    def test_who_may(self):
        self.approve()
        for role in ("technical_manager", "project_manager", "auditor"):
            with self.subTest(role), self.assertRefused("", AccessError):
                self.convert(user=self.users[role])
            self.assertFalse(self.plan.with_user(self.users[role]).can_create_contract)
        self.assertEqual(self.plan.state, "in_force")
        self.assertEqual(self.convert(user=self.manager).user_id, self.sales)

    def test_nobody_writes_the_plan_of_a_contract(self):
        self.approve()
        contract = self.convert()
        for values in ({"plan_id": False}, {"plan_id": self.plan.id}):
            with self.assertRefused("cannot be written"):
                contract.with_user(self.manager).write(values)

    def test_from_the_order(self):
        """The order's button makes the contract of its plan, however large it is."""
        self.approve()
        self.plan.with_user(self.sales).action_create_quotation()
        order = self.plan.sale_order_id
        action = order.with_user(self.sales).action_itsm_create_contract()
        contract = self.env["itsm.contract"].browse(action["res_id"])
        self.assertEqual(contract.plan_id, self.plan)
        again = order.with_user(self.sales).action_itsm_create_contract()
        self.assertEqual(again["res_id"], contract.id)

    def test_lines_of_the_order(self):
        """A contract made over a plan still knows the order's lines."""
        self.plan.with_user(self.sales).action_create_quotation()
        order = self.plan.sale_order_id.copy()
        action = order.with_user(self.sales).action_itsm_create_plan()
        plan = self.env["itsm.presales.plan"].browse(action["res_id"])
        values = plan.line_ids[0]._copy_values()
        self.assertEqual(values["sale_line_id"], order.order_line[0].id)

    # === GIVING IT UP === #

    def test_cancelled_contract(self):
        self.approve()
        contract = self.convert()
        contract.with_user(self.sales).action_cancel()
        self.assertEqual(self.plan.state, "in_force")
        found, _lines = self.env["itsm.evidence.check"].sudo()._check(self.plan)
        self.assertEqual(found, [])
        self.assertNotEqual(self.convert(), contract)

    def test_deleted_contract(self):
        self.approve()
        self.convert().sudo().unlink()
        self.assertEqual(self.plan.state, "in_force")

    def test_cancelled_after_a_revision(self):
        """The next version has taken the place of the former one meanwhile."""
        self.approve()
        contract = self.convert()
        revision = self.plan.with_user(self.author).revise(True, "Cheaper")
        self.approve(revision)
        contract.with_user(self.sales).action_cancel()
        self.assertEqual(self.plan.state, "superseded")
        self.assertEqual(self.convert(revision).plan_version, "2.0")

    # === WHAT DIFFERS === #

    def test_no_difference(self):
        self.approve()
        contract = self.convert()
        self.assertEqual(self.differences(contract), {})
        self.assertFalse(contract.plan_difference_count)
        self.assertEqual(self.contract._plan_differences(), [])

    def test_differences(self):
        self.approve()
        contract = self.convert()
        network, erp = contract.line_ids
        network.write({"quantity": 6, "price_unit": 55000.0})
        contract.date_end = "2027-01-31"
        contract.scope_in = "<p>ERP only</p>"
        contract.line_ids = [
            Command.delete(erp.id),
            Command.create({"name": "Training", "price_unit": 900.0}),
        ]
        target = contract.sla_ids.target_ids.filtered(
            lambda line: (line.priority_id.code, line.metric) == ("P1", "response")
        )
        target.minutes = 30
        found = self.differences(contract)
        self.assertEqual(found["End Date"], ("07/31/2027", "01/31/2027"))
        self.assertEqual(found["In Scope"], ("ERP and the network", "ERP only"))
        quantity, price, training, gone, minutes = (
            next(value for what, value in found.items() if text in what)
            for text in (
                "NET operation · Quantity",
                "NET operation · Unit Price",
                "Training",
                "ERP operation",
                "Service Minutes",
            )
        )
        self.assertEqual(quantity, ("12.00", "6.00"))
        self.assertEqual(price, ("60,000.00", "55,000.00"))
        self.assertEqual(training[0], "")
        self.assertIn("Unit Price: 900.00", training[1])
        self.assertIn("Unit Price: 40,000.00", gone[0])
        self.assertEqual(gone[1], "")
        self.assertEqual(minutes, ("15", "30"))
        self.assertIn("Total", found)
        self.assertEqual(contract.plan_difference_count, len(found))
        self.assertIn("ERP only", contract.plan_differences)

    def test_differences_tell_no_cost(self):
        self.approve()
        contract = self.convert()
        contract.line_ids[0].price_unit = 1.0
        text = str(contract.with_user(self.sales).plan_differences)
        for secret in ("800,000", "332,075", "Spare switches", "Margin"):
            self.assertNotIn(secret, text)
