import io

from openpyxl import load_workbook
from PyPDF2 import PdfReader

from odoo.tests import tagged

from .common import GOOD, TryoutCommon

LATE = "=A3,2026-08-05 09:00,incident,P2,2026-08-05 09:45,2026-08-05 18:30,closed"


@tagged("post_install", "-at_install")
class TestTryoutPrint(TryoutCommon):
    """What is shown of a try-out: screen, PDF and workbook say the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tryout = cls.create_tryout(
            cls.rows(GOOD, LATE), cls.standard_sla, user=cls.manager
        )
        cls.tryout.candidate_ids.write({"name": "As usual", "monthly_fee": 1000})
        cls.tryout.action_compute()

    def test_screen(self):
        html = self.tryout.result_html
        for text in ("As usual", "50.00\N{NO-BREAK SPACE}%", "1 of 2", "too few"):
            with self.subTest(text):
                self.assertIn(text, html)
        # ten of a thousand: two targets of P2 at half a percent
        self.assertIn("10.00", html)
        # of P1 nothing came
        self.assertIn("not applicable", html)
        self.assertIn("Credits for availability are not included", html)
        self.assertIn("around the clock", self.tryout.assumptions_html)
        self.assertEqual(self.tryout.charts_html.count("<svg"), 6)
        self.assertIn("2026-08", self.tryout.months_html)

    def test_screen_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        html = self.tryout.with_context(lang="zh_CN").result_html
        self.assertIn("响应", html)

    def test_names_are_escaped(self):
        self.tryout.candidate_ids.name = "<img src=x>"
        html = self.tryout.result_html + self.tryout.charts_html
        self.assertNotIn("<img", html)
        self.assertIn("&lt;img", html)

    def test_rounded_down(self):
        """2 of 3 are 66.66 %, never 66.67."""
        rows = [GOOD, GOOD.replace("A1", "A2"), LATE]
        tryout = self.create_tryout(self.rows(*rows), self.standard_sla)
        tryout.action_compute()
        self.assertIn("66.66\N{NO-BREAK SPACE}%", tryout.result_html)
        self.assertEqual(tryout.last_line, "A 66.66\N{NO-BREAK SPACE}%")

    def test_pdf(self):
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        pdf, _kind = reports._render_qweb_pdf(
            "itsm_service_delivery.sla_tryout", self.tryout.ids
        )
        pages = PdfReader(io.BytesIO(pdf)).pages
        self.assertLessEqual(len(pages), 4)
        text = "".join(page.extract_text() for page in pages)
        for words in (
            "SLA Try-out",
            "As usual",
            "Comparison",
            "Assumptions",
            self.tryout.file_sha256[:20],
        ):
            with self.subTest(words):
                self.assertIn(words, text)

    def test_workbook(self):
        content, _kind = self.env["ir.actions.report"]._render_xlsx(
            "itsm_service_delivery.sla_tryout_xlsx", self.tryout.ids, {}
        )
        book = load_workbook(io.BytesIO(content))
        self.assertEqual(
            book.sheetnames, ["Comparison", "By month", "Missed", "Inputs"]
        )
        missed = [row for row in book["Missed"].iter_rows(values_only=True)][3:]
        # a reference is text, whatever it starts with
        self.assertEqual(
            [(row[1], row[3], row[6], row[7], row[8]) for row in missed],
            [("=A3", "Response", 30, 45, 15), ("=A3", "Resolution", 480, 570, 90)],
        )
        self.assertEqual(str(missed[0][5]), "2026-08-05 09:00:00")
        months = [row for row in book["By month"].iter_rows(values_only=True)][3:]
        overall = [row for row in months if row[3] == "overall"]
        self.assertEqual(overall[0][4:9], (1, 2, 50, 1, 10))

    def test_file_names(self):
        self.tryout.name = "2025/2026"
        self.assertEqual(self.tryout._get_print_name(), "SLA Try-out 2025-2026")
