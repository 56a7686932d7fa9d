from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .common import ItsmProjectFlow


@freeze_time("2026-07-20 01:00:00")
@tagged("post_install", "-at_install")
class TestProject(ItsmProjectFlow):
    def _order(self, *products, **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": self.users["sales"].id,
                "company_id": self.company.id,
                "itsm_sla_id": self.standard_sla.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 12})
                    for product in products
                ],
                **values,
            }
        )
        # of a quotation, which asks for a plan first; that is tested elsewhere
        contract = self.env["itsm.contract"].create(order._itsm_prepare_contract())
        order.itsm_sla_id._copy_to_contract(contract)
        self.put_in_force(contract)
        return order, contract

    def _initiate(self, contract, **values):
        initiation = self.initiate(contract, **values)
        project = contract.project_id
        self.assertEqual(initiation.project_id, project)
        self.assertEqual(project.itsm_initiation_id, initiation)
        self.assertEqual(project.itsm_contract_id, contract)
        self.assertEqual(project.user_id, self.manager)
        return project

    def test_contract_without_order(self):
        self.put_in_force()
        project = self._initiate(self.contract)
        self.assertEqual(project.name, "Operation of the information systems")
        self.assertEqual(project.partner_id, self.customer)
        self.assertEqual(project.company_id, self.company)
        self.assertEqual(project.date_start, date(2026, 8, 1))
        self.assertEqual(project.date, date(2027, 7, 31))
        self.assertTrue(project.account_id)
        self.assertEqual(
            project.type_ids.mapped("name"),
            ["To Do", "In Progress", "Done", "Cancelled"],
        )

    def test_draft_contract(self):
        with self.assertRefused("is draft: its project is initiated"):
            self.begin(self.contract)

    def test_from_the_order(self):
        product = self.services["NET"].product_id
        order, contract = self._order(product)
        project = self._initiate(contract)
        self.assertEqual(order.state, "sale")
        self.assertEqual(project.sale_line_id, order.order_line)
        self.assertEqual(order.project_ids, project)
        self.assertTrue(project.allow_billable)
        self.assertTrue(project.type_ids)

    def test_order_that_makes_its_project_itself(self):
        product = self.services["NET"].product_id
        product.service_tracking = "project_only"
        order, contract = self._order(product)
        project = self._initiate(contract)
        self.assertEqual(order.project_ids, project)
        self.assertEqual(order.order_line.project_id, project)

    def test_order_with_a_project(self):
        product = self.services["NET"].product_id
        product.service_tracking = "project_only"
        order, contract = self._order(product)
        order.action_confirm()
        self.assertEqual(self._initiate(contract), order.project_ids)

    def test_order_with_several_projects(self):
        products = self.services["NET"].product_id + self.services["ERP"].product_id
        for product in products:
            product.service_tracking = "project_only"
            product.project_template_id = self.env["project.project"].create(
                {"name": f"Template {product.name}"}
            )
        order, contract = self._order(*products)
        order.action_confirm()
        self.assertEqual(len(order.project_ids), 2)
        initiation = self.begin(contract)
        self.complete(initiation)
        with self.assertRefused("several projects"):
            initiation.action_submit()
        initiation.existing_project_id = order.project_ids[1]
        self.approve(initiation)
        self.assertEqual(contract.project_id, order.project_ids[1])

    def test_renewed_contract_takes_the_project_over(self):
        self.put_in_force()
        project = self._initiate(self.contract)
        renewal = self._create_contract(
            date_start="2027-08-01", date_end="2028-07-31", project_id=project.id
        )
        self.assertEqual(project.itsm_contract_id, self.contract)
        self.standard_sla._copy_to_contract(renewal)
        self.put_in_force(renewal)
        for day, current in (
            ("2027-07-31", self.contract),
            ("2027-08-01", renewal),
        ):
            with freeze_time(f"{day} 04:00:00"):
                (self.contract | renewal)._follow_dates()
            self.assertEqual(project.itsm_contract_id, current)

    def test_smart_buttons(self):
        self.put_in_force()
        project = self._initiate(self.contract)
        action = self.contract.with_user(self.service_manager).action_view_project()
        self.assertEqual(action["res_id"], project.id)
        project = project.with_user(self.service_manager)
        self.assertEqual(
            project.action_itsm_view_contract()["res_id"], self.contract.id
        )
        self.assertEqual(project.action_itsm_view_sla()["res_id"], self.sla.id)

    def test_dashboard_panel(self):
        self.put_in_force()
        project = self._initiate(self.contract)

        def texts(user):
            buttons = project.with_user(user)._get_stat_buttons()
            return {button["text"]: button.get("number") for button in buttons}

        with freeze_time("2026-08-01 01:00:00"):
            shown = texts(self.service_manager)
            self.assertEqual(shown["Service Contract"], self.contract.number)
            self.assertEqual(shown["SLA"], "v1.0")
        self.assertNotIn("Service Contract", texts(self.plain_user))
