from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ItsmCommon


@freeze_time("2026-07-15 01:00:00")
@tagged("post_install", "-at_install")
class TestSaleOrder(ItsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
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
        return cls.env["sale.order"].create(
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

    def _create_contract_of(self, order, user="sales"):
        order = order.with_user(self.users[user])
        action = order.action_itsm_create_contract()
        self.assertEqual(action["res_model"], "itsm.contract")
        return self.env["itsm.contract"].browse(action["res_id"])

    def test_from_quotation(self):
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

    def test_from_confirmed_order(self):
        self.order.action_confirm()
        # Odoo's own right to see orders comes on top of the role.
        manager = self.users["service_manager"]
        manager.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        contract = self._create_contract_of(self.order, "service_manager")
        self.assertEqual(contract.user_id, self.users["sales"])
        self.assertEqual(contract.sale_order_id, self.order)

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
        self.order.order_line.unlink()
        with self.assertRefused("has no line"):
            self._create_contract_of(self.order)

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
