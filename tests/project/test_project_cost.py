"""Budget against actual cost, as Odoo's analytic accounting has it (domain 1.1)."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ItsmProjectCommon
from .team_common import TeamCommon

COSTS = (
    "itsm_budget_total",
    "itsm_budget_labour",
    "itsm_budget_purchase",
    "itsm_budget_other",
    "itsm_cost_actual",
    "itsm_cost_committed",
    "itsm_cost_labour",
    "itsm_cost_other",
    "itsm_cost_purchase",
    "itsm_cost_table",
    "itsm_cost_variance",
    "itsm_cost_variance_pct",
)


@tagged("post_install", "-at_install")
class TestProjectCost(ItsmProjectCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounts = {
            kind: cls.env["account.account"].create(
                {"name": kind, "code": code, "account_type": kind}
            )
            for kind, code in (
                ("expense", "600100"),
                ("income", "400100"),
                ("liability_payable", "211100"),
            )
        }
        cls.env["account.journal"].create(
            {
                "name": "Bills",
                "code": "BILL",
                "type": "purchase",
                "default_account_id": cls.accounts["expense"].id,
            }
        )
        cls.vendor = cls.env["res.partner"].create(
            {
                "name": "Beichen Spare Parts",
                "property_account_payable_id": cls.accounts["liability_payable"].id,
            }
        )
        cls.spare = cls.env["product.product"].create(
            {
                "name": "Power supply",
                "type": "consu",
                "purchase_method": "purchase",
                "property_account_expense_id": cls.accounts["expense"].id,
                "supplier_taxes_id": False,
            }
        )

    def _work(self, hours, project=None):
        return self.env["account.analytic.line"].create(
            {
                "name": "Inspection",
                "project_id": (project or self.project).id,
                "employee_id": self.employees[self.member].id,
                "unit_amount": hours,
                "date": "2026-08-05",
            }
        )

    def _note(self, amount, account=None, **values):
        return self.env["account.analytic.line"].create(
            {
                "name": "Noted",
                "account_id": self.project.account_id.id,
                "company_id": self.company.id,
                "amount": amount,
                "date": "2026-08-05",
                "general_account_id": account and self.accounts[account].id,
                **values,
            }
        )

    def _order(self, quantity, price, share=100):
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "company_id": self.company.id,
                "currency_id": self.company.currency_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.spare.id,
                            "product_qty": quantity,
                            "price_unit": price,
                            "tax_ids": False,
                            "analytic_distribution": {
                                str(self.project.account_id.id): share
                            },
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        return order

    def _bill(self, order, quantity):
        order.action_create_invoice()
        bill = order.invoice_ids.filtered(lambda bill: bill.state == "draft")
        bill.invoice_date = date(2026, 8, 6)
        bill.invoice_line_ids.quantity = quantity
        bill.action_post()
        return bill

    def _figures(self, project=None):
        self.env.flush_all()
        project = (project or self.project).with_user(self.manager)
        project.invalidate_recordset()
        return {
            name: project[f"itsm_cost_{name}"]
            for name in ("labour", "purchase", "other", "actual", "committed")
        }

    def test_the_budget_is_that_of_the_initiation(self):
        """Labour 600,000, purchases 160,000, travel 40,000: together 800,000."""
        project = self.project.with_user(self.manager)
        self.assertEqual(project.itsm_budget_labour, 600000)
        self.assertEqual(project.itsm_budget_purchase, 160000)
        self.assertEqual(project.itsm_budget_other, 40000)
        self.assertEqual(project.itsm_budget_total, 800000)

    def test_hours_at_their_cost(self):
        """7.5 h at ¥100 an hour."""
        self._work(7.5)
        self.assertEqual(self._figures()["labour"], 750)
        self.assertEqual(self._figures()["actual"], 750)
        self.assertEqual(
            self.project.with_user(self.manager).itsm_cost_variance, 799250
        )
        # 799250 / 800000 = 99.90625 %, truncated
        self.assertEqual(self.project.itsm_cost_variance_pct, "99.90 %")

    def test_more_than_budgeted(self):
        self._note(-1000000, "expense")
        self.assertEqual(self.project.itsm_cost_variance, -200000)
        self.assertEqual(self.project.itsm_cost_variance_pct, "-25.00 %")
        self.assertIn("text-danger", self.project.itsm_cost_table)

    def test_without_a_budget_there_is_no_share(self):
        other = self._create_contract(name="Other")
        self.standard_sla._copy_to_contract(other)
        self.put_in_force(other)
        other.project_id = self.env["project.project"].create(
            {"name": "Other", "company_id": self.company.id}
        )
        other.project_id._create_analytic_account()
        self._work(1, other.project_id)
        self.assertEqual(other.project_id.itsm_budget_total, 0)
        self.assertEqual(other.project_id.itsm_cost_variance, -100)
        self.assertEqual(other.project_id.itsm_cost_variance_pct, "N/A")
        self.assertEqual(self._figures()["labour"], 0, "costs of another project")

    def test_what_earns_is_no_cost(self):
        self._note(5000, "income")
        self._note(5000, "income", category="invoice")
        self._note(300)
        self.assertEqual(self._figures()["actual"], 0)

    def test_other_costs(self):
        self._note(-40)
        self._note(-500, "expense")
        self._note(200, "expense")
        self.assertEqual(self._figures()["other"], 340)

    def test_from_the_order_to_the_bill(self):
        """10 at ¥200 for half of the project's account: ¥1,000."""
        order = self._order(10, 200, share=50)
        self.assertEqual(self._figures()["committed"], 1000)
        self.assertEqual(self._figures()["actual"], 0)
        self._bill(order, 4)
        figures = self._figures()
        self.assertEqual(figures["purchase"], 400)
        self.assertEqual(figures["committed"], 600)
        self._bill(order, 6)
        figures = self._figures()
        self.assertEqual(figures["purchase"], 1000)
        self.assertEqual(figures["committed"], 0)
        self.assertEqual(figures["actual"], 1000)

    def test_a_quotation_commits_to_nothing(self):
        order = self._order(1, 200)
        order.button_cancel()
        self.assertEqual(self._figures()["committed"], 0)

    def test_as_odoo_has_it(self):
        """The dashboard's panel has the same costs, and each of them once."""
        self._work(8)
        self._note(-60)
        self._bill(self._order(5, 30), 2)
        figures = self._figures()
        panel = self.project._get_profitability_items(with_action=False)["costs"]
        self.assertEqual(figures["actual"], 800 + 60 + 60)
        self.assertEqual(panel["total"]["billed"], -figures["actual"])
        self.assertEqual(panel["total"]["to_bill"], -figures["committed"])

    def test_only_cost_viewers_see_costs(self):
        self._work(8)
        for role in ("engineer", "auditor", "reviewer", "sales"):
            for name in COSTS:
                with self.subTest(role, field=name), self.assertRaises(AccessError):
                    self.project.with_user(self.users[role]).read([name])
            data = self.project.with_user(self.users[role]).get_panel_data()
            self.assertNotIn("profitability_items", data)
        for role in ("project_manager", "service_manager", "general_manager"):
            with self.subTest(role):
                project = self.project.with_user(self.users[role])
                self.assertEqual(project.itsm_cost_actual, 800)
                self.assertIn("800.00", project.itsm_cost_table)
        data = self.project.with_user(self.manager).get_panel_data()
        self.assertIn("profitability_items", data)

    def test_project_updates_tell_no_costs(self):
        """The whole team reads them."""
        self._work(8)
        update = self.env["project.update"].with_user(self.manager)
        update = update.with_context(active_id=self.project.id)
        values = update.default_get(["description", "project_id"])
        self.assertNotIn("Profitability", values.get("description") or "")


