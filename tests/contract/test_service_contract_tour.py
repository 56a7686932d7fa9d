from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..common import MODULE, ItsmCommon


@tagged("post_install", "-at_install")
class TestServiceContractTour(ItsmCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-07-15 01:00:00"):
            super().setUpClass()
            cls.company.itsm_small_contract_limit = 2000000.0
            cls.order = cls.env["sale.order"].create(
                {
                    "partner_id": cls.customer.id,
                    "user_id": cls.users["sales"].id,
                    "company_id": cls.company.id,
                    "itsm_date_start": "2026-08-01",
                    "itsm_date_end": "2027-07-31",
                    "itsm_sla_id": cls.standard_sla.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": cls.services["ERP"].product_id.id,
                                "product_uom_qty": 12,
                                "price_unit": 100000.0,
                                "tax_ids": False,
                            }
                        )
                    ],
                }
            )
            cls.order.action_confirm()

    def test_from_a_quotation_to_an_initiation(self):
        self.start_tour(
            f"/odoo/sales/{self.order.id}",
            "itsm_quotation_to_contract",
            login=self.users["sales"].login,
        )
        contract = self.order.itsm_contract_ids
        self.assertEqual(contract.state, "draft")
        with freeze_time("2026-07-15 01:00:00"):
            self.put_in_force(contract)
        self.assertEqual(contract.state, "signed")
        self.start_tour(
            f"/odoo/itsm-contracts/{contract.id}",
            "itsm_contract_to_initiation",
            login=self.users["service_manager"].login,
        )
        self.assertEqual(contract.state, "in_force")
        self.assertEqual(contract.sla_ids.state, "in_force")
        self.assertEqual(contract.initiation_phase, "appoint")
        self.assertFalse(contract.project_id)

    def test_priority_matrix(self):
        action = self.env.ref(f"{MODULE}.itsm_priority_matrix_action")
        self.start_tour(
            f"/odoo/action-{action.id}",
            "itsm_priority_matrix",
            login=self.users["administrator"].login,
        )
        priority = self.env["itsm.priority.rule"]._priority_for("high", "medium")
        self.assertEqual(priority, self.priorities["P1"])
