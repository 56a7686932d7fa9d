import json

from odoo.addons.base.tests.common import BaseCommon
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DATA, not_before, read_json


@tagged("post_install", "-at_install")
class TestReplay(BaseCommon):
    """Both data sets through the product's models: every figure as worked out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(not_before("2026-11-02 08:00"))

    def _replay(self, name, tickets):
        return self.env["itsm.replay"]._replay(
            (DATA / f"{name}_service.json").read_bytes(),
            (DATA / tickets).read_bytes(),
        )

    def _check(self, name, tickets):
        expected = read_json(f"{name}_stats.json")
        reports = self._replay(name, tickets)
        self.assertEqual(list(reports), list(expected))
        for period, figures in expected.items():
            found = reports[period]._stats()
            self.assertEqual(found.keys(), figures.keys(), period)
            for key, value in figures.items():
                with self.subTest(period=period, key=key):
                    self.assertEqual(json.loads(json.dumps(found[key])), value)

    def test_demo(self):
        self._check("demo", "demo_tickets.csv")

    def test_servicenow(self):
        self._check("servicenow", "servicenow_incident_log.csv")

    def test_reports_are_approved(self):
        reports = self._replay("demo", "demo_tickets.csv")
        for report in reports.values():
            self.assertEqual(report.state, "in_force")

    def test_bad_tickets(self):
        service = (DATA / "demo_service.json").read_bytes()
        with self.assertRaisesRegex(UserError, "incident_state"):
            self.env["itsm.replay"]._replay(service, b"number,title\n1,x\n")

    def test_no_periods(self):
        data = read_json("demo_service.json")
        del data["periods"]
        with self.assertRaisesRegex(UserError, "periods"):
            self.env["itsm.replay"]._replay(
                json.dumps(data).encode(), (DATA / "demo_tickets.csv").read_bytes()
            )

    def test_period_outside_the_contract(self):
        data = read_json("demo_service.json")
        data["periods"].append("2028-01")
        with self.assertRaisesRegex(UserError, "2028-01"):
            self.env["itsm.replay"]._replay(
                json.dumps(data).encode(), (DATA / "demo_tickets.csv").read_bytes()
            )
