from odoo.tests import HttpCase, tagged

from .common import ReportingCommon


@tagged("post_install", "-at_install")
class TestReportTour(ReportingCommon, HttpCase):
    """From the draft to the approved report, in the browser."""

    def test_prepare_and_approve(self):
        report = self.make_report()
        self.start_tour(
            "/odoo", "itsm_service_report_prepare", login=self.pm.login, timeout=120
        )
        self.env.invalidate_all()
        self.assertEqual(report.miss_ids.cause, "Nobody at the desk")
        self.assertEqual(report.author_id, self.pm)
        self.start_tour(
            "/odoo",
            "itsm_service_report_approve",
            login=self.manager.login,
            timeout=120,
        )
        self.env.invalidate_all()
        self.assertEqual(report.state, "in_force")
        self.assertEqual(report.approved_by_id, self.manager)
        self.assertTrue(report._export_files()["report-2026-08.pdf"])