@freeze_time("2026-08-10 02:00:00")
@tagged("post_install", "-at_install")
class TestProjectHours(TeamCommon):
    def test_hours_and_utilisation(self):
        """Six working days to the 10th: 48 h, of which a half and a quarter."""
        self.company.resource_calendar_id = self.calendars["5x8"]
        self.confirm("wu", allocation_pct=50, date_start="2026-08-03")
        self.confirm("he", allocation_pct=25, date_start="2026-08-03")
        self.assertEqual(self.project.itsm_utilisation, "0.00 %")
        self.assertEqual(self.project.itsm_hours_completion, "N/A")
        self.project.allocated_hours = 90
        self.env["account.analytic.line"].create(
            {
                "name": "Work",
                "project_id": self.project.id,
                "employee_id": self.people["wu"].id,
                "unit_amount": 30,
                "date": "2026-08-05",
            }
        )
        self.env.flush_all()
        self.project.invalidate_recordset()
        self.assertEqual(self.project.itsm_hours_actual, 30)
        self.assertEqual(self.project.itsm_hours_planned, 90)
        self.assertEqual(self.project.itsm_hours_completion, "33.33 %")
        self.assertEqual(self.project.itsm_hours_capacity, 36)
        self.assertEqual(self.project.itsm_utilisation, "83.33 %")

    def test_planned_hours_of_the_tasks(self):
        tasks = self.env["project.task"].with_context(
            default_project_id=self.project.id
        )
        parent = tasks.create({"name": "A", "allocated_hours": 99})
        for hours in (3, 4):
            tasks.create(
                {"name": "B", "allocated_hours": hours, "parent_id": parent.id}
            )
        self.project.invalidate_recordset()
        self.assertEqual(self.project.itsm_hours_planned, 7, "leaves only")
