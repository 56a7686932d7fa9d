"""From a quotation to a signed contract in the browser, as domain 7 tells it."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import new_test_user

from ..common import MODULE, SHANGHAI
from ..presales.plan_common import TOTAL, PlanCommon
from .terms import CUSTOMER_CODE, PROVIDER_CODE


@tagged("post_install", "-at_install")
class TestPresalesTour(PlanCommon, HttpCase):
    """Each person at work with the own rights only; legal returns the contract once.

    What takes a conversation, the texts of sheet and plan, is written by the same
    people without the browser; every step that moves a document on is taken in it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        china = cls.env.ref("base.cn")
        for partner, code in (
            (cls.customer, CUSTOMER_CODE),
            (cls.provider.partner_id, PROVIDER_CODE),
        ):
            partner.write(
                {
                    "is_company": True,
                    "country_id": china.id,
                    "street": "1 Factory Avenue",
                    "city": "Jiangcheng",
                    "vat": code,
                    "itsm_legal_representative": "Jiang Cheng",
                }
            )
        cls.portal_user.partner_id.write(
            {"name": "Yang Fan", "email": "yang@example.com"}
        )
        cls.reviewers = {}
        for department, login in (("finance", "xu_li"), ("legal", "shen_zhe")):
            user = new_test_user(
                cls.env,
                login=login,
                groups=f"{MODULE}.group_reviewer",
                tz=SHANGHAI,
                company_id=cls.provider.id,
                company_ids=[Command.set(cls.provider.ids)],
            )
            cls.env.ref(f"{MODULE}.review_department_{department}").user_ids = user
            cls.reviewers[department] = user
        product = cls.services["NET"].product_id
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "company_id": cls.provider.id,
                "user_id": cls.sales.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": 12,
                            "price_unit": 100000.0,
                            "tax_ids": [Command.set(cls.tax.ids)],
                        }
                    )
                ],
            }
        )

    def go(self, tour, user, record=None):
        """Take a tour as a person, at a record."""
        url = f"/odoo/{record._name}/{record.id}" if record else "/my"
        self.start_tour(url, f"itsm_presales_{tour}", login=user.login)
        self.env.invalidate_all()

    @freeze_time("2026-07-02 02:00:00")
    def test_from_a_quotation_to_a_signed_contract(self):
        # Needs: sales begin from the quotation; the service department confirms.
        self.go("collect", self.sales, self.order)
        sheet = self.order.itsm_sheet_ids.with_user(self.sales)
        self.assertEqual(sheet.partner_id, self.customer)
        values = self._sheet_values()
        values.pop("partner_id")
        sheet.write({**values, "requirement_ids": [Command.clear()]})
        sheet.write({"requirement_ids": values["requirement_ids"]})
        sheet.requirement_ids.with_user(self.technician).write({"feasible": "yes"})
        self.go("submit", self.sales, sheet)
        self.go("approve", self.manager, sheet)
        self.assertEqual(sheet.state, "in_force")

        # The plan: by the project manager, reviewed and approved by amount.
        self.standard_sla.sudo()._adopt("fixture of the tests")
        plan = self._create_plan(sheet_id=sheet.id, sale_order_id=self.order.id)
        self.go("submit", self.author, plan)
        for decider in (self.technician, self.manager, self.general_manager):
            self.go("approve", decider, plan)
        self.assertEqual((plan.state, sheet.state), ("in_force", "used"))

        # The contract: drawn up by sales, with a cap on damages that is none.
        self.go("contract", self.sales, plan)
        contract = plan.sudo().contract_ids.with_user(self.sales)
        self.assertEqual((plan.state, contract.state), ("converted", "draft"))
        self.assertEqual(contract.amount_total, TOTAL)
        contract.damages_cap_pct = 100
        sla = contract.sla_ids.sudo()
        self.go("submit", self.sales, sla)
        self.go("approve", self.technician, sla)
        self.go("approve", self.manager, sla)
        self.go("submit", self.sales, contract)
        review = contract.sudo().review_id
        first_hash = review.contract_hash

        # Its review: legal returns it once.
        self.go("agree", self.manager, review)
        self.go("disagree", self.reviewers["legal"], review)
        self.assertEqual((contract.state, review.state), ("draft", "draft"))
        self.go("rework", self.sales, contract)
        self.assertEqual(contract.damages_cap_pct, 30.0)
        self.assertNotEqual(review.contract_hash, first_hash)
        self.go("agree", self.manager, review)
        for department in ("finance", "legal"):
            self.go("agree", self.reviewers[department], review)
        review.item_ids.with_user(self.manager).write({"answer": "yes"})
        self.go("conclude", self.director, review)
        self.go("conclude", self.general_manager, review)
        self.assertEqual((contract.state, review.state), ("approved", "in_force"))
        self.assertEqual(len(review.round_ids), 2)

        # Both sides sign.
        self.go("send", self.sales, contract)
        self.go("sign", self.portal_user)
        self.go("countersign", self.general_manager, contract)
        self.assertEqual(contract.state, "signed")
        self.assertEqual(contract.customer_signatory_id, self.portal_user.partner_id)
        self.assertEqual(contract.provider_signatory_id, self.general_manager)
        self.assertTrue(sla.customer_signatory_id and sla.provider_signatory_id)
        checks = self.env["itsm.evidence.check"].sudo()
        for document in (sheet, plan, contract, review, sla):
            self.assertEqual(checks._check(document.sudo())[0], [])
