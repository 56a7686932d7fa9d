from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReportingCommon


@tagged("post_install", "-at_install")
class TestReportCron(ReportingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Contracts of the demo data have reports of their own.
        others = cls.env["itsm.contract"].search([("id", "!=", cls.contract.id)])
        if others:
            cls.env.cr.execute(
                "UPDATE itsm_contract SET state = 'draft' WHERE id = ANY(%s)",
                [others.ids],
            )
            others.invalidate_recordset()

    def run_cron(self, at):
        """Run the scheduled action at a local time; return all periods reported."""
        with self.at(at), patch.object(self.env.cr, "commit", lambda: None):
            self.env["itsm.service.report"]._cron_make_drafts()
        return self.reports().mapped(
            lambda report: (report.period_start, report.period_end)
        )

    def reports(self):
        return self.env["itsm.service.report"].search(
            [("contract_id", "=", self.contract.id)], order="period_start"
        )

    def test_first_day_in_the_contracts_zone(self):
        """September starts in Shanghai while it is still August in UTC."""
        self.assertFalse(self.run_cron("2026-08-31 23:59"))
        self.assertEqual(
            self.run_cron("2026-09-01 00:10"), [(date(2026, 8, 1), date(2026, 8, 31))]
        )

    def test_twice_is_once(self):
        self.run_cron("2026-09-01 00:10")
        report = self.reports()
        self.run_cron("2026-09-01 01:10")
        self.assertEqual(self.reports(), report)
        self.assertEqual(len(report.activity_ids), 1)
        self.assertEqual(report.activity_ids.user_id, self.pm)
        self.assertFalse(report._prepared_by())

    def test_catches_up(self):
        """Off from September to December: all ended months are made up."""
        self.run_cron("2026-09-02 00:10")
        self.assertEqual(
            [first.month for first, _last in self.run_cron("2026-12-08 09:00")],
            [8, 9, 10, 11],
        )

    def test_only_the_last_month_at_first(self):
        self.assertEqual(
            self.run_cron("2026-12-08 09:00"),
            [(date(2026, 11, 1), date(2026, 11, 30))],
        )

    def test_last_month_of_a_contract(self):
        """Closed on its last day: the last month is reported, nothing after it."""
        self.env.cr.execute(
            "UPDATE itsm_contract SET date_end = '2026-09-15', state = 'closed' "
            "WHERE id = %s",
            [self.contract.id],
        )
        self.contract.invalidate_recordset()
        self.run_cron("2026-09-01 00:10")
        self.assertEqual(
            self.run_cron("2026-10-01 00:10")[-1],
            (date(2026, 9, 1), date(2026, 9, 15)),
        )
        self.assertEqual(len(self.run_cron("2026-12-01 00:10")), 2)

    def test_a_failure_is_shown_and_mended(self):
        model = type(self.env["itsm.report.dataset"])
        with (
            patch.object(model, "_compute", side_effect=UserError("No hours")),
            mute_logger("odoo.addons.itsm_service_delivery.models.reporting"),
            self.assertLogs(
                "odoo.addons.itsm_service_delivery.models.reporting"
                ".itsm_service_report_cron",
                "ERROR",
            ),
        ):
            self.run_cron("2026-09-01 00:10")
        report = self.reports()
        self.assertEqual(report.error_message, "No hours")
        self.assertFalse(report.dataset)
        self.run_cron("2026-09-01 01:10")
        self.assertTrue(report.dataset)
        self.assertFalse(report.error_message)

    def test_a_failure_stops_no_other_contract(self):
        other = self._create_contract(name="Another contract")
        self.standard_sla._copy_to_contract(other)
        self.put_in_force(other)
        model = type(self.env["itsm.report.dataset"])
        compute, failure = model._compute, UserError("No hours")

        def fail_for_one(dataset, contract, *args):
            if contract == self.contract:
                raise failure
            return compute(dataset, contract, *args)

        with (
            patch.object(model, "_compute", fail_for_one),
            mute_logger(
                "odoo.addons.itsm_service_delivery.models.reporting"
                ".itsm_service_report_cron"
            ),
        ):
            self.run_cron("2026-09-01 00:10")
        self.assertFalse(self.reports().dataset)
        self.assertTrue(other.report_ids.dataset)
