from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, RedirectWarning
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ItsmCommon

SMALL = 2000000.0


@freeze_time("2026-07-15 01:00:00")
@tagged("post_install", "-at_install")
class TestSaleOrder(ItsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.itsm_small_contract_limit = SMALL
        # 1,132,075.47 net and 67,924.53 of 6 % tax: 1,200,000 in 12 months
        group = cls.env["account.tax.group"].create(
            {"name": "VAT", "company_id": cls.company.id}
        )
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "VAT 6 %",
                "amount": 6.0,
                "price_include_override": "tax_included",
                "company_id": cls.company.id,
                "tax_group_id": group.id,
                "country_id": cls.env.ref("base.cn").id,
            }
        )
        cls.order = cls._create_order(
            itsm_date_start="2026-08-01",
            itsm_date_end="2027-07-31",
            itsm_sla_id=cls.standard_sla.id,
        )

    @classmethod
    def _create_order(cls, **values):
        """Create an order, and confirm it."""

        def line(product, quantity, price):
            return Command.create(
                {
                    "product_id": product.id,
                    "product_uom_qty": quantity,
                    "price_unit": price,
                    "tax_ids": [Command.set(cls.tax.ids)],
                }
            )

        spare = cls.env["product.product"].create({"name": "Spare part"})
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "user_id": cls.users["sales"].id,
                "company_id": cls.company.id,
                "order_line": [
                    Command.create({"display_type": "line_section", "name": "Year 1"}),
                    line(cls.services["NET"].product_id, 12, 50000.0),
                    line(cls.services["ERP"].product_id, 12, 40000.0),
                    line(spare, 10, 12000.0),
                ],
                **values,
            }
        )
        order.action_confirm()
        return order

    def _create_contract_of(self, order, user="sales"):
        order = order.with_user(self.users[user])
        action = order.action_itsm_create_contract()
        self.assertEqual(action["res_model"], "itsm.contract")
        return self.env["itsm.contract"].browse(action["res_id"])

    def test_from_a_small_order(self):
        contract = self._create_contract_of(self.order)
        self.assertEqual(contract.state, "draft")
        self.assertEqual(contract.partner_id, self.customer)
        self.assertEqual(contract.company_id, self.company)
        self.assertEqual(contract.currency_id.name, "CNY")
        self.assertEqual(contract.user_id, self.users["sales"])
        self.assertEqual(contract.sale_order_id, self.order)
        self.assertEqual(contract.date_start, date(2026, 8, 1))
        self.assertEqual(contract.date_end, date(2027, 7, 31))
        self.assertRecordValues(
            contract.line_ids,
            [
                {
                    "service_id": self.services["NET"].id,
                    "quantity": 12,
                    "price_unit": 50000.0,
                    "sale_line_id": self.order.order_line[1].id,
                },
                {
                    "service_id": self.services["ERP"].id,
                    "quantity": 12,
                    "price_unit": 40000.0,
                    "sale_line_id": self.order.order_line[2].id,
                },
                {
                    "service_id": False,
                    "quantity": 10,
                    "price_unit": 12000.0,
                    "sale_line_id": self.order.order_line[3].id,
                },
            ],
        )

    def test_amounts(self):
        contract = self._create_contract_of(self.order)
        self.assertEqual(contract.amount_untaxed, 1132075.47)
        self.assertEqual(contract.amount_tax, 67924.53)
        self.assertEqual(contract.amount_total, 1200000.0)
        self.assertEqual(contract.amount_total, self.order.amount_total)
        self.assertEqual(contract.monthly_fee, 100000.0)

    def test_discount(self):
        self.order.order_line[1].discount = 50.0
        contract = self._create_contract_of(self.order)
        self.assertEqual(contract.amount_total, 900000.0)
        self.assertEqual(contract.monthly_fee, 75000.0)

    def test_sla_is_copied(self):
        contract = self._create_contract_of(self.order)
        sla = contract.sla_ids
        self.assertEqual(sla.name, "Standard SLA")
        self.assertEqual(sla.state, "draft")
        self.assertEqual(sla.date_start, date(2026, 8, 1))
        self.assertEqual(len(sla.target_ids), 8)
        self.standard_sla.target_ids.unlink()
        self.assertEqual(len(sla.target_ids), 8)

    def test_service_manager(self):
        # Odoo's own right to see orders comes on top of the role.
        manager = self.users["service_manager"]
        manager.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        contract = self._create_contract_of(self.order, "service_manager")
        self.assertEqual(contract.user_id, self.users["sales"])
        self.assertEqual(contract.sale_order_id, self.order)

    def test_from_quotation(self):
        """Small or not: what becomes a contract without a plan was ordered."""
        quotation = self.order.copy()
        with self.assertRefused("confirm it"):
            self._create_contract_of(quotation)

    def assertAsksForPlan(self, order, action):
        """Check that the refusal offers to begin with a server action."""
        with self.assertRefused("approved presales plan", RedirectWarning):
            self._create_contract_of(order)
        order = order.with_user(self.users["sales"])
        warning = order._itsm_ask_for_plan("")
        offered = self.env["ir.actions.server"].browse(warning.args[1])
        self.assertEqual(offered.code, f"action = record.{action}()")
        self.assertEqual(warning.args[3]["active_ids"], order.ids)
        return getattr(order, action)()

    def test_above_the_limit(self):
        self.company.itsm_small_contract_limit = 1199999.99
        self.assertAsksForPlan(self.order, "action_itsm_collect_information")
        self.company.itsm_small_contract_limit = 1200000.0
        self.assertEqual(self._create_contract_of(self.order).amount_total, 1200000.0)

    def test_no_limit(self):
        """Without one no order becomes a contract by itself."""
        self.company.itsm_small_contract_limit = 0.0
        offered = self.assertAsksForPlan(self.order, "action_itsm_collect_information")
        sheet = self.env["itsm.information.sheet"].browse(offered["res_id"])
        self.assertEqual(sheet.sale_order_id, self.order)
        self.assertEqual(sheet.partner_id, self.customer)

    def test_plan_is_being_drawn_up(self):
        self.company.itsm_small_contract_limit = 0.0
        action = self.order.with_user(self.users["sales"]).action_itsm_create_plan()
        offered = self.assertAsksForPlan(self.order, "action_itsm_create_plan")
        self.assertEqual(offered["res_id"], action["res_id"])

    def test_limit_is_in_the_company_currency(self):
        euro = self._enable_currency("EUR")
        self.env["res.currency.rate"].create(
            {
                "currency_id": euro.id,
                "company_id": self.company.id,
                "name": "2026-01-01",
                "rate": 0.125,
            }
        )
        # 1,200,000 euros are 9,600,000 yuan
        self.order.currency_id = euro
        with self.assertRefused("approved presales plan", RedirectWarning):
            self._create_contract_of(self.order)

    def test_from_cancelled_order(self):
        self.order.action_cancel()
        with self.assertRefused("is cancelled"):
            self._create_contract_of(self.order)

    def test_second_click_opens_the_first_contract(self):
        first = self._create_contract_of(self.order)
        self.assertEqual(self._create_contract_of(self.order), first)
        self.put_in_force(first)
        self.assertEqual(self._create_contract_of(self.order), first)
        first.action_cancel()
        second = self._create_contract_of(self.order)
        self.assertNotEqual(second, first)
        self.assertEqual(self.order.itsm_contract_count, 2)

    def test_without_period_and_sla(self):
        contract = self._create_contract_of(self._create_order())
        self.assertEqual(contract.date_start, date(2026, 8, 1))
        self.assertEqual(contract.date_end, date(2027, 7, 31))
        self.assertFalse(contract.sla_ids)

    def test_period_half_filled(self):
        order = self._create_order(itsm_date_end="2026-07-31")
        with self.assertRefused("before it starts"):
            self._create_contract_of(order)
        with mute_logger("odoo.sql_db"), self.assertRefused("", IntegrityError):
            order.itsm_date_start = "2026-08-01"

    def test_without_lines(self):
        section = {"display_type": "line_section", "name": "Year 1"}
        order = self._create_order(order_line=[Command.create(section)])
        with self.assertRefused("has no line"):
            self._create_contract_of(order)

    def test_smart_buttons(self):
        contract = self._create_contract_of(self.order)
        sales = self.users["sales"]
        action = self.order.with_user(sales).action_itsm_view_contracts()
        self.assertEqual(action["res_id"], contract.id)
        action = contract.with_user(sales).action_view_sale_order()
        self.assertEqual(action["res_id"], self.order.id)
        action = contract.with_user(sales).action_view_slas()
        self.assertEqual(action["res_id"], contract.sla_ids.id)

    def test_who_may(self):
        for role in ("engineer", "auditor", "commercial", "project_manager"):
            with self.subTest(role), self.assertRefused("", AccessError):
                self._create_contract_of(self.order, role)
        self.assertFalse(self.order.itsm_contract_ids)

    def test_order_without_a_role(self):
        salesman = self.plain_user
        salesman.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        order = self.order.with_user(salesman)
        order.web_read({"name": {}, "itsm_date_start": {}})
        arch = order.get_view(view_type="form")["arch"]
        self.assertNotIn("action_itsm_create_contract", arch)
        self.assertNotIn("itsm_contract_count", arch)
