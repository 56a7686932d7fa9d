from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReportingCommon


@tagged("post_install", "-at_install")
class TestSummaryReport(ReportingCommon):
    """The summary of a project with one report (August 2026, see `common`)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.make_report()
        cls.approve(cls.report)
        cls.summary = (
            cls.env["itsm.summary.report"]
            .with_user(cls.pm)
            .create({"project_id": cls.project.id})
        )

    def rows(self, summary=None):
        figures = (summary or self.summary).figures
        return {row["key"]: row for row in figures["rows"]}

    def test_from_the_report(self):
        rows = self.rows()
        # A, B, C responded; B missed it
        self.assertEqual(
            (rows["response.ALL"]["numerator"], rows["response.ALL"]["denominator"]),
            (2, 3),
        )
        self.assertEqual(rows["response.ALL"]["value"], "66.66")
        self.assertEqual(rows["response.ALL"]["reports"], self.report.ids)
        self.assertEqual(len(self.summary.section_ids), 16)

    # === THE PROJECT === #

    def test_objectives_hours_and_risks(self):
        self.env["itsm.quality.objective"].create(
            [
                {
                    "name": "Answered in time",
                    "project_id": self.project.id,
                    "target": 95.0,
                    "actual": 66.66,
                    "measured_on": "2026-09-01",
                },
                {"name": "Drill", "project_id": self.project.id, "target": 1.0},
            ]
        )
        self.env["itsm.project.risk"].create(
            {"name": "Leave", "project_id": self.project.id}
        )
        self.summary.action_refresh_figures()
        figures = self.summary.figures
        found = [
            (row["name"], row["target"], row["actual"], row["result"])
            for row in figures["objectives"]
        ]
        self.assertEqual(
            found,
            [("Answered in time", "95", "66.66", "missed"), ("Drill", "1", None, "na")],
        )
        self.assertEqual([row["name"] for row in figures["risks"]], ["Leave"])
        hours = {"promised": None, "planned": None, "actual": 0}
        self.assertEqual(figures["hours"], hours)

    def test_costs(self):
        """CV = budget − actual; not applicable without a budget (domain 2.8, 6)."""
        employee = self.env["hr.employee"].create(
            {"name": "Wu Hao", "company_id": self.provider.id, "hourly_cost": 150.0}
        )
        self.project._create_analytic_account()
        self.env["account.analytic.line"].create(
            {
                "name": "Work",
                "project_id": self.project.id,
                "employee_id": employee.id,
                "unit_amount": 8.0,
            }
        )
        self.summary.action_refresh_figures()
        costs = self.summary.sudo().cost_figures
        # 8 h × ¥150
        self.assertEqual(
            (costs["budget"], costs["labour"], costs["actual"], costs["variance"]),
            ("0.00", "1200.00", "1200.00", "-1200.00"),
        )
        self.assertIsNone(costs["variance_pct"])
        self.assertEqual(self.summary.figures["hours"]["actual"], 8.0)

    # === SUBMITTING === #

    def _write(self, summary=None):
        """Write what figures do not fill."""
        for section in (summary or self.summary).section_ids:
            if section.status == "missing":
                section.content = "<p>As agreed.</p>"

    def test_incomplete(self):
        with self.assertRefused("(?s)2. Objectives and Results: write it.*15. Further"):
            self.summary.action_submit()
        section = self.summary.section_ids.filtered(lambda s: s.code == "suppliers")
        section.not_applicable = True
        with self.assertRefused("10. Evaluation of Suppliers: say why"):
            self.summary.action_submit()
        section.reason = "No supplier took part."
        self._write()
        self.assertEqual(self.summary._get_missing(), [])
        self.summary.lesson_ids = [
            (0, 0, {"name": "Start early", "to_knowledge_base": True})
        ]
        with self.assertRefused('Lesson "Start early" is for the knowledge base'):
            self.summary.action_submit()

    def test_approval_and_duties(self):
        """Review by the technical manager, approval by the service manager (R1–R3)."""
        self._write()
        self.summary.action_submit()
        with self.assertRefused("frozen"):
            self.summary.action_refresh_figures()
        with self.assertRefused("", AccessError):
            self.summary.with_user(self.pm).action_approve()
        self.summary.with_user(self.users["technical_manager"]).action_approve()
        self.assertEqual(self.summary.state, "reviewed")
        self.summary.with_user(self.manager).action_approve()
        self.assertEqual(self.summary.state, "in_force")
        pdf = self.summary.sudo()
        pdf._file_pdf()
        self.assertTrue(pdf.pdf_attachment_id.raw.startswith(b"%PDF"))

    def test_frozen_figures_stay(self):
        """What is approved later changes nothing of what was submitted."""
        self._write()
        before = self.summary.figures
        self.summary.action_submit()
        self.approve(
            self.make_report("2026-09-01", "2026-09-30", at="2026-10-05 09:00"),
            at="2026-10-06 09:00",
        )
        self.assertEqual(self.summary.figures, before)
        self.assertFalse(self.summary.sudo()._changed_since_submission())

    def test_only_one(self):
        with self.assertRefused("has its summary report already"):
            self.env["itsm.summary.report"].create({"project_id": self.project.id})
        action = self.project.with_user(self.pm).action_itsm_create_summary()
        self.assertEqual(action["res_id"], self.summary.id)
