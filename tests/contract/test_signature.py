"""Signatures on the screen: who, when, what, and what is kept of them."""

import base64
import hashlib
from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .signature import SCAN, SignatureCommon, draw, encode


@freeze_time("2026-09-15 01:00:00")
@tagged("post_install", "-at_install")
class TestSignature(SignatureCommon):
    def _file(self):
        """Run the job that files PDFs."""
        cron = self.env.ref("itsm_service_delivery.cron_file_pdfs")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    # === THE PROVIDER === #

    def test_provider_signs_on_the_screen(self):
        self.approve()
        director = self.users["service_director"]
        wizard = self.env["itsm.signature.draw"].with_user(director)
        action = self.as_role("service_director").action_sign_as_provider()
        wizard = wizard.with_context(**action["context"]).create(
            {"signature": encode(draw())}
        )
        self.assertEqual(wizard.name, director.name)
        wizard.action_sign()
        self.assertEqual(self.sla.provider_signatory_id, director)
        self.assertEqual(self.sla.provider_signed_on, date(2026, 9, 15))
        self.assertEqual(self.sla.provider_signed_at, datetime(2026, 9, 15, 1))
        self.assertEqual(base64.b64decode(self.sla.provider_signature), draw())
        [facts] = self.facts()
        pdf = self.sla.pdf_attachment_id.raw
        self.assertEqual(
            facts,
            {
                "party": "provider",
                "way": "drawn",
                "signatory": {
                    "model": "res.users",
                    "id": director.id,
                    "name": director.name,
                },
                "name_typed": director.name,
                "signed_on": "2026-09-15",
                "signed_at": "2026-09-15T01:00:00+00:00",
                "image": hashlib.sha256(draw()).hexdigest(),
                "pdf": hashlib.sha256(pdf).hexdigest(),
            },
        )
        line = self.sla.sudo().decision_ids.filtered(lambda d: d.kind == "signed")
        self.assertEqual(line.content_hash, self.sla.sudo().round_id.content_hash)
        self.assertEqual(line.user_id, director)

    def test_who_may_sign_for_the_provider(self):
        self.approve()
        for role in ("sales", "technical_manager", "engineer", "auditor"):
            with self.subTest(role=role), self.assertRefused("", AccessError):
                self.as_role(role)._sign_as_provider(encode(draw()))
            self.assertFalse(self.as_role(role).can_sign_as_provider)
        for role in ("service_manager", "service_director", "general_manager"):
            with self.subTest(role=role):
                self.assertTrue(self.as_role(role).can_sign_as_provider)

    def test_provider_signs_once(self):
        self.approve()
        self.as_role("general_manager")._sign_as_provider(encode(draw()))
        with self.assertRefused("signed for the provider already, by .*general"):
            self.as_role("service_director")._sign_as_provider(encode(draw()))

    # === THE CUSTOMER === #

    def test_customer_signs(self):
        self.send()
        shown = self.sla.pdf_attachment_id.raw
        self.sign()
        partner = self.portal_user.partner_id
        self.assertEqual(self.sla.customer_signatory_id, partner)
        self.assertEqual(self.sla.customer_signed_name, "Yang Fan")
        self.assertEqual(self.sla.customer_signed_ip, "192.0.2.7")
        self.assertEqual(self.sla.customer_signed_at, datetime(2026, 9, 15, 1))
        [facts] = self.facts()
        self.assertEqual(facts["party"], "customer")
        self.assertEqual(facts["ip"], "192.0.2.7")
        self.assertEqual(facts["name_typed"], "Yang Fan")
        self.assertEqual(facts["pdf"], hashlib.sha256(shown).hexdigest())
        self.assertEqual(facts["image"], hashlib.sha256(draw()).hexdigest())
        self.assertFalse(self.sla._changed_since_submission())

    def test_frozen_with_the_document(self):
        self.send()
        self.sign()
        image = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "itsm.sla"),
                ("res_id", "=", self.sla.id),
                ("res_field", "=", "customer_signature"),
            ]
        )
        self.assertEqual(image.raw, draw())
        with self.assertRefused("frozen", AccessError):
            image.raw = draw((10, 10))
        with self.assertRefused("cannot be written"):
            self.sla.customer_signature = encode(draw((10, 10)))
        with self.assertRefused("cannot be written"):
            self.sla.customer_signed_ip = "192.0.2.8"

    def test_before_and_after(self):
        with self.assertRefused("recalled"):
            self.sign()
        self.approve()
        with self.assertRefused("recalled: wait"):
            self.sign()
        self.as_role("sales")._send_to_customer(self.contact)
        self.as_role("sales").action_recall()
        with self.assertRefused("recalled: wait"):
            self.sign()
        self.as_role("sales")._send_to_customer(self.contact)
        self.as_role("service_manager").action_cancel()
        with self.assertRefused("only what is approved and waits"):
            self.sign()
        self.assertNotIn("signed", self.kinds())

    def test_only_contacts_of_the_customer(self):
        self.send()
        for partner in (
            self.other.partner_id,
            self.users["sales"].partner_id,
            self.customer,
        ):
            with self.subTest(partner=partner.name):
                with self.assertRefused("is no contact of Jiangcheng"):
                    self.sign(partner)

    def test_second_signatory_comes_too_late(self):
        self.send()
        self.sign(self.contact)
        with self.assertRefused("for the customer already, by Feng Xue on 2026-09-15"):
            self.sign()
        self.assertEqual(len(self.facts()), 1)

    def test_what_is_signed_is_what_was_shown(self):
        self.send()
        for shown in (None, "", "0" * 64):
            with self.subTest(shown=shown):
                with self.assertRefused("has changed since you opened this page"):
                    self.sign(shown_hash=shown)

    def test_content_changed_past_the_program(self):
        self.send()
        self.env.cr.execute(
            "UPDATE itsm_sla_target SET minutes = 5 WHERE sla_id = %s", [self.sla.id]
        )
        self.env.invalidate_all()
        with self.assertRefused("is not what was approved"):
            self.sign()
        with self.assertRefused("is not what was approved"):
            self.as_role("general_manager")._sign_as_provider(encode(draw()))

    def test_pictures(self):
        self.send()
        cases = {
            "is missing": (None, "", False, 7, {"a": 1}),
            "no picture of a signature": (
                "not base64!",
                encode(b"GIF89a"),
                encode(b"<svg onload='alert(1)'/>"),
                encode(draw()[:200]),
                encode(draw((3000, 2000))),
            ),
            "is empty": (
                encode(draw(stroke=False)),
                encode(draw(kind="JPEG", stroke=False)),
            ),
            "larger than 1 MB": (encode(draw() + b"\0" * 1_000_000),),
        }
        for message, images in cases.items():
            for image in images:
                with self.subTest(message, image=str(image)[:20]):
                    with self.assertRefused(message):
                        self.sign(image=image)
        for name in (None, "", "  ", 5):
            with self.subTest(name=name), self.assertRefused("Enter the name"):
                self.sign(name=name)
        self.assertFalse(self.sla.customer_signature)
        self.sign(image=encode(draw(kind="JPEG")))

    def test_uploaded_scan(self):
        self.send()
        upload = self.sla.with_user(self.portal_user).sudo()._upload_as_customer
        shown = self.sla._get_pdf_hash()
        day = date(2026, 9, 15)

        def send(name="Feng Xue", on=day, scan=SCAN):
            upload(self.contact, name, on, ("signed.pdf", scan), "192.0.2.7", shown)

        for scan in (b"", b"MZ\x90\0", b"<html/>", SCAN + b"\0" * 10_000_000):
            with self.subTest(scan=scan[:4]), self.assertRefused("signed copy"):
                send(scan=scan)
        for wrong in (None, date(2026, 9, 14), date(2026, 9, 16)):
            with self.subTest(day=wrong), self.assertRefused("was approved on"):
                send(on=wrong)
        send()
        [facts] = self.facts()
        self.assertEqual(facts["way"], "scan")
        self.assertEqual(facts["scan"], hashlib.sha256(SCAN).hexdigest())
        self.assertEqual(facts["name_typed"], "Feng Xue")
        self.assertEqual(self.sla.scan_ids.raw, SCAN)
        self.assertEqual(self.sla.customer_signatory_id, self.contact)
        self.assertFalse(self.sla.customer_signed_at)

    # === AFTER BOTH === #

    def test_signed_pdf_is_filed(self):
        self.send()
        approved = self.sla.pdf_attachment_id
        self.assertEqual(self.facts("filed")[0]["name"], approved.name)
        self.sign()
        self.assertEqual(self.sla.pdf_attachment_id, approved)
        self.as_role("general_manager")._sign_as_provider(encode(draw()))
        self.assertTrue(self.sla.pdf_due_at)
        # until it is printed, the approved one is what there is
        self.assertEqual(self.sla.pdf_attachment_id, approved)
        self._file()
        self.assertFalse(self.sla.pdf_error)
        signed = self.sla.pdf_attachment_id
        self.assertEqual(signed.name, f"{self.sla.number}_2.0_signed.pdf")
        self.assertEqual(self.sla.approved_pdf_id, approved)
        line = self.sla.decision_ids.sorted("position")[-1]
        self.assertEqual(line.kind, "filed")
        self.assertEqual(line.content_hash, hashlib.sha256(signed.raw).hexdigest())
        found, _lines = self.env["itsm.evidence.check"]._check(self.sla)
        self.assertEqual(found, [])
        # once more changes nothing
        self.sla._request_pdf()
        self._file()
        self.assertEqual(self.sla.pdf_attachment_id, signed)
        with self.assertRefused("frozen", AccessError):
            approved.unlink()

    def test_put_in_force_after_both(self):
        self.send()
        self.sign()
        with self.assertRefused("not signed for the provider"):
            self.as_role("service_manager").action_put_in_force()
        self.as_role("general_manager")._sign_as_provider(encode(draw()))
        self.as_role("service_manager").action_put_in_force()
        self.assertEqual(self.sla.state, "signed")
        self.assertEqual(
            self.kinds()[3:], ["filed", "released", "signed", "signed", "scheduled"]
        )
