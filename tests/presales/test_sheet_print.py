"""The printed information sheet: our record, and the customer's edition."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..approval.pdf import PdfReading
from .common import PresalesCommon

# What stays with us, by domain 1.6 and docs/presales.md.
INTERNAL = (
    "Nobody is there at night",
    "Four engineers",
    "A second shift",
    "Standard services",
    "The price of the old supplier was too high",
    "Quote it as an option",
    "Our own figures by the third day",
)


@tagged("post_install", "-at_install")
class TestSheetPrint(PdfReading, PresalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sheet.requirement_ids[0].write(
            {
                "current_capability": "Four engineers",
                "gap": "A second shift",
                "feasible": "conditional",
                "feasibility_note": "Nobody is there at night",
            }
        )
        cls._requirement(
            type="reporting",
            name="Our own figures by the third day",
            source="internal",
            answer_note="Work plan",
        )

    def customer_edition(self, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.sales)
        reports = reports.with_context(force_report_rendering=True)
        name = "itsm_service_delivery.action_report_information_sheet_customer"
        return self.text(reports._render_qweb_pdf(name, self.sheet.ids)[0])

    def test_record(self):
        text = self.text(self.print_pdf(self.sheet, self.sales))
        for expected in (
            self.sheet.number,
            "Customer Jiangcheng Manufacturing",
            "Stable operation",
            "Plant control",
            "A person answers a P1 within 15 minutes",
            "≤ 15 minutes (24x7)",
            "ERP server",
            "None: The former supplier kept no figures",
            "Graded protection",
            "Feng Xue",
            "The ERP comes first",
            "Not applicable: The customer names none",
            *INTERNAL,
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)

    def test_customer_edition(self):
        """Nothing internal, and nothing of the approval."""
        self.confirm()
        text = self.customer_edition()
        for expected in (
            "Customer's edition",
            "Stable operation",
            "≤ 15 minutes (24x7)",
            "The ERP comes first",
            "Graded protection",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)
        for internal in (*INTERNAL, "SHA-256", "Confirmation by"):
            with self.subTest(internal):
                self.assertNotIn(internal, text)

    def test_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        name = "itsm_service_delivery.action_report_information_sheet_customer"
        html = reports._render_qweb_html(name, self.sheet.ids)[0].decode()
        self.assertIn('<html lang="fr-FR">', html)
        record = self.sheet._print_report
        html = reports._render_qweb_html(record, self.sheet.ids)[0].decode()
        self.assertIn('<html lang="en-US">', html, "Our record is in our language.")

    def test_who_prints(self):
        self.confirm()
        for role in ("engineer", "commercial"):
            with self.subTest(role), self.assertRefused("", AccessError):
                self.customer_edition(self.users[role])
