"""A contract is signed together with its SLA, and follows its dates then."""

import hashlib
import json
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ItsmCommon
from .signature import SCAN, draw, encode


@freeze_time("2026-07-20 01:00:00")
@tagged("post_install", "-at_install")
class TestSignatureContract(ItsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user.partner_id.write(
            {"name": "Yang Fan", "email": "yang@example.com"}
        )
        cls.person = cls.portal_user.partner_id

    def _as(self, role, record=None):
        return (record or self.contract).with_user(self.users[role])

    def _approve_sla(self):
        self._as("sales", self.sla).action_submit()
        self._as("technical_manager", self.sla).action_approve()
        self._as("service_manager", self.sla).action_approve()

    def _approve_contract(self):
        """Bring the contract to its signatures; its review is told of elsewhere."""
        contract = self.contract.sudo()
        contract._record_adoption("Reviewed in another test")
        contract._transition({"state": "approved"})
        reviewed = patch.object(
            self.env.registry["itsm.contract"], "_missing_review", lambda self: []
        )
        reviewed.start()
        self.addCleanup(reviewed.stop)

    def _approve(self):
        self._approve_sla()
        self._approve_contract()

    def _sign(self, contract=None, **values):
        contract = (contract or self.contract).with_user(self.portal_user).sudo()
        values = {
            "name": "Yang Fan",
            "image": encode(draw()),
            "ip": "192.0.2.7",
            "shown_hash": contract._get_pdf_hash(),
            **values,
        }
        contract._sign_as_customer(self.person, **values)

    def _facts(self, document):
        lines = document.sudo().decision_ids.filtered(lambda d: d.kind == "signed")
        return [
            json.loads(line.payload)["facts"] for line in lines.sorted("position")
        ]

    # === TOGETHER === #

    def test_one_act(self):
        self._approve()
        self._as("sales")._send_to_customer(self.person)
        for document in (self.contract, self.sla):
            self.assertTrue(document.released_at)
            self.assertEqual(document.customer_contact_id, self.person)
        self._sign()
        self._as("general_manager")._sign_as_provider(encode(draw()))
        for document in (self.contract, self.sla):
            customer, provider = self._facts(document)
            self.assertEqual(customer["party"], "customer")
            self.assertEqual(provider["party"], "provider")
            self.assertEqual(customer["image"], hashlib.sha256(draw()).hexdigest())
            lines = document.sudo().decision_ids
            for line in lines.filtered(lambda d: d.kind == "signed"):
                own = document.sudo().round_id.content_hash
                self.assertEqual(line.content_hash, own)
        pdf = hashlib.sha256(self.sla.pdf_attachment_id.raw).hexdigest()
        self.assertEqual(self._facts(self.sla)[0]["pdf"], pdf)
        self.assertNotEqual(self._facts(self.contract)[0]["pdf"], pdf)
        self.assertEqual(self.contract.state, "signed")
        self.assertEqual(self.contract.signed_on, date(2026, 7, 20))
        self.assertEqual(self.sla.state, "approved")
        with freeze_time("2026-07-31 17:00:00"):
            self.contract._follow_dates()
        self.assertEqual(self.contract.state, "in_force")
        self.assertEqual(self.sla.state, "in_force")
        self.assertFalse(self.contract._changed_since_submission())

    def test_on_paper(self):
        self._approve()
        wizard = self.env["itsm.signature.paper"].with_user(self.users["sales"])
        action = self._as("sales").action_record_signatures()
        wizard = wizard.with_context(**action["context"]).create(
            {
                "provider_signatory_id": self.users["service_director"].id,
                "customer_signatory_id": self.contact.id,
                "scan": encode(SCAN),
                "scan_name": "signed.pdf",
            }
        )
        self.assertIn(self.sla.name, wizard.document_name)
        wizard.action_record()
        self.assertEqual(self.contract.state, "signed")
        for document in (self.contract, self.sla):
            self.assertEqual(document.scan_ids.raw, SCAN)
            ways = [facts["way"] for facts in self._facts(document)]
            self.assertEqual(ways, ["scan", "scan"])

    def test_sla_is_not_sent_alone(self):
        self._approve()
        self.assertFalse(self._as("sales", self.sla).can_send)
        with self.assertRefused("is signed together with .*send that"):
            self._as("sales", self.sla)._send_to_customer(self.person)
        self._as("sales")._send_to_customer(self.person)
        self.assertFalse(self.sla._waits_for_customer())
        values = self.sla.sudo()._portal_values()
        self.assertEqual(values["signed_with"]["number"], self.contract.number)

    def test_sla_that_one_side_has_signed(self):
        """What was signed alone before is not signed twice."""
        self._approve()
        self._as("general_manager", self.sla)._sign_as_provider(encode(draw()))
        self._as("service_director")._sign_as_provider(encode(draw()))
        self.assertEqual(len(self._facts(self.sla)), 1)
        self.assertEqual(
            self.sla.provider_signatory_id, self.users["general_manager"]
        )

    def test_recalled_and_declined_together(self):
        self._approve()
        self._as("sales")._send_to_customer(self.person)
        self._as("sales").action_recall()
        self.assertFalse(self.sla.released_at)
        self._as("sales")._send_to_customer(self.person)
        contract = self.contract.with_user(self.portal_user).sudo()
        contract._decline_as_customer(self.person, "Too dear")
        for document in (self.contract, self.sla):
            self.assertFalse(document.released_at)
            self.assertEqual(document.state, "approved")
            self.assertEqual(document.decline_reason, "Too dear")

    # === REFUSED === #

    def test_sla_is_not_approved(self):
        self._approve_contract()
        with self.assertRefused("together with its SLA:\n- .* is a draft"):
            self._as("sales")._send_to_customer(self.person)
        with self.assertRefused("together with its SLA"):
            self._as("general_manager")._sign_as_provider(encode(draw()))
        self.assertFalse(self.contract.released_at)

    def test_review_lacks(self):
        self._approve()
        lacks = patch.object(
            self.env.registry["itsm.contract"],
            "_missing_review",
            lambda self: ["Its review has open points: cap of damages."],
        )
        with lacks:
            with self.assertRefused("cannot be signed yet:\n- Its review has open"):
                self._as("sales")._send_to_customer(self.person)
            with self.assertRefused("cannot be signed yet"):
                self._as("general_manager")._sign_as_provider(encode(draw()))
            with self.assertRefused("cannot be signed yet"):
                self._as("sales")._record_signatures(
                    (self.users["general_manager"], date(2026, 7, 20)),
                    None,
                    ("x.pdf", SCAN),
                )

    def test_annex_was_changed_past_the_program(self):
        self._approve()
        self._as("sales")._send_to_customer(self.person)
        self.env.cr.execute(
            "UPDATE itsm_sla SET credit_cap_pct = 1 WHERE id = %s", [self.sla.id]
        )
        self.env.invalidate_all()
        with self.assertRefused("is not what was approved"):
            self._sign()
        self.assertFalse(self.contract.customer_signatory_id)

    def test_revised_meanwhile(self):
        self._approve()
        self._as("sales")._send_to_customer(self.person)
        self._as("sales").revise(True, "Other price")
        with self.assertRefused("is being replaced by version 2.0"):
            self._sign()

    def test_after_cancellation(self):
        self._approve()
        self._as("sales")._send_to_customer(self.person)
        self._as("service_manager").action_cancel()
        self.assertFalse(self.contract._is_shown_to(self.person))
        with self.assertRefused("only what is approved and waits"):
            self._sign()

    def test_who_signs_and_records(self):
        self._approve()
        for role in ("sales", "engineer", "project_manager", "auditor"):
            with self.subTest(role=role), self.assertRefused("", AccessError):
                self._as(role)._sign_as_provider(encode(draw()))
        for role in ("general_manager", "auditor", "engineer", "technical_manager"):
            with self.subTest(role=role), self.assertRefused("", AccessError):
                self._as(role)._send_to_customer(self.person)
        with self.assertRefused("is no contact"):
            self._as("sales")._send_to_customer(self.users["sales"].partner_id)

    # === WHAT THE CUSTOMER SEES === #

    def test_portal_values(self):
        group = self.env["account.tax.group"].create(
            {"name": "VAT", "company_id": self.provider.id}
        )
        tax = self.env["account.tax"].create(
            {
                "name": "VAT 6 %",
                "amount": 6.0,
                "company_id": self.provider.id,
                "country_id": self.env.ref("base.cn").id,
                "tax_group_id": group.id,
            }
        )
        self.env["itsm.contract.line"].create(
            {
                "contract_id": self.contract.id,
                "name": "ERP operation",
                "service_id": self.services["ERP"].id,
                "quantity": 12,
                "price_unit": 100.0,
                "discount": 10,
                "tax_ids": [(6, 0, tax.ids)],
            }
        )
        self.contract.payment_ids = [
            (5,),
            (0, 0, {"name": "In advance", "percentage": 100.0}),
        ]
        self._approve()
        self._as("sales")._send_to_customer(self.person)
        values = self.contract.sudo()._portal_values()
        [payment] = values["payments"]
        self.assertEqual(payment["share"], "100 %")
        self.assertIn("1,144.80", payment["amount"])
        [line] = values["lines"]
        self.assertEqual(
            set(line),
            {"name", "service", "quantity", "price", "discount", "taxes", "subtotal"},
        )
        # 12 × 100 less 10 % is 1,080; with 6 % 1,144.80
        self.assertIn("1,080.00", line["subtotal"])
        self.assertEqual(line["discount"], "10 %")
        amounts = dict(values["amounts"])
        self.assertIn("1,144.80", amounts["Total"])
        self.assertIn("64.80", amounts["Taxes"])
        self.assertIn("thousand", values["in_words"])
        [sla] = values["slas"]
        self.assertIn(f"agreement {self.sla.number}.", values["signing"][1])
        self.assertEqual(sla["number"], self.sla.number)
        text = json.dumps(values, default=str)
        for secret in (
            self.users["technical_manager"].name,
            self.users["service_manager"].name,
            self.contract.sudo().portal_token,
            "margin",
            "cost",
        ):
            self.assertNotIn(secret, text)
