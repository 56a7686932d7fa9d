"""The closure on paper: what was settled, by whom, and why the project is closed."""

from odoo.tests import tagged

from ..approval.pdf import PdfReading
from .closure_common import ClosureCommon


@tagged("post_install", "-at_install")
class TestClosurePrint(PdfReading, ClosureCommon):
    def test_draft(self):
        text = self.text(self.print_pdf(self.closure))
        self.assertIn("no final acceptance is signed", text)
        self.assertIn("No final acceptance is signed.", text)
        self.assertNotIn("Waiver of the Acceptance", text)

    def test_filed(self):
        self.closure.conclusion = "All is handed over."
        self.close()
        # the project is closed, and its closure is filed all the same
        self.closure.sudo()._file_pdf()
        text = self.text(self.closure.pdf_attachment_id.raw)
        for expected in (
            "Minutes of 2026-08-20",
            self.manager.name,
            str(self.contract._today()),
            "The program has checked its items on",
            "The customer was merged; nobody is left to sign.",
            "All is handed over.",
            self.director.name,
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)
        line = self.closure.sudo().decision_ids.sorted("position")[-1]
        self.assertEqual(line.kind, "filed")
        found, _count = self.env["itsm.evidence.check"]._check(self.closure.sudo())
        self.assertEqual(found, [])
