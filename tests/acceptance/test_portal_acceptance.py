"""What the customer sees of acceptances, and what nobody else does."""

import re
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..contract.signature import draw, encode
from .common import AcceptanceCommon

_URL = re.compile(r'name="csrf_token" value="([^"]+)"')


@tagged("post_install", "-at_install")
class TestPortalAcceptance(AcceptanceCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.send()
        cls.url = f"/my/acceptances/{cls.acceptance.id}"

    def login(self, user=None):
        login = user.login if user else None
        self.authenticate(login, login)

    def page(self, user=None, url=None, **query):
        self.login(user or self.portal_user)
        return self.url_open(url or self.url, params=query)

    def post(self, path="answer", user=None, **values):
        """Send a form of the page, with its token against forgery."""
        self.login(user or self.portal_user)
        found = _URL.search(self.url_open(self.url).text)
        values["csrf_token"] = found[1] if found else ""
        return self.url_open(f"{self.url}/{path}", data=values)

    def form(self, conclusion="pass", **values):
        """Return the fields of an answer in which everything passes."""
        criteria = self.acceptance.sudo().criterion_ids
        return {
            "former": self.acceptance._get_answer_hash(),
            "conclusion": conclusion,
            **{f"result_{line.id}": "pass" for line in criteria},
            **values,
        }

    def sign(self, shown=None, user=None):
        self.login(user or self.portal_user)
        shown = self.acceptance._get_shown_hash() if shown is None else shown
        return self.make_jsonrpc_request(
            f"{self.url}/sign?pdf={shown}",
            {"name": "Yang Fan", "signature": encode(draw())},
        )

    # === ANSWERING === #

    def test_answer_is_kept(self):
        first, second = self.acceptance.criterion_ids
        answer = self.post(
            do="save",
            **{
                "conclusion": "conditional",
                f"result_{first.id}": "fail",
                f"comment_{first.id}": "Down <b>twice</b>",
                "issue_name": "Mend it",
                "issue_side": "provider",
                "issue_date_due": "2020-01-01",
            },
        )
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Your answer is saved", answer.text)
        kept = self.acceptance._get_answer()
        self.assertEqual(kept.result_of(first.id), ("fail", "Down <b>twice</b>"))
        self.assertEqual(kept.result_of(second.id), ("", ""))
        self.assertIn("Down &lt;b&gt;twice", answer.text)
        # going on is refused, and nothing of it is lost
        answer = self.post(
            do="continue",
            former=self.acceptance._get_answer_hash(),
            conclusion="conditional",
            issue_name="Mend it soon",
            issue_side="provider",
            issue_date_due="2020-01-01",
        )
        self.assertIn("2020-01-01 is over", answer.text)
        self.assertIn("Mend it soon", answer.text)
        self.assertIn("Mend it soon", self.page().text)

    def test_rows_of_issues(self):
        values = {
            "issue_name": ["First", "Second", ""],
            "issue_side": ["provider", "customer", "provider"],
            "issue_date_due": ["2099-01-01", "2099-01-02", ""],
        }
        self.post(do="add", **self.form("conditional", **values))
        issues = self.acceptance._get_answer().issues
        self.assertEqual(
            [(point.name, point.side) for point in issues],
            [("First", "provider"), ("Second", "customer")],
        )
        self.post(do="remove-0", **self.form("conditional", **values))
        [left] = self.acceptance._get_answer().issues
        self.assertEqual(left.name, "Second")

    def test_rest_passes(self):
        first, second = self.acceptance.criterion_ids
        self.post(do="pass_rest", **{f"result_{first.id}": "fail"})
        answer = self.acceptance._get_answer()
        self.assertEqual(answer.result_of(first.id)[0], "fail")
        self.assertEqual(answer.result_of(second.id)[0], "pass")

    def test_colleague_was_quicker(self):
        former = self.acceptance._get_answer_hash()
        self.post(do="save", **self.form("pass", reason="Mine"))
        answer = self.post(do="save", former=former, conclusion="fail", reason="Yours")
        self.assertIn("Somebody has saved another answer", answer.text)
        # what was written is on the page, what was kept is kept
        self.assertIn("Yours", answer.text)
        self.assertEqual(self.acceptance._get_answer().reason, "Mine")

    def test_steps(self):
        self.assertIn('id="itsm_answer"', self.page().text)
        # the second step is not reached by its address
        self.assertIn('id="itsm_answer"', self.page(step="confirm").text)
        answer = self.post(do="continue", **self.form())
        self.assertIn("step=confirm", answer.url)
        self.assertIn("This is your answer", answer.text)
        answer = self.sign()
        self.assertIn("message=signed", answer["redirect_url"])
        page = self.page().text
        self.assertNotIn('id="itsm_answer"', page)
        self.assertIn("Signed by you, we sign next", page)
        self.assertEqual(self.acceptance.conclusion, "pass")

    def test_incomplete_answer_is_not_signed(self):
        self.assertIn("Choose your conclusion", self.sign()["error"])
        self.post(do="save", **self.form("conditional"))
        self.assertIn("at least one remaining issue", self.sign()["error"])
        shown = self.acceptance._get_shown_hash()
        self.post(do="save", **self.form())
        self.assertIn("has changed since you opened", self.sign(shown)["error"])
        self.assertFalse(self.acceptance.conclusion)
        self.assertNotIn("signed", self.kinds())

    def test_fail(self):
        answer = self.post(do="continue", **self.form("fail"))
        self.assertIn("Say why you do not accept", answer.text)
        answer = self.post(do="continue", **self.form("fail", reason="Too slow"))
        self.assertIn('id="itsm_refuse"', answer.text)
        answer = self.post("decline", reason="Too slow")
        self.assertIn("/my/acceptances?message=declined", answer.url)
        self.assertEqual(self.acceptance.state, "failed")
        self.assertIn("Too slow", self.page().text)
        self.assertIn("does not wait for", self.post("decline", reason="Again").text)

    def test_state_of_issues(self):
        due = self.acceptance._today() + timedelta(days=3)
        self.keep(
            self.answer_of("conditional", issues=[("Mend it", "provider", due)])
        )
        self.sign_as_customer()
        self.sign_as_provider()
        page = self.page().text
        self.assertIn("Accepted with Conditions", page)
        self.assertIn("Mend it", page)
        self.acceptance.issue_ids.with_user(self.manager).close("Internal words")
        page = self.page().text
        self.assertIn("Closed", page)
        self.assertNotIn("Internal words", page)

    # === WHO SEES IT === #

    def test_hidden(self):
        """Of others, unreleased, recalled and missing ones are all the same answer."""
        unreleased = self.new_acceptance(kind="stage", stage_name="Half-year")
        addresses = [f"/my/acceptances/{key}" for key in (unreleased.id, 999999999, 0)]
        for address in addresses:
            with self.subTest(address), mute_logger("odoo.http"):
                self.assertEqual(self.page(url=address).status_code, 404)
                self.assertEqual(self.page(url=f"{address}/pdf").status_code, 404)
        with mute_logger("odoo.http"):
            self.assertEqual(self.page(self.other).status_code, 404)
            self.assertEqual(self.page(self.other, f"{self.url}/pdf").status_code, 404)
            self.as_role("project_manager").action_recall()
            self.assertEqual(self.page().status_code, 404)
        self.assertNotIn(self.acceptance.number, self.page(url="/my/acceptances").text)

    def test_token(self):
        token = self.acceptance.sudo().portal_token
        self.login()
        with mute_logger("odoo.http"):
            for guess in ("", token[:-1], "x" * 43):
                answer = self.url_open(f"{self.url}/pdf?access_token={guess}")
                self.assertEqual(answer.status_code, 404)
        page = self.url_open(f"{self.url}?access_token={token}").text
        self.assertIn(self.acceptance.number, page)
        self.assertNotIn('id="itsm_answer"', page)
        answer = self.url_open(f"{self.url}/pdf?access_token={token}")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")

    def test_evidence_files(self):
        values = {"name": "list.txt", "raw": b"who was there"}
        place = {"res_model": "itsm.acceptance.criterion"}
        files = self.env["ir.attachment"].with_user(self.manager)
        file = files.create({**values, **place})
        stranger = self.env["ir.attachment"].create({**values, "name": "secret.txt"})
        other = self.new_acceptance(kind="stage", stage_name="Half-year")
        other.criterion_ids[0].write({"evidence_ids": [(4, file.id)]})
        self.assertEqual(file.res_id, other.criterion_ids[0].id)
        self.send(other)
        url = f"/my/acceptances/{other.id}/evidence"
        self.assertEqual(self.page(url=f"{url}/{file.id}").content, b"who was there")
        with mute_logger("odoo.http"):
            for address, user in (
                (f"{url}/{stranger.id}", self.portal_user),
                (f"{self.url}/evidence/{file.id}", self.portal_user),
                (f"{url}/{file.id}", self.other),
            ):
                self.assertEqual(self.page(user, address).status_code, 404)

    def test_values_are_whitelisted(self):
        words = "Internal words"
        self.acceptance.message_post(body=words)
        values = self.acceptance.sudo()._portal_values()
        self.assertEqual(
            set(values),
            {
                "id", "url", "number", "name", "version", "state", "colour",
                "first_day", "last_day", "to_sign", "type", "provider", "customer",
                "pdf", "pdf_hash", "shown_hash", "contact", "signed_with", "signing",
                "kind", "stage", "basis", "summary", "planned", "place", "mode",
                "former_reason", "members", "deliverables", "issues", "sla_table",
                "answer", "criteria", "answer_hash", "conclusion", "conclusion_key",
                "reason",
            },
        )  # fmt: skip
        self.assertNotIn("Internal words", self.page().text)

    # === PAST THE PAGES === #

    def test_models_are_closed_to_portal_users(self):
        models = (
            "itsm.acceptance",
            "itsm.acceptance.criterion",
            "itsm.acceptance.deliverable",
            "itsm.acceptance.member",
            "itsm.remaining.issue",
        )
        for user in (self.portal_user, self.other):
            for model in models:
                records = self.env[model].with_user(user)
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(user=user.login, model=model, op=operation):
                        self.assertFalse(records.has_access(operation))
                        with self.assertRaises(AccessError):
                            records.check_access(operation)

    def test_rpc(self):
        for user in (self.portal_user, self.other):
            self.login(user)
            for method, args in (
                ("read", [self.acceptance.ids, ["name"]]),
                ("search_read", [[], ["name"]]),
                ("_portal_values", [self.acceptance.ids]),
                ("_keep_answer", [self.acceptance.ids, {"conclusion": "pass"}]),
                ("action_recall", [self.acceptance.ids]),
                ("write", [self.acceptance.ids, {"name": "Mine"}]),
            ):
                with (
                    self.subTest(user=user.login, method=method),
                    mute_logger("odoo.http"),
                    self.assertRaises(JsonRpcException) as caught,
                ):
                    self.make_jsonrpc_request(
                        f"/web/dataset/call_kw/itsm.acceptance/{method}",
                        {
                            "model": "itsm.acceptance",
                            "method": method,
                            "args": args,
                            "kwargs": {},
                        },
                    )
                self.assertIn("AccessError", caught.exception.args[0])

    def test_forms_of_others_and_forged_ones(self):
        with mute_logger("odoo.http"):
            # neither is offered a form
            for user in (self.other, self.users["service_manager"]):
                answer = self.post(user=user, do="save", conclusion="pass")
                self.assertEqual(answer.status_code, 400)
            self.login(self.portal_user)
            answer = self.url_open(f"{self.url}/answer", data={"do": "save"})
            self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.acceptance._get_answer().conclusion)
        self.assertEqual(
            self.sign(user=self.other), {"error": "This document is not open to you."}
        )
