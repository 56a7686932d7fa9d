"""The portal: who sees which document, and what of it."""

import base64
import hashlib
from datetime import date

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .signature import SignatureCommon


@tagged("post_install", "-at_install")
class TestPortal(SignatureCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-09-15 01:00:00"):
            super().setUpClass()
            cls.send()

    def login(self, user=None):
        """Log in as the customer, as somebody else, or as nobody."""
        login = user.login if user else None
        self.authenticate(login, login)

    def page(self, path="", sla=None, user=None, **kwargs):
        sla = self.sla if sla is None else sla
        self.login(self.portal_user if user is None else user)
        return self.url_open(f"/my/service-slas/{sla.id}{path}", **kwargs)

    # === WHO SEES IT === #

    def test_customer_reads_the_page(self):
        answer = self.page()
        self.assertEqual(answer.status_code, 200)
        for expected in (
            self.sla.number,
            "Waits for your signature",
            "Jiangcheng Manufacturing",
            "15 min around the clock",
            "5x8",
            "99.9 %",
            "at most 20 % of the monthly fee",
            self.sla._get_pdf_hash(),
            "itsm_modal_sign",
        ):
            with self.subTest(expected):
                self.assertIn(expected, answer.text)

    def test_pdf(self):
        answer = self.page("/pdf")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertEqual(
            hashlib.sha256(answer.content).hexdigest(), self.sla._get_pdf_hash()
        )

    def test_others_see_nothing(self):
        draft = self.standard_sla
        for user in (self.other, self.plain_user):
            for path in ("", "/pdf"):
                with self.subTest(user=user.login, path=path):
                    answer = self.page(path, user=user)
                    self.assertEqual(answer.status_code, 404)
                    self.assertNotIn(self.sla.number, answer.text)
        for sla in (self.first, draft):
            self.assertEqual(self.page(sla=sla).status_code, 404, "not sent")
        self.assertEqual(self.url_open("/my/service-slas/999999999").status_code, 404)
        self.assertEqual(self.url_open("/my/service-slas/0").status_code, 404)
        self.assertEqual(self.url_open("/my/service-slas/abc").status_code, 404)
        self.assertEqual(
            self.url_open(f"/my/res.partner/{self.sla.id}").status_code, 404
        )

    def test_public_is_asked_to_log_in(self):
        self.login()
        for res_id in (self.sla.id, 999999999):
            answer = self.url_open(f"/my/service-slas/{res_id}", allow_redirects=False)
            self.assertEqual(answer.status_code, 303)
            self.assertIn("/web/login?redirect=", answer.headers["Location"])
        answer = self.url_open(f"/my/service-slas/{self.sla.id}/pdf")
        self.assertEqual(answer.status_code, 404)

    def test_recalled(self):
        token = self.sla.sudo().portal_token
        self.as_role("sales").action_recall()
        self.assertEqual(self.page().status_code, 404)
        self.assertEqual(self.page("/pdf").status_code, 404)
        answer = self.url_open(f"/my/service-slas/{self.sla.id}?access_token={token}")
        self.assertEqual(answer.status_code, 404)

    def test_cancelled(self):
        self.as_role("service_manager").action_cancel()
        self.assertEqual(self.page().status_code, 404)

    def test_colleagues_see_it_as_the_customer_does(self):
        answer = self.page(user=self.users["sales"])
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("itsm_modal_sign", answer.text)
        self.assertIn("Back to edit mode", answer.text)
        self.as_role("sales").action_recall()
        self.assertEqual(self.page(user=self.users["sales"]).status_code, 404)

    # === BY THE MAILED LINK === #

    def test_token_opens_page_and_pdf(self):
        self.login()
        url = f"/my/service-slas/{self.sla.id}"
        token = self.sla.sudo().portal_token
        answer = self.url_open(f"{url}?access_token={token}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Log in to sign", answer.text)
        self.assertNotIn("itsm_modal_", answer.text)
        answer = self.url_open(f"{url}/pdf?access_token={token}")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")

    def test_token_of_another_document(self):
        with freeze_time("2026-09-15 01:00:00"):
            self.as_role("service_manager", self.first)._send_to_customer(self.contact)
        other_token = self.first.sudo().portal_token
        self.assertNotEqual(other_token, self.sla.sudo().portal_token)
        for token in (other_token, "", "x", "False", "None"):
            with self.subTest(token=token):
                answer = self.page(f"?access_token={token}", user=self.other)
                self.assertEqual(answer.status_code, 404)

    def test_token_does_not_open_the_conversation(self):
        remark = "They would take 30 minutes too"
        self.sla.message_post(
            body=remark,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.login()
        token = self.sla.sudo().portal_token
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                "/mail/chatter_fetch",
                {
                    "thread_model": "itsm.sla",
                    "thread_id": self.sla.id,
                    "token": token,
                },
            )
        self.assertNotIn(remark, self.page().text)

    # === WHAT THEY SEE === #

    def test_only_what_is_meant_for_customers(self):
        """No review, no approval, no people of ours but the contact."""
        text = self.page().text
        for secret in (
            self.users["technical_manager"].name,
            self.users["service_manager"].name,
            "content_hash",
            self.sla.sudo().portal_token,
            "Shorter",
        ):
            with self.subTest(secret):
                self.assertNotIn(secret, text)

    def test_values_are_whitelisted(self):
        values = self.sla.sudo()._portal_values()
        self.assertEqual(
            set(values),
            {
                "id", "url", "number", "name", "version", "state", "colour",
                "first_day", "last_day", "to_sign", "type", "provider", "customer",
                "pdf", "pdf_hash", "shown_hash", "contact", "signed_with", "signing",
                "contract",
                "terms",
            },
        )  # fmt: skip
        self.assertEqual(values["first_day"], date(2026, 10, 1))
        self.assertEqual(values["last_day"], date(2027, 7, 31))
        self.assertEqual(values["customer"]["name"], "Jiangcheng Manufacturing")

    def test_home_and_list(self):
        self.login(self.portal_user)
        counters = ["itsm_sla_count", "itsm_sla_to_sign_count"]
        count = self.make_jsonrpc_request("/my/counters", {"counters": counters})
        self.assertEqual(count, {"itsm_sla_count": 1, "itsm_sla_to_sign_count": 1})
        self.assertIn("/my/service-slas", self.url_open("/my").text)
        for query, shown in (
            ("", True),
            ("?filterby=to_sign&sortby=number", True),
            ("?filterby=in_force", False),
            ("?filterby=ended&sortby=state", False),
            ("?filterby=x&sortby=id;drop", True),
            ("/page/7", True),
        ):
            with self.subTest(query=query):
                answer = self.url_open(f"/my/service-slas{query}")
                self.assertEqual(answer.status_code, 200)
                self.assertEqual(self.sla.number in answer.text, shown)
        self.login(self.other)
        count = self.make_jsonrpc_request("/my/counters", {"counters": counters})
        self.assertEqual(count, {"itsm_sla_count": 0, "itsm_sla_to_sign_count": 0})
        text = self.url_open("/my/service-slas").text
        self.assertNotIn(self.sla.number, text)
        self.assertIn("Nothing was sent to your company yet", text)

    def test_language_of_the_reader(self):
        """The print is in the customer's language, the page in the reader's."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.portal_user.lang = "zh_CN"
        hours = "15 分钟（7×24 小时）"
        self.assertIn(hours, self.page().text)
        self.assertIn(self.sla.number, self.page().text)
        self.portal_user.lang = "en_US"
        self.assertNotIn(hours, self.page().text)

    def test_page_of_a_contract(self):
        with freeze_time("2026-09-15 01:00:00"):
            manager = self.as_role("service_manager", self.contract)
            manager._send_to_customer(self.contact)
        url = f"/my/service-contracts/{self.contract.id}"
        self.login(self.portal_user)
        text = self.url_open(url).text
        for expected in (self.contract.number, "In Force", "100,000.00"):
            with self.subTest(expected):
                self.assertIn(expected, text)
        self.assertNotIn("itsm_modal_sign", text)
        self.assertIn(self.contract.number, self.url_open("/my/service-contracts").text)
        self.login(self.other)
        self.assertEqual(self.url_open(url).status_code, 404)

    # === NO RIGHT OF THEIR OWN === #

    def test_no_portal_user_reaches_the_models(self):
        calls = [
            ("read", [[self.sla.id], ["name", "state"]]),
            ("search", [[]]),
            ("search_count", [[]]),
            ("web_search_read", [[], {"name": {}}]),
            ("read_group", [[], ["id"], ["state"]]),
            ("export_data", [[self.sla.id], ["name"]]),
            ("name_search", [""]),
            ("write", [[self.sla.id], {"name": "Mine"}]),
            ("create", [{"name": "Mine"}]),
            ("unlink", [[self.sla.id]]),
            ("copy", [[self.sla.id]]),
            ("action_submit", [[self.sla.id]]),
            ("action_release", [[self.sla.id]]),
            ("action_recall", [[self.sla.id]]),
            ("action_sign_as_provider", [[self.sla.id]]),
            ("action_record_signatures", [[self.sla.id]]),
            ("action_print_document", [[self.sla.id]]),
            ("decide", [[self.sla.id], "approved"]),
            ("message_post", [[self.sla.id]]),
            ("_sign_as_customer", [[self.sla.id], 1, "a", "b", "c", "d"]),
            ("_portal_values", [[self.sla.id]]),
        ]
        for model in ("itsm.sla", "itsm.contract"):
            record = self.sla if model == "itsm.sla" else self.contract
            for user in (self.portal_user, self.other):
                self.login(user)
                for method, args in calls:
                    args = [[record.id] if a == [self.sla.id] else a for a in args]
                    with self.subTest(model=model, user=user.login, method=method):
                        self._refused(model, method, args)
        self.assertEqual(self.sla.state, "approved")

    def _refused(self, model, method, args):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self.make_jsonrpc_request(
                f"/web/dataset/call_kw/{model}/{method}",
                {"model": model, "method": method, "args": args, "kwargs": {}},
            )
        self.assertIn(
            caught.exception.args[0],
            ("odoo.exceptions.AccessError", "odoo.exceptions.UserError"),
        )

    def test_files_by_their_own_address(self):
        """Neither the PDF nor the pictures open by Odoo's own routes."""
        self.login(self.portal_user)
        pdf = self.sla.pdf_attachment_id
        for address in (
            f"/web/content/{pdf.id}",
            f"/web/content/itsm.sla/{self.sla.id}/customer_signature",
            f"/web/image/itsm.sla/{self.sla.id}/provider_signature",
            f"/report/pdf/itsm_service_delivery.sla_document/{self.sla.id}",
        ):
            with self.subTest(address), mute_logger("odoo.http"):
                answer = self.url_open(address)
                self.assertNotIn("application/pdf", answer.headers["Content-Type"])
                self.assertNotIn(base64.b64encode(pdf.raw[:60]).decode(), answer.text)
