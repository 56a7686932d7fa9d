"""Past SLA results from our own reports, as evidence of capability (1.1.4 b)."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..reporting.common import ReportingCommon


@tagged("post_install", "-at_install")
class TestPresalesResults(ReportingCommon):
    """August 2026 (see the fixture): P3 met both, P2 missed its response by ten
    minutes, P4 met its response and is open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["helpdesk.ticket.category"].create(
            {
                "name": "ERP tickets",
                "itsm_code": "ERP-T",
                "itsm_service_id": cls.services["ERP"].id,
                "company_id": cls.company.id,
            }
        )
        for name in "AB":
            cls.tickets[name].category_id = cls.category
        cls.plan = cls.env["itsm.presales.plan"].create(
            {
                "name": "Another customer",
                "partner_id": cls.customer.id,
                "line_ids": [
                    Command.create({"product_id": cls.services[code].product_id.id})
                    for code in ("ERP", "OA")
                ],
                "capability_ids": [
                    Command.create(
                        {"kind": "skills", "name": "ERP", "required": 3, "held": 4}
                    )
                ],
            }
        )
        with freeze_time("2026-09-03 01:00:00"):
            sla = cls.standard_sla._copy_to_plan(cls.plan)
            sla.target_ids.filtered(
                lambda line: (line.priority_id.code, line.metric) == ("P3", "response")
            ).attainment_target = 90.0
            cls.plan.sla_id = sla

    def take(self, on="2026-09-03 01:00:00"):
        with freeze_time(on):
            self.plan.with_user(self.pm).action_take_past_results()
        return self.plan.capability_ids.filtered("taken_on")

    def test_taken(self):
        self.approve(self.make_report())
        lines = self.take()
        self.assertRecordValues(
            lines,
            [
                {"name": name, "required": required, "held": held, "is_gap": gap}
                for name, required, held, gap in (
                    ("ERP · P2 · Response", 95.0, 0.0, True),
                    ("ERP · P2 · Resolution", 95.0, 100.0, False),
                    ("ERP · P3 · Response", 90.0, 100.0, False),
                    ("ERP · P3 · Resolution", 95.0, 100.0, False),
                )
            ],
        )
        self.assertEqual(
            lines[0].note, "0 of 1 met, reports from 2026-08-01 to 2026-08-31"
        )
        self.assertEqual(lines.service_id, self.services["ERP"])

    def test_taken_again(self):
        """What was taken is replaced, what people entered stays."""
        self.approve(self.make_report())
        first = self.take()
        second = self.take()
        self.assertFalse(first.exists())
        self.assertEqual(len(second), 4)
        self.assertIn("ERP", self.plan.capability_ids.mapped("name"))

    def test_only_approved_reports_count(self):
        self.make_report()
        with self.assertRefused("No approved service report"):
            self.take()

    def test_only_twelve_months_count(self):
        self.approve(self.make_report())
        self.assertTrue(self.take("2027-08-30 12:00:00"))
        with self.assertRefused("No approved service report"):
            self.take("2027-09-01 12:00:00")

    def test_without_services(self):
        self.plan.line_ids.unlink()
        with self.assertRefused("offers no service"):
            self.take()

    def test_sales_do_not_assess(self):
        self.plan.user_id = self.users["sales"]
        self.approve(self.make_report())
        with freeze_time("2026-09-03"), self.assertRefused("", AccessError):
            self.plan.with_user(self.users["sales"]).action_take_past_results()
