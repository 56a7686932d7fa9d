"""The printed entry of the service catalogue (clause 1.3, domain 1.2)."""

from odoo.tests import tagged

from ..approval.pdf import PdfReading
from ..common import ItsmCommon


@tagged("post_install", "-at_install")
class TestServicePrint(PdfReading, ItsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        product = cls.env["product.product"].create(
            {"name": "Office by the month", "type": "service"}
        )
        cls.service = cls.env["itsm.service"].create(
            {
                "code": "OFFICE",
                "name": "Office",
                "calendar_id": cls.calendars["07-22"].id,
                "product_id": product.id,
            }
        )

    def print_text(self):
        return self.text(self.print_pdf(self.service))

    def test_all_that_the_catalogue_says(self):
        channel = self.env["helpdesk.ticket.channel"].create({"name": "Carrier pigeon"})
        supplier = self.env["res.partner"].create({"name": "Beichen Spare Parts"})
        category = self.env["itsm.service.category"].create({"name": "Applications"})
        self.service.write(
            {
                "category_id": category.id,
                "owner_id": self.users["service_manager"].id,
                "criticality": "important",
                "description": "<p>Mail and office.</p>",
                "inclusions": "<ul><li>Mailboxes</li></ul>",
                "exclusions": "<p>Telephones</p>",
                "deliverables": "<p>Monthly report</p>",
                "preconditions": "<p>A contact person</p>",
                "channel_ids": [(4, channel.id)],
                "level_note": "<p>Inspected every week</p>",
                "depends_on_ids": [(4, self.services["NET"].id)],
                "supplier_ids": [(4, supplier.id)],
                "charge_basis": "per_item",
                "target_ids": [
                    (
                        0,
                        0,
                        {
                            "priority_id": self.priorities["P3"].id,
                            "metric": "resolution",
                            "minutes": 1440,
                            "calendar_id": self.calendars["5x8"].id,
                        },
                    )
                ],
            }
        )
        text = self.print_text()
        for expected in (
            "Category Applications",
            f"Owner {self.users['service_manager'].name}",
            "Audience Customer-facing",
            "Criticality Important: 99.5 %",
            "1 Description Mail and office.",
            "2 Included Mailboxes",
            "3 Not Included Telephones",
            "4 Deliverables Monthly report",
            "5 Pre-conditions and Customer Inputs A contact person",
            "07-22 Monday – Sunday 07:00–22:00 Asia/Shanghai",
            "Request Channels Carrier pigeon",
            # domain table 3.7: 24 working hours, 3 working days
            "24 h of service time = 3 working days of 8 h Service hours: 5x8",
            "No target",
            "8 Other Service Levels Inspected every week",
            "Depends on NET NET operation",
            "Suppliers Beichen Spare Parts",
            "Charge Basis Per item",
            "Product Office by the month",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)

    def test_nothing_said(self):
        text = self.print_text()
        self.assertIn("1 Description None.", text)
        self.assertIn("7 Standard targets None.", text)
        self.assertIn("Category —", text)

    def test_two_weeks_calendar(self):
        calendar = self.calendars["5x8"]
        calendar.switch_calendar_type()
        calendar.attendance_ids.filtered(
            lambda line: line.week_type == "1" and line.dayofweek == "4"
        ).unlink()
        self.service.calendar_id = calendar
        text = self.print_text()
        self.assertIn("First week: Monday – Friday 09:00–12:00, 13:00–18:00", text)
        self.assertRegex(text, "Second week: Monday – Thursday ?09:00–12:00, 13:00")
