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
