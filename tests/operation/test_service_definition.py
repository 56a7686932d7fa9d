import json

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ...engine import instants
from ..common import SHANGHAI, ItsmCommon, read_json, utc


@tagged("post_install", "-at_install")
class TestServiceDefinition(ItsmCommon):
    """A contract from its description in JSON."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.demo = read_json("demo_service.json")

    def _load(self, data):
        definitions = self.env["itsm.service.definition"]
        content = json.dumps(data).encode()
        return definitions._load(definitions._read(content))

    def _refused(self, data, *parts, error=UserError):
        before = self._written()
        with self.assertRaises(error) as caught:
            self._load(data)
        for part in parts:
            self.assertIn(part, str(caught.exception))
        self.assertEqual(self._written(), before)

    def _written(self):
        models = ("itsm.contract", "itsm.sla", "resource.calendar", "itsm.priority")
        return [self.env[model].search_count([]) for model in models]

    def _short(self, **changes):
        """Return a small description: one target around the clock."""
        return {
            "timezone": "Europe/Berlin",
            "contract": {
                "reference": "X-1",
                "customer": "Somebody",
                "start": "2025-03-15",
                "end": "2026-03-14",
                "monthly_fee": 1234.56,
                "currency": "EUR",
            },
            "calendars": {"always": {"hours": "24x7"}},
            "targets": {"P1": {"calendar": "always", "response_min": 15}},
            "services": [],
            "credits": {},
            "periods": ["2025-03"],
            **changes,
        }

    # === WHAT IT MAKES === #

    def test_contract(self):
        contract = self._load(self.demo)
        self.assertEqual(contract.number, "HT-2026-0018")
        self.assertEqual(contract.partner_id.name, "Jiangcheng Manufacturing Group")
        self.assertEqual(contract.state, "in_force")
        self.assertEqual(str(contract.date_start), "2026-08-01")
        self.assertEqual(str(contract.date_end), "2027-07-31")
        self.assertEqual(contract.monthly_fee, 100000)
        self.assertEqual(contract.currency_id.name, "CNY")
        self.assertEqual(contract.workload_limit, 40)
        self.assertEqual(contract.tz, SHANGHAI)
        self.assertEqual(contract.company_id, self.env.company)
        self.assertEqual(
            contract.line_ids.service_id.mapped("code"), ["NET", "ERP", "OA"]
        )

    def test_agreement(self):
        sla = self._load(self.demo).sla_ids
        self.assertEqual(sla.state, "in_force")
        targets = {
            (line.priority_id.code, line.metric): line.minutes
            for line in sla.target_ids
        }
        self.assertEqual(len(targets), 8)
        self.assertEqual(targets["P3", "resolution"], 1440)
        self.assertEqual(targets["P1", "response"], 15)
        self.assertEqual(sla.attainment_basis, "decided")
        self.assertEqual(sla.response_attainment_target, 95)
        self.assertEqual(sla.minimum_decided, 10)
        self.assertEqual(sla.credit_cap_pct, 20)
        erp = sla.availability_ids.filtered(lambda a: a.service_id.code == "ERP")
        self.assertEqual(erp.target_pct, 99.9)
        self.assertEqual(
            [(w.date_start, w.date_end) for w in erp.window_ids][0],
            (utc("2026-08-09 00:00"), utc("2026-08-09 04:00")),
        )
        self.assertEqual(
            sorted(
                (rule.kind, rule.priority_id.code or "", rule.pct)
                for rule in sla.credit_rule_ids
            ),
            [
                ("availability_step", "", 1.0),
                ("missed_target", "P1", 0.5),
                ("missed_target", "P2", 0.5),
                ("overall", "", 1.0),
            ],
        )

    def test_every_pause_stops_the_clock(self):
        sla = self._load(self.demo).sla_ids
        reasons = self.env["itsm.pause.reason"].search([])
        self.assertEqual(sla.pause_reason_ids, reasons)

    def test_service_hours(self):
        """The holidays and make-up workdays of autumn 2026, 8 hours a day."""
        sla = self._load(self.demo).sla_ids
        calendar = sla.target_ids.filtered(
            lambda line: line.priority_id.code == "P3"
        ).calendar_id
        self.assertEqual(len(calendar), 1)
        hours = calendar._itsm_service_hours()
        worked = {
            "2026-09-20": 8,  # a Sunday that is worked
            "2026-09-21": 8,
            "2026-09-25": 0,  # Mid-Autumn Festival
            "2026-10-05": 0,  # National Day
            "2026-10-10": 8,  # a Saturday that is worked
            "2026-10-11": 0,
        }
        for day, expected in worked.items():
            with self.subTest(day=day):
                start = instants.from_datetime(utc(f"{day} 00:00"))
                seconds = hours.seconds_between(start, start + 86400)
                self.assertEqual(seconds, expected * 3600)

    def test_outages(self):
        contract = self._load(self.demo)
        outages = self.env["itsm.outage"].search([("contract_id", "=", contract.id)])
        self.assertEqual(
            [
                (outage.service_id.code, outage.date_start, outage.date_end)
                for outage in outages.sorted("date_start")
            ],
            [
                ("NET", utc("2026-08-16 02:15"), utc("2026-08-16 05:02")),
                ("ERP", utc("2026-09-13 00:00"), utc("2026-09-13 04:25")),
                ("ERP", utc("2026-10-14 08:45"), utc("2026-10-14 12:17")),
                ("OA", utc("2026-10-22 21:30"), utc("2026-10-22 23:10")),
            ],
        )

    def test_other_contracts(self):
        """Another zone, currency and priority; not from the 1st; nothing optional."""
        data = self._short(
            calendars={
                "nights": {
                    "weekly": {
                        "fri": [["20:00", "24:00"]],
                        "sat": [["00:00", "06:30"]],
                    }
                }
            },
            targets={
                "P5": {"calendar": "nights", "response_min": 30, "resolution_min": 600}
            },
        )
        contract = self._load(data)
        self.assertEqual(contract.currency_id.name, "EUR")
        self.assertTrue(contract.currency_id.active)
        self.assertEqual(contract.monthly_fee, 1234.56)
        self.assertEqual(contract.tz, "Europe/Berlin")
        lines = contract.sla_ids.target_ids
        self.assertEqual(lines.priority_id.code, "P5")
        hours = sorted(
            (line.dayofweek, line.hour_from, line.hour_to)
            for line in lines.calendar_id.attendance_ids
        )
        self.assertEqual(hours, [("4", 20.0, 24.0), ("5", 0.0, 6.5)])

    def test_services_are_found_again(self):
        net = self.services["NET"]
        contract = self._load(self.demo)
        self.assertIn(net, contract.line_ids.service_id)

    # === WHAT IT REFUSES === #

    def test_not_json(self):
        definitions = self.env["itsm.service.definition"]
        with self.assertRaisesRegex(UserError, "JSON"):
            definitions._read(b"{")
        with self.assertRaisesRegex(UserError, "UTF-8"):
            definitions._read("{“".encode("gb18030"))

    def test_missing_field(self):
        data = self._short()
        del data["contract"]["start"]
        self._refused(data, "contract.start")

    def test_unknown_calendar(self):
        self._refused(
            self._short(targets={"P1": {"calendar": "5x9", "response_min": 5}}),
            "targets.P1.calendar",
            "5x9",
        )

    def test_calendar_without_hours(self):
        self._refused(
            self._short(calendars={"always": {"weekly": {"mon": []}}}),
            "calendars.always",
            "no hours",
        )

    def test_target_past_the_horizon(self):
        data = self._short(
            calendars={"always": {"weekly": {"mon": [["09:00", "10:00"]]}}},
            targets={"P1": {"calendar": "always", "resolution_min": 60 * 100000}},
        )
        self._refused(data, "100000", error=ValidationError)

    def test_unknown_zone(self):
        self._refused(self._short(timezone="Mars/Olympus"), "Mars/Olympus")

    def test_unknown_currency(self):
        data = self._short()
        data["contract"]["currency"] = "ZZZ"
        self._refused(data, "ZZZ")

    def test_same_reference_twice(self):
        self._load(self._short())
        self._refused(self._short(), "X-1")
