"""The customer signs, declines and asks on the portal."""

import base64
import hashlib
import io
import re
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .signature import SCAN, SignatureCommon, draw, encode


@tagged("post_install", "-at_install")
class TestPortalSign(SignatureCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-09-15 01:00:00"):
            super().setUpClass()
            cls.send()
        cls.url = f"/my/service-slas/{cls.sla.id}"

    def login(self, user=None):
        login = user.login if user else None
        self.authenticate(login, login)

    def accept(self, user=None, url=None, shown=None, **values):
        """Send what the signature form sends."""
        self.login(user or self.portal_user)
        shown = self.sla._get_pdf_hash() if shown is None else shown
        return self.make_jsonrpc_request(
            f"{url or self.url}/sign?pdf={shown}",
            {"name": "Yang Fan", "signature": encode(draw()), **values},
        )

    def post(self, path, user=None, files=None, token=True, **values):
        """Send a form of the page, with its token against forgery."""
        self.login(user or self.portal_user)
        if token:
            page = self.url_open(self.url).text
            found = re.search(r'name="csrf_token" value="([^"]+)"', page)
            values["csrf_token"] = found[1] if found else ""
        # a form with files is sent in parts
        files = files or {"none": ("", b"")}
        return self.url_open(f"{self.url}/{path}", data=values, files=files)

    def _is_untouched(self):
        self.assertEqual(self.kinds()[-1], "released")
        self.assertFalse(self.sla.customer_signatory_id)
        self.assertFalse(self.sla.customer_signature)
        self.assertTrue(self.sla.released_at)

    # === SIGNING === #

    def test_sign(self):
        shown = self.sla.pdf_attachment_id.raw
        answer = self.accept()
        self.assertEqual(answer["redirect_url"], f"{self.url}?message=signed")
        self.assertEqual(
            self.sla.customer_signatory_id, self.portal_user.partner_id
        )
        [facts] = self.facts()
        self.assertEqual(facts["party"], "customer")
        self.assertEqual(facts["way"], "drawn")
        self.assertEqual(facts["name_typed"], "Yang Fan")
        self.assertEqual(facts["ip"], "127.0.0.1")
        self.assertEqual(facts["image"], hashlib.sha256(draw()).hexdigest())
        self.assertEqual(facts["pdf"], hashlib.sha256(shown).hexdigest())
        line = self.sla.sudo().decision_ids.sorted("position")[-1]
        self.assertEqual(line.user_id, self.portal_user)
        self.assertEqual(line.content_hash, self.sla.sudo().round_id.content_hash)
        text = self.url_open(answer["redirect_url"]).text
        self.assertIn("Your signature is recorded", text)
        self.assertIn("Signed by you, we sign next", text)
        self.assertNotIn("itsm_modal_sign", text)
        again = self.accept()
        self.assertIn("signed for the customer already", again["error"])
        self.assertEqual(len(self.facts()), 1)

    def test_who_does_not_sign(self):
        for user in (self.other, self.users["sales"], self.users["general_manager"]):
            with self.subTest(user=user.login):
                answer = self.accept(user)
                self.assertEqual(
                    answer, {"error": "This document is not open to you."}
                )
        self._is_untouched()

    def test_who_is_not_logged_in_does_not_sign(self):
        self.authenticate(None, None)
        token = self.sla.sudo().portal_token
        shown = self.sla._get_pdf_hash()
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self.make_jsonrpc_request(
                f"{self.url}/sign?pdf={shown}&access_token={token}",
                {"name": "Yang Fan", "signature": encode(draw())},
            )
        self.assertEqual(caught.exception.args[0], "odoo.http.SessionExpiredException")
        self._is_untouched()

    def test_tampered_ids(self):
        for res_id in (self.first.id, self.standard_sla.id, 999999999, 0):
            with self.subTest(res_id=res_id):
                answer = self.accept(url=f"/my/service-slas/{res_id}")
                self.assertIn("not open to you", answer["error"])
        self._is_untouched()
        self.assertFalse(self.first.customer_signatory_id)

    def test_bad_pictures(self):
        for message, image in (
            ("is missing", None),
            ("is missing", ""),
            ("is missing", ["a"]),
            ("no picture", "????"),
            ("no picture", base64.b64encode(b"MZ" * 50).decode()),
            ("is empty", encode(draw(stroke=False))),
            ("larger than 1 MB", base64.b64encode(b"0" * 1_000_001).decode()),
        ):
            with self.subTest(message, image=str(image)[:9]):
                answer = self.accept(signature=image)
                self.assertIn(message, answer["error"])
        self.assertIn("Enter the name", self.accept(name=" ")["error"])
        self.assertIn("Enter the name", self.accept(name={"a": 1})["error"])
        self._is_untouched()

    def test_other_pdf_than_shown(self):
        for shown in ("", "None", "f" * 64):
            with self.subTest(shown=shown):
                answer = self.accept(shown=shown)
                self.assertIn("has changed since you opened", answer["error"])
        self._is_untouched()

    def test_recalled_while_the_page_is_open(self):
        self.as_role("sales").action_recall()
        self.assertIn("not open to you", self.accept()["error"])
        self.assertNotIn("signed", self.kinds())

    def test_refusal_writes_nothing(self):
        """What fails after the first write takes it back."""
        refusal = patch.object(
            self.env.registry["itsm.sla"],
            "_tell_of_signature",
            side_effect=UserError("Not today."),
        )
        with refusal:
            self.assertEqual(self.accept(), {"error": "Not today."})
        self.env.invalidate_all()
        self._is_untouched()

    # === UPLOADING === #

    def test_upload(self):
        form = {
            "signatory": str(self.contact.id),
            "name": "Feng Xue",
            "day": "2026-09-15",
            "pdf": self.sla._get_pdf_hash(),
        }
        for message, values, scan in (
            ("Add the scan", {}, b""),
            ("is a PDF, or a picture", {}, b"MZ\x90\x00"),
            ("was approved on", {"day": "2026-09-14"}, SCAN),
            ("was approved on", {"day": "2999-01-01"}, SCAN),
            ("was approved on", {"day": "soon"}, SCAN),
            ("Enter the name", {"name": ""}, SCAN),
            ("has changed since", {"pdf": "0"}, SCAN),
        ):
            with self.subTest(message, **values):
                files = {"scan": ("a.pdf", io.BytesIO(scan))}
                answer = self.post("upload", files=files, **{**form, **values})
                self.assertEqual(answer.status_code, 200)
                self.assertIn(message, answer.text)
                self._is_untouched()
        for signatory in ("", "x", str(self.other.partner_id.id)):
            with self.subTest(signatory=signatory):
                files = {"scan": ("a.pdf", io.BytesIO(SCAN))}
                values = {**form, "signatory": signatory}
                answer = self.post("upload", files=files, **values)
                self.assertEqual(answer.status_code, 404)
                self._is_untouched()
        files = {"scan": ("signed copy.pdf", io.BytesIO(SCAN))}
        answer = self.post("upload", files=files, **form)
        self.assertIn("Your signature is recorded", answer.text)
        self.assertEqual(self.sla.scan_ids.raw, SCAN)
        self.assertEqual(self.sla.customer_signatory_id, self.contact)
        [facts] = self.facts()
        self.assertEqual(facts["scan"], hashlib.sha256(SCAN).hexdigest())
        self.assertEqual(facts["signed_on"], "2026-09-15")

    # === DECLINING AND ASKING === #

    def test_decline(self):
        self.assertIn("Tell us why", self.post("decline", reason=" ").text)
        self._is_untouched()
        answer = self.post("decline", reason="Too slow at night")
        self.assertIn("/my/service-slas?message=declined", answer.url)
        self.assertIn("Thank you for telling us", answer.text)
        self.assertEqual(self.sla.decline_reason, "Too slow at night")
        self.assertEqual(self.sla.state, "approved")
        self.assertEqual(self.kinds()[-1], "declined")
        self.assertEqual(self.sla.activity_ids.user_id, self.users["sales"])

    def test_ask(self):
        answer = self.post("ask", question="Is <i>Sunday</i> included?")
        self.assertIn("Your question has reached us", answer.text)
        self.assertIn("Is &lt;i&gt;Sunday", self.sla.message_ids[0].body)

    def test_forms_of_others_and_forged_ones(self):
        for path, values in (
            ("decline", {"reason": "Never"}),
            ("ask", {"question": "Why?"}),
            ("upload", {"signatory": str(self.contact.id)}),
        ):
            with self.subTest(path), mute_logger("odoo.http"):
                self.assertEqual(
                    self.post(path, user=self.other, **values).status_code, 400
                )
                answer = self.post(path, token=False, **values)
                self.assertEqual(answer.status_code, 400)
        self._is_untouched()
        self.assertFalse(self.sla.activity_ids)

    def test_tour_at_phone_width(self):
        self.browser_size = "390x844"
        self.start_tour("/my", "itsm_portal_sign", login=self.portal_user.login)
        self.assertEqual(
            self.sla.customer_signatory_id, self.portal_user.partner_id
        )
        [facts] = self.facts()
        self.assertEqual(facts["way"], "drawn")
