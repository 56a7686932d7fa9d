import base64
import io
from unittest.mock import patch

from PyPDF2 import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged
from odoo.tests.common import new_test_user

from ...reports import pdf_engine
from .common import ReportingCommon

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestLocalFetcher(TransactionCase):
    """A report reads this Odoo's files and pictures, and nothing else."""

    def setUp(self):
        super().setUp()
        self.fetcher = pdf_engine.LocalFetcher(self.env)

    def fetch(self, path):
        return self.fetcher.fetch(pdf_engine.BASE_URL.rstrip("/") + path).read()

    def test_refused(self):
        for url in (
            "file:///etc/passwd",
            "http://169.254.169.254/latest/meta-data/",
            "https://example.com/logo.png",
            "ftp://example.com/x",
            "gopher://example.com/",
            pdf_engine.BASE_URL + "web/static/../../../../etc/passwd",
            pdf_engine.BASE_URL + "web/static/%2e%2e/%2e%2e/__manifest__.py",
            pdf_engine.BASE_URL + "base/models/ir_attachment.py",
            pdf_engine.BASE_URL + "web/session/destroy",
        ):
            with self.subTest(url=url), self.assertRaises(Exception) as caught:
                self.fetcher.fetch(url)
            self.assertIsInstance(caught.exception, (ValueError, OSError))

    def test_static_file(self):
        css = self.fetch("/itsm_service_delivery/static/src/css/paged_document.css")
        self.assertIn(b"@page", css)

    def test_only_printable_static_files(self):
        with self.assertRaises(ValueError):
            self.fetch("/web/static/src/session.js")

    def test_data_url(self):
        picture = self.fetcher.fetch(f"data:image/png;base64,{PIXEL}")
        self.assertEqual(picture.read(), base64.b64decode(PIXEL))

    def test_attachment_by_the_users_rights(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "x.png", "datas": PIXEL, "res_model": "res.users.log", "res_id": 1}
        )
        path = f"/web/image/{attachment.id}"
        self.assertEqual(self.fetch(path), base64.b64decode(PIXEL))
        portal = new_test_user(self.env, "itsm_fetcher", groups="base.group_portal")
        self.fetcher = pdf_engine.LocalFetcher(self.env(user=portal))
        with self.assertRaises(AccessError):
            self.fetch(path)

    def test_stored_link_is_not_followed(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "x", "type": "url", "url": "https://example.com/x.png"}
        )
        with self.assertRaises(ValueError):
            self.fetch(f"/web/content/{attachment.id}")

    def test_hostile_html_prints_without_it(self):
        html = (
            "<p>text</p><img src='file:///etc/hostname'/>"
            "<link rel='attachment' href='file:///etc/hostname'/>"
            "<object data='http://127.0.0.1:1/'></object>"
        )
        with self.assertLogs("weasyprint", "ERROR"):
            pdf = pdf_engine.write_pdf(self.env, html)
        self.assertTrue(pdf.startswith(b"%PDF"))
        self.assertNotIn(b"EmbeddedFile", pdf)

    def test_not_installed(self):
        with patch.object(pdf_engine, "weasyprint", None):
            with self.assertRaisesRegex(UserError, "pip install weasyprint"):
                pdf_engine.write_pdf(self.env, "<p/>")


@tagged("post_install", "-at_install")
class TestPdfEngine(ReportingCommon):
    def render(self, reports, **context):
        action = "itsm_service_delivery.action_report_service_report"
        model = self.env["ir.actions.report"]
        model = model.with_context(force_report_rendering=True, **context)
        content, kind = model._render_qweb_pdf(action, reports.ids)
        self.assertEqual(kind, "pdf")
        return PdfReader(io.BytesIO(content))

    def test_other_reports_keep_odoos_engine(self):
        others = self.env["ir.actions.report"].search(
            [("model", "not like", "itsm.%"), ("report_type", "=", "qweb-pdf")]
        )
        self.assertEqual(set(others.mapped("pdf_engine")), {"odoo"})

    def test_the_web_client_knows_the_engine(self):
        report = self.make_report()
        action = report.action_print_pdf()
        self.assertEqual(action["pdf_engine"], "weasyprint")
        self.assertEqual(action["type"], "ir.actions.report")

    def test_pages_and_data_set(self):
        report = self.make_report()
        pdf = self.render(report)
        self.assertGreater(len(pdf.pages), 3)
        text = "".join(page.extract_text() for page in pdf.pages)
        self.assertIn(report.number, text)
        self.assertIn("Draft", text)
        self.assertIn(f"Page 2 of {len(pdf.pages)}", text)
        files = pdf.trailer["/Root"]["/Names"]["/EmbeddedFiles"]["/Names"]
        embedded = files[1].get_object()["/EF"]["/F"].get_object().get_data()
        self.assertEqual(embedded, report._json_bytes())

    def test_several_reports_are_merged(self):
        one = self.make_report()
        two = self.make_report("2026-08-01", "2026-08-07")
        pages = len(self.render(one).pages) + len(self.render(two).pages)
        self.assertEqual(len(self.render(one | two).pages), pages)

    def test_approved_is_printed_as_stored(self):
        report = self.make_report(user=self.pm)
        self.approve(report)
        stored = base64.b64decode(report.sudo().with_context(bin_size=False).pdf_file)
        with patch.object(pdf_engine, "weasyprint", None):
            self.assertEqual(report.sudo()._pdf_bytes(), stored)
        text = "".join(
            page.extract_text() for page in PdfReader(io.BytesIO(stored)).pages
        )
        self.assertNotIn("Draft", text)
        self.assertIn(self.manager.name, text)

    def test_long_and_strange_texts(self):
        """Titles with markup, very long words, emoji: printed as they are."""
        self.tickets["B"].name = "<script>alert(1)</script> & " + "x" * 300 + " 系统 😀"
        report = self.make_report()
        report.summary = "<b>bold?</b>\n" + "y" * 400
        html = self.env["ir.actions.report"]._render_qweb_html(
            "itsm_service_delivery.action_report_service_report", report.ids
        )[0]
        self.assertNotIn(b"<script>", html)
        self.assertIn(b"&lt;b&gt;bold?", html)
        self.assertGreater(len(self.render(report).pages), 3)
