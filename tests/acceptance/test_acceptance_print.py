"""The certificate: what both sides have signed, as it is filed."""

from datetime import timedelta

from odoo.tests import tagged

from ..approval.pdf import PdfReading
from .common import AcceptanceCommon


@tagged("post_install", "-at_install")
class TestAcceptancePrint(PdfReading, AcceptanceCommon):
    def print_text(self):
        return self.text(self.print_pdf(self.acceptance))

    def test_draft(self):
        text = self.print_text()
        for expected in (
            "Core network available at least 99.9 %",
            "Mandatory",
            "Network plan 1",
            "Not applicable: no service report of the period was approved.",
            "Project Operation of the information systems",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)

    def test_certificate(self):
        due = self.acceptance._today() + timedelta(days=14)
        self.accept("conditional", issues=[("Mend it", "customer", due)])
        shown = self.acceptance.pdf_attachment_id
        self.acceptance._file_pdf()
        self.assertNotEqual(self.acceptance.pdf_attachment_id, shown)
        self.assertEqual(self.acceptance.approved_pdf_id, shown)
        text = self.text(self.acceptance.pdf_attachment_id.raw)
        for expected in (
            "Accepted with conditions",
            f"Mend it Customer {due} Open",
            "Yang Fan",
            "Evidence of the signatures",
            "IP address 192.0.2.7",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)
        self.assertEqual(self.kinds()[-1], "filed")

    def test_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        known = {"en_US": "en_US", "zh_CN": "zh_CN", "both": "zh_CN"}
        for language, code in known.items():
            self.env.cr.execute(
                "UPDATE itsm_contract SET language = %s WHERE id = %s",
                [language, self.contract.id],
            )
            self.contract.invalidate_recordset(["language"])
            with self.subTest(language):
                self.assertEqual(self.acceptance._get_print_lang(), code)
                view = self.env["report.itsm_service_delivery.acceptance_document"]
                texts = view._view(self.acceptance).texts
                self.assertEqual(len(texts), 2 if language == "both" else 1)
