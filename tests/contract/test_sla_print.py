"""The printed service level agreement, as both parties sign it (clause 1.3)."""

from odoo import fields
from odoo.tests import tagged

from ..approval.pdf import PdfReading
from ..common import ItsmCommon


@tagged("post_install", "-at_install")
class TestSlaPrint(PdfReading, ItsmCommon):
    def print_text(self, sla=None):
        return self.text(self.print_pdf(sla or self.sla))

    def test_parties(self):
        china = self.env.ref("base.cn")
        self.provider.write(
            {"street": "18 Yunling Road", "city": "Beijing", "country_id": china.id}
        )
        text = self.print_text()
        self.assertIn(f"Provider {self.provider.name} China, Beijing 18 Yunl", text)
        self.assertIn("Customer Jiangcheng Manufacturing", text)
        self.assertIn(f"Contract {self.contract.number} · Operation of the", text)
        self.assertIn("Valid 2026-08-01 – 2027-07-31", text)
        self.assertIn("For the provider", text)
        self.assertIn("Signature and seal", text)

    def test_standard_sla_has_no_parties(self):
        text = self.print_text(self.standard_sla)
        self.assertIn("It binds nobody by itself.", text)
        self.assertNotIn("Signature and seal", text)
        self.assertNotIn("Jiangcheng", text)

    def test_targets(self):
        """Domain table 3.7: P1 15 min and 4 h around the clock, P4 40 hours of 5x8."""
        self.sla.target_ids.filtered(
            lambda line: line.priority_id.code == "P1" and line.metric == "response"
        ).attainment_target = 98
        text = self.print_text()
        for expected in (
            "15 min around the clock",
            "4 h around the clock",
            "40 h of service time = 5 working days of 8 h",
            "Service hours: 5x8",
            "Met by at least 98 % of the tickets",
            "Response targets met ≥ 95 %",
            "Resolution targets met ≥ 95 %",
            "Mean satisfaction, scores from 1 to 5 ≥ 4.20",
            "With fewer than 10 decided tickets",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)

    def test_priority_matrix(self):
        text = self.print_text()
        self.assertIn(
            "Impact \\ Urgency High Medium Low"
            " High P1 P2 P3 Medium P2 P3 P3 Low P3 P4 P4",
            text,
        )

    def test_hours(self):
        text = self.print_text()
        self.assertIn(
            "5x8 Monday – Friday 09:00–12:00, 13:00–18:00 Asia/Shanghai", text
        )
        self.assertIn("24x7 Every day 00:00–24:00", text)
        self.assertIn("2026-09-20 09:00–12:00, 13:00–18:00", text, "A make-up workday.")
        self.assertIn("2026-10-01 – 2026-10-07", text, "A holiday, local days.")
        self.assertNotIn("2026-05-01", text, "Before the agreement.")

    def test_terms(self):
        text = self.print_text()
        for expected in (
            "ERP operation 24x7 ≥ 99.9 % Second Sunday of the month, 00:00 to 04:00",
            "OA operation 07-22 ≥ 99.5 % —",
            "0.5 % for each missed target of P1",
            "1 % for each started 0.1 points below an availability target",
            "at most 20 % of the monthly fee",
            "Basis: Decided in the period.",
            "Each target counts once, in the period in which it was met",
            "75 % of its target are used",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)

    def test_as_agreed(self):
        """Later changes of the matrix and the hours do not change the agreement."""
        self.adopt(self.sla)
        self.env["itsm.priority.rule"].set_cell(
            "high", "high", self.priorities["P2"].id
        )
        self.calendars["5x8"].attendance_ids.filtered(
            lambda line: line.dayofweek == "4"
        ).unlink()
        text = self.print_text()
        self.assertIn("High P1 P2 P3 Medium", text)
        self.assertIn("Monday – Friday 09:00–12:00", text)
        draft = self.print_text(self.sla.revise(True, "Four days"))
        self.assertIn("High P2 P2 P3 Medium", draft)
        self.assertIn("Monday – Thursday 09:00–12:00", draft)

    def test_signatures(self):
        self.adopt(self.sla)
        director = self.users["service_director"]
        self.sla._transition(
            {
                "provider_signatory_id": director.id,
                "provider_signed_on": fields.Date.to_date("2026-07-20"),
                "customer_signatory_id": self.contact.id,
                "customer_signed_on": fields.Date.to_date("2026-07-21"),
            }
        )
        block = self.print_text().partition("Signatures")[2]
        for expected in (director.name, "Feng Xue", "2026-07-20", "2026-07-21"):
            with self.subTest(expected):
                self.assertEqual(block.count(expected), 1)

    def test_language_and_zone_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        self.assertEqual(self.sla._get_print_lang(), "zh_CN")
        self.assertEqual(self.standard_sla._get_print_lang(), "en_US")
        self.contract.tz = "Asia/Tokyo"
        self.assertIn("(Asia/Tokyo)", self.print_text())

    def test_nothing_agreed(self):
        """Lists that are empty say so."""
        for lines in ("target_ids", "availability_ids", "credit_rule_ids"):
            self.standard_sla[lines].unlink()
        self.standard_sla.pause_reason_ids = False
        text = self.print_text(self.standard_sla)
        self.assertIn("targets None.", text)
        self.assertIn("Availability None.", text)
        self.assertIn("credits None.", text)
        self.assertIn("Pauses that stop the resolution clock —", text)
