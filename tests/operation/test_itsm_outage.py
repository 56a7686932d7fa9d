from psycopg2.errors import CheckViolation

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import utc
from .common import OperationCommon


@tagged("post_install", "-at_install")
class TestItsmOutage(OperationCommon):
    def create_outage(self, start, end=None, service="ERP", **values):
        return self.env["itsm.outage"].create(
            {
                "name": "ERP down",
                "contract_id": self.contract.id,
                "service_id": self.services[service].id,
                "date_start": utc(start),
                "date_end": end and utc(end),
                **values,
            }
        )

    def exclusion(self, start, end):
        return Command.create(
            {
                "date_start": utc(start),
                "date_end": utc(end),
                "kind": "customer",
                "reason": "Power",
            }
        )

    def test_open_outage(self):
        outage = self.create_outage("2026-08-05 09:00")
        self.assertEqual(outage.state, "open")
        self.assertIn(outage, outage.search([("state", "=", "open")]))
        with self.at("2026-08-05 10:30"):
            outage.invalidate_recordset()
            self.assertEqual(outage.duration, 90)
        outage.date_end = utc("2026-08-05 11:00")
        self.assertEqual(outage.state, "over")
        self.assertNotIn(outage, outage.search([("state", "=", "open")]))
        self.assertEqual(outage.duration, 120)

    @mute_logger("odoo.sql_db")
    def test_end_before_start(self):
        with self.assertRaises(CheckViolation):
            self.create_outage("2026-08-05 09:00", "2026-08-05 08:59")

    def test_future(self):
        with self.at("2026-08-05 09:00"):
            with self.assertRaises(ValidationError):
                self.create_outage("2026-08-05 09:01")
            with self.assertRaises(ValidationError):
                self.create_outage("2026-08-05 08:00", "2026-08-06 08:00")

    def test_overlap(self):
        first = self.create_outage("2026-08-05 09:00", "2026-08-05 11:00")
        second = self.create_outage("2026-08-05 10:00")
        other = self.create_outage("2026-08-05 10:00", service="NET")
        later = self.create_outage("2026-08-05 08:00", "2026-08-05 09:00")
        self.assertEqual(first.overlapping_ids, second)
        self.assertEqual(second.overlapping_ids, first)
        self.assertFalse(other.overlapping_ids | later.overlapping_ids)

    def test_windows(self):
        outage = self.create_outage("2026-08-09 00:00", "2026-08-09 04:25")
        self.assertEqual(outage.window_ids.mapped("ordinal"), ["2"])
        self.assertFalse(
            self.create_outage("2026-08-09 00:00", service="OA").window_ids
        )

    def test_exclusion_within_the_outage(self):
        for start, end in (
            ("2026-08-05 08:59", "2026-08-05 10:00"),
            ("2026-08-05 10:00", "2026-08-05 11:01"),
        ):
            with self.subTest(start=start), self.assertRaises(ValidationError):
                self.create_outage(
                    "2026-08-05 09:00",
                    "2026-08-05 11:00",
                    exclusion_ids=[self.exclusion(start, end)],
                )
        outage = self.create_outage(
            "2026-08-05 09:00",
            "2026-08-05 11:00",
            exclusion_ids=[self.exclusion("2026-08-05 10:00", "2026-08-05 11:00")],
        )
        with self.assertRaises(ValidationError):
            outage.date_end = utc("2026-08-05 10:30")

    def test_overlapping_exclusions_count_once(self):
        outage = self.create_outage(
            "2026-08-05 09:00",
            "2026-08-05 12:00",
            exclusion_ids=[
                self.exclusion("2026-08-05 09:00", "2026-08-05 10:00"),
                self.exclusion("2026-08-05 09:30", "2026-08-05 10:30"),
            ],
        )
        self.assertEqual(outage.excluded, 0, "nobody has approved them")
        outage.exclusion_ids.with_user(self.manager).action_approve()
        self.assertEqual(outage.excluded, 90)
