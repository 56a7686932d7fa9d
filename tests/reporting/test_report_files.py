import base64
import io
import json

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import utc
from .common import ReportingCommon

PDF = "/report/pdf/itsm_service_delivery.service_report"
XLSX = "/report/xlsx/itsm_service_delivery.service_report_xlsx"


@tagged("post_install", "-at_install")
class TestReportWorkbook(ReportingCommon):
    def book(self, report):
        return load_workbook(io.BytesIO(report._xlsx_bytes()))

    def test_sheets(self):
        book = self.book(self.make_report())
        self.assertEqual(
            book.sheetnames,
            ["Summary", "Breakdowns", "Missed", "Availability", "Tickets"],
        )
        for sheet in book:
            self.assertEqual(sheet.freeze_panes, "A4")

    def test_tickets(self):
        sheet = self.book(self.make_report())["Tickets"]
        head = [cell.value for cell in sheet[3]]
        rows = {
            row[0].value: dict(zip(head, [cell.value for cell in row], strict=True))
            for row in sheet.iter_rows(min_row=4)
        }
        self.assertEqual(set(rows), {"GD-A", "GD-B", "GD-C", "GD-D"})
        row = rows["GD-B"]
        # A date that Excel calculates with, in the contract's time zone.
        self.assertEqual(str(row["Opened at"]), "2026-08-10 10:00:00")
        self.assertEqual(row["Response"], "Breached")
        self.assertEqual(row["Response used (min)"], 40)
        self.assertEqual(row["Resolution used (min)"], 300)
        self.assertEqual(row["Satisfaction"], 5)
        self.assertIsNone(rows["GD-C"]["Resolved at"])
        self.assertTrue(sheet.auto_filter.ref)

    def test_figures_are_numbers(self):
        sheet = self.book(self.make_report())["Summary"]
        rows = {row[1].value: row for row in sheet.iter_rows(min_row=4)}
        row = rows["Response, overall"]
        self.assertEqual([cell.value for cell in row[2:6:1]][0], 66.66)
        self.assertEqual((row[4].value, row[5].value), (2, 3))
        self.assertEqual(rows["Resolution, P1 Critical"][2].value, "N/A")

    def test_titles_are_no_formulas(self):
        for name, title in (
            ("A", '=HYPERLINK("http://example.com")'),
            ("B", "+1+1"),
            ("C", "@SUM(1)"),
        ):
            self.tickets[name].name = title
        report = self.make_report(user=self.pm)
        report.miss_ids.cause = "=1+1"
        book = self.book(report)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    self.assertNotEqual(cell.data_type, "f", cell.value)
        titles = [row[1].value for row in book["Tickets"].iter_rows(min_row=4)]
        self.assertIn('=HYPERLINK("http://example.com")', titles)

    def test_json_is_the_data_set(self):
        report = self.make_report()
        data = json.loads(base64.b64decode(report.dataset_file))
        self.assertEqual(data["figures"], report.dataset["figures"])
        self.assertEqual(data["report"]["number"], report.number)


@tagged("post_install", "-at_install")
class TestReportDownload(ReportingCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.make_report(user=cls.pm)
        cls.approve(cls.report)
        cls.env.flush_all()

    def test_allowed(self):
        auditor = self.users["auditor"]
        self.authenticate(auditor.login, auditor.login)
        for kind, start in (("pdf", b"%PDF-"), ("xlsx", b"PK"), ("json", b"{")):
            name = f"{self.report.file_name}.{kind}"
            where = f"/web/content/itsm.service.report/{self.report.id}"
            answer = self.url_open(f"{where}/{kind}_file/{name}")
            self.assertEqual(answer.status_code, 200, kind)
            self.assertTrue(answer.content.startswith(start), kind)
        answer = self.url_open(f"{PDF}/{self.report.id}")
        self.assertEqual(answer.status_code, 200)
        answer = self.url_open(f"{XLSX}/{self.report.id}")
        self.assertTrue(answer.content.startswith(b"PK"))

    def test_denied(self):
        for user in (self.plain_user, self.portal_user, self.users["commercial"]):
            self.authenticate(user.login, user.login)
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
                for url in (
                    f"/web/content/itsm.service.report/{self.report.id}/pdf_file",
                    f"/web/content/itsm.service.report/{self.report.id}/dataset_file",
                    f"{PDF}/{self.report.id}",
                    f"{XLSX}/{self.report.id}",
                ):
                    answer = self.url_open(url)
                    self.assertNotEqual(answer.status_code, 200, (user.login, url))
                    self.assertNotIn(b"%PDF", answer.content)

    def test_public_is_sent_to_the_login(self):
        answer = self.url_open(f"{PDF}/{self.report.id}", allow_redirects=False)
        self.assertIn(answer.status_code, (303, 302, 404))

    def test_instants_are_local(self):
        data = json.loads(self.report.sudo()._json_bytes())
        self.assertEqual(data["identity"]["timezone"], "Asia/Shanghai")
        self.assertEqual(self.report.approved_at, utc("2026-09-02 09:00"))
