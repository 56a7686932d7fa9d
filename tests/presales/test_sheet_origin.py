"""Where an information sheet comes from: a quotation, a contract, or by hand."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PresalesCommon


@freeze_time("2026-08-15 01:00:00")
@tagged("post_install", "-at_install")
class TestSheetOrigin(PresalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.contact.id,
                "user_id": cls.sales.id,
                "company_id": cls.provider.id,
                "order_line": [
                    Command.create({"product_id": cls.services["ERP"].product_id.id})
                ],
            }
        )

    # === QUOTATION === #

    def test_from_a_quotation(self):
        action = self.order.with_user(self.sales).action_itsm_collect_information()
        sheet = self.env["itsm.information.sheet"].browse(action["res_id"])
        self.assertEqual(sheet.name, "Jiangcheng Manufacturing: service needs")
        self.assertEqual(sheet.partner_id, self.customer, "The company, not a contact.")
        self.assertEqual((sheet.user_id, sheet.origin), (self.sales, "new"))
        self.assertEqual(sheet.sale_order_id, self.order)
        self.assertEqual(self.order.itsm_sheet_count, 1)
        back = sheet.with_user(self.sales).action_view_sale_order()
        self.assertEqual(back["res_id"], self.order.id)
        again = self.order.with_user(self.sales).action_itsm_collect_information()
        self.assertEqual(again["res_id"], sheet.id, "One sheet of a quotation.")

    def test_after_a_sheet_was_given_up(self):
        action = self.order.with_user(self.sales).action_itsm_collect_information()
        sheet = self.env["itsm.information.sheet"].browse(action["res_id"])
        sheet.with_user(self.sales).action_cancel()
        again = self.order.with_user(self.sales).action_itsm_collect_information()
        self.assertNotEqual(again["res_id"], sheet.id)

    def test_cancelled_quotation(self):
        self.order.action_cancel()
        with self.assertRefused("is cancelled: set it to quotation"):
            self.order.with_user(self.sales).action_itsm_collect_information()

    def test_quotation_of_somebody_else(self):
        other = self.env["res.partner"].create({"name": "Binhai", "is_company": True})
        with self.assertRefused("is a quotation for", ValidationError):
            self.sheet.write({"sale_order_id": self.order.id, "partner_id": other.id})

    def test_next_version_keeps_the_quotation(self):
        self.sheet.sale_order_id = self.order
        draft = self.confirm().with_user(self.sales).revise(False, "Wording")
        self.assertEqual(draft.sale_order_id, self.order)
        again = self.order.with_user(self.sales).action_itsm_collect_information()
        self.assertIn(again["res_id"], (self.sheet.id, draft.id))

    # === CONTRACT === #

    def test_change_of_a_contract(self):
        self.put_in_force()
        action = self.contract.with_user(self.sales).action_collect_change()
        sheet = self.env["itsm.information.sheet"].browse(action["res_id"])
        self.assertEqual((sheet.origin, sheet.contract_id), ("change", self.contract))
        self.assertEqual(sheet.partner_id, self.customer)
        self.assertEqual(sheet.user_id, self.sales)
        self.assertEqual(self.contract.with_user(self.sales).sheet_count, 1)
        again = self.contract.with_user(self.technician).action_collect_change()
        self.assertEqual(again["res_id"], sheet.id, "One change at a time.")
        back = sheet.with_user(self.sales).action_view_contract()
        self.assertEqual(back["res_id"], self.contract.id)

    def test_change_of_a_draft(self):
        with self.assertRefused("a change is collected of a contract in force"):
            self.contract.with_user(self.sales).action_collect_change()

    def test_who_collects_a_change(self):
        self.put_in_force()
        for role in ("engineer", "auditor", "commercial"):
            with self.subTest(role), self.assertRefused("", AccessError):
                self.contract.with_user(self.users[role]).action_collect_change()

    def test_change_names_its_contract(self):
        """Mandatory for a change, wrong for a new contract (1.1.1)."""
        self.sheet.origin = "change"
        with self.assertRefused("Choose the contract that is to change"):
            self.sheet.with_user(self.sales).action_submit()
        self.sheet.contract_id = self.contract
        with self.assertRefused("is collected for a new contract", ValidationError):
            self.sheet.origin = "new"
        self.sheet.with_user(self.sales).action_submit()

    def test_contract_of_somebody_else(self):
        other = self.env["res.partner"].create({"name": "Binhai", "is_company": True})
        contract = self._create_contract(partner_id=other.id)
        with self.assertRefused("is a contract with Binhai", ValidationError):
            self.sheet.write({"origin": "change", "contract_id": contract.id})
