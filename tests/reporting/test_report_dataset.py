from datetime import date

from odoo.tests import tagged

from ...engine.clock import Metric
from ...engine.instants import month_period
from ..common import SHANGHAI, utc
from .common import ReportingCommon

AUGUST = date(2026, 8, 1), date(2026, 8, 31)


@tagged("post_install", "-at_install")
class TestReportDataset(ReportingCommon):
    def compute(self, first=None, last=None, at="2026-09-01 09:00", known=None):
        with self.at(at):
            return self.env["itsm.report.dataset"]._compute(
                self.contract,
                first or AUGUST[0],
                last or AUGUST[1],
                known and utc(known),
            )

    def value(self, dataset, key):
        return self.figures(dataset)[key]["value"]

    def test_workload(self):
        data = self.compute()
        for key, value in {
            "registered": "4",
            "cancelled": "1",
            "opened": "3",
            "resolved": "2",
            "opening_backlog": "0",
            "closing_backlog": "1",
            "priority.P2": "1",
            "priority.P3": "1",
            "priority.P4": "1",
            "ageing.0-3": "1",
        }.items():
            self.assertEqual(self.value(data, key), value, key)

    def test_attainment(self):
        rows = self.figures(self.compute())
        for key, pair, value in (
            ("response.P2", (0, 1), "0.00"),
            ("response.P3", (1, 1), "100.00"),
            ("response.P4", (1, 1), "100.00"),
            ("response.ALL", (2, 3), "66.66"),
            ("resolution.P1", (0, 0), None),
            ("resolution.P4", (0, 0), None),
            ("resolution.ALL", (2, 2), "100.00"),
        ):
            row = rows[key]
            self.assertEqual((row["numerator"], row["denominator"]), pair, key)
            self.assertEqual(row["value"], value, key)

    def test_few_decided_are_not_judged(self):
        """3 of 10 decided: no percentage is judged, the misses are counted."""
        row = self.figures(self.compute())["response.ALL"]
        self.assertEqual(row["light"], "grey")
        self.assertFalse(row["judged"])
        self.sla_minimum(0)
        self.assertEqual(self.figures(self.compute())["response.ALL"]["light"], "red")

    def sla_minimum(self, minimum):
        self.env.cr.execute(
            "UPDATE itsm_sla SET minimum_decided = %s WHERE id = %s",
            [minimum, self.sla.id],
        )
        self.sla.invalidate_recordset()

    def test_times(self):
        data = self.compute()
        self.assertEqual(self.value(data, "resolution_mean.P2"), "300")
        self.assertEqual(self.value(data, "resolution_mean.P3"), "600")
        self.assertEqual(self.value(data, "resolution_mean.ALL"), "450")
        self.assertEqual(self.value(data, "resolution_p90.ALL"), "600")
        self.assertEqual(self.value(data, "first_line"), "50.00")

    def test_misses(self):
        (miss,) = self.compute()["misses"]
        self.assertEqual(miss["ref"], "GD-B")
        self.assertEqual(miss["metric"], Metric.RESPONSE.value)
        self.assertEqual(miss["target_seconds"], 30 * 60)
        self.assertEqual(miss["used_seconds"], 40 * 60)

    def test_satisfaction_and_credit(self):
        data = self.compute()
        self.assertEqual(self.value(data, "satisfaction.mean"), "5.00")
        self.assertEqual(self.value(data, "satisfaction.answered"), "50.00")
        # One missed P2 target: 0.5 % of 100,000.
        self.assertEqual(self.value(data, "credit"), "500.00")

    def test_availability(self):
        """OA: 15 h x 31 d = 27,900 min, 30 of them down; no other outage."""
        (row,) = [
            row for row in self.compute()["availability"] if row["service"] == "OA"
        ]
        self.assertEqual(row["agreed_seconds"], 27_900 * 60)
        self.assertEqual(row["downtime_seconds"], 30 * 60)
        figure = self.figures(self.compute())["availability.OA"]
        self.assertEqual((figure["value"], figure["light"]), ("99.89", "green"))
        self.assertEqual(figure["outages"], self.outage.ids)

    def test_only_approved_exclusions(self):
        exclusion = self.env["itsm.outage.exclusion"].create(
            {
                "outage_id": self.outage.id,
                "date_start": utc("2026-08-20 21:30"),
                "date_end": utc("2026-08-20 21:50"),
                "kind": "customer",
                "reason": "The customer cut the power",
            }
        )
        self.assertEqual(self.downtime(), 30 * 60)
        exclusion.flush_recordset()
        self.env.cr.execute(
            "UPDATE itsm_outage_exclusion SET approved_at = %s, approved_by_id = %s "
            "WHERE id = %s",
            [utc("2026-08-31 09:00"), self.manager.id, exclusion.id],
        )
        exclusion.invalidate_recordset()
        self.assertEqual(self.downtime(), 10 * 60)

    def downtime(self):
        rows = self.compute()["availability"]
        return {row["service"]: row["downtime_seconds"] for row in rows}["OA"]

    def test_every_figure_names_its_tickets(self):
        rows = self.figures(self.compute())
        names = {ticket.id: name for name, ticket in self.tickets.items()}
        for key, expected in (
            ("registered", "ABCD"),
            ("opened", "ABC"),
            ("resolved", "AB"),
            ("closing_backlog", "C"),
            ("response.ALL", "ABC"),
            ("credit", "B"),
        ):
            found = "".join(sorted(names[key] for key in rows[key]["tickets"]))
            self.assertEqual(found, expected, key)

    def test_what_is_recorded_later_changes_nothing(self):
        """A month is a pure function of the events known at its end."""
        before = self.compute(known="2026-09-01 09:00")
        with self.at("2026-09-03 10:00"):
            resolved = self.tickets["B"].itsm_event_ids.filtered(
                lambda event: event.kind == "resolved"
            )
            self.tickets["B"]._record_event(
                "correction",
                utc("2026-08-10 20:00"),
                corrects_id=resolved.id,
                reason="Typed wrong",
            )
            self.tickets["A"]._record_event("reopened", reason="It came back")
            self.tickets["C"]._record_event("resolved")
            self.past_ticket("GD-E", {"priority": "P3"}, ("opened 2026-09-02 09:00",))
        after = self.compute(at="2026-09-10 09:00", known="2026-09-01 09:00")
        self.assertEqual(after, before)
        # Drawn later, the month is the same too; only the time of drawing differs.
        later = self.compute(at="2026-09-10 09:00")
        self.assertEqual(later["figures"], before["figures"])
        self.assertEqual(later["misses"], before["misses"])

    def test_a_moved_ticket_stays_where_it_was_counted(self):
        other = self._create_contract(name="Another contract")
        self.standard_sla._copy_to_contract(other)
        self.put_in_force(other)
        before = self.compute()
        with self.at("2026-09-05 10:00"):
            self.tickets["C"].write(
                {"itsm_contract_id": other.id, "itsm_change_reason": "Wrong contract"}
            )
        self.env.flush_all()
        self.assertEqual(self.compute()["figures"], before["figures"])
        with self.at("2026-10-01 09:00"):
            moved = self.env["itsm.report.dataset"]._compute(other, *AUGUST)
        self.assertEqual(self.value(moved, "registered"), "0")

    def test_finished_tickets_are_not_read(self):
        model = self.env["itsm.report.dataset"]
        start, end = month_period("2026-11", SHANGHAI)
        ids = model._relevant_ids(self.contract, start, end)
        self.assertEqual(ids, self.tickets["C"].ids)

    def test_no_tickets(self):
        """Zeros for counts, not applicable for rates, availability as usual."""
        data = self.compute(date(2027, 3, 1), date(2027, 3, 31), at="2027-04-01 09:00")
        rows = self.figures(data)
        self.assertEqual(rows["registered"]["value"], "0")
        self.assertIsNone(rows["response.ALL"]["value"])
        self.assertEqual(rows["availability.OA"]["value"], "100.00")
        self.assertIsNone(rows["satisfaction.mean"]["value"])

    def test_few_queries(self):
        """However many tickets: the queries of a month do not grow with them."""
        self.compute()

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.compute()
            return self.env.cr.sql_log_count - before

        few = count()
        with self.at("2026-09-01 00:30"):
            for number in range(20):
                self.past_ticket(
                    f"GD-X{number}", {"priority": "P3"}, ("opened 2026-08-20 09:00",)
                )
        self.env.flush_all()
        self.assertLessEqual(count(), few)
        self.assertLess(few, 45)
