from odoo.tests import tagged

from ..common import read_json
from .common import TryoutCommon

METRICS = ("response", "resolution")


@tagged("post_install", "-at_install")
class TestTryoutFigures(TryoutCommon):
    """A candidate's figures are those of the reports of a contract with that SLA."""

    def _compare(self, tryout, stats):
        """Compare the attainment and the misses of each month with the expected."""
        result = tryout.candidate_ids.result
        self.assertEqual(result["months"], list(stats))
        missed = set()
        for month, expected in stats.items():
            for metric in METRICS:
                for code, pair in expected[metric].items():
                    found = result["attainment"][metric][
                        "all" if code == "ALL" else code
                    ]
                    with self.subTest(month=month, metric=metric, priority=code):
                        self.assertEqual(found.get(month, [0, 0]), pair)
            missed |= {(month, *item) for item in expected["missed"]}
        for metric in METRICS:
            pairs = [expected[metric]["ALL"] for expected in stats.values()]
            total = [sum(side) for side in zip(*pairs, strict=True)]
            self.assertEqual(result["attainment"][metric]["all"]["all"], total)
        misses = self.env["itsm.sla.tryout.miss"].search(
            [("candidate_id", "=", tryout.candidate_ids.id)]
        )
        self.assertEqual(
            {(miss.month, miss.ref, miss.metric, miss.priority) for miss in misses},
            missed,
        )
        self.assertEqual(tryout.candidate_ids.missed_count, len(missed))
        return result

    def test_demo_contract(self):
        before = self.count_tickets()
        sla = self.load("demo_service.json")
        tryout = self.create_tryout("demo_tickets.csv", sla)
        self.assertFalse(tryout.problem_count)
        self.assertEqual(tryout.state, "draft")
        tryout.action_compute()
        self.assertEqual(tryout.state, "done")
        result = self._compare(tryout, read_json("demo_stats.json"))
        # The reports' credits without those for availability: in August 3 % were for
        # the network, in October 4 % for the ERP, and P1 was missed once (0.5 %).
        credits = result["credits"]
        self.assertEqual(
            {month: float(item["pct"]) for month, item in credits["months"].items()},
            {"2026-08": 0.0, "2026-09": 2.5, "2026-10": 0.5},
        )
        self.assertEqual(credits["months"]["2026-09"]["amount"], "2500.00")
        # (0 + 2,500 + 500) / 3
        self.assertEqual(credits["mean"], "1000.00")
        self.assertEqual(credits["worst_month"], "2026-09")
        self.assertEqual(self.count_tickets(), before)

    def test_event_log(self):
        sla = self.load("servicenow_service.json")
        tryout = self.create_tryout("servicenow_incident_log.csv", sla, tz="UTC")
        self.assertEqual(tryout.ticket_count, 458)
        self.assertEqual(tryout.format, "event_log")
        self.assertEqual(
            (str(tryout.date_start), str(tryout.date_end)), ("2016-02-01", "2016-03-31")
        )
        # as the reports are, to the last month in which a target was decided
        tryout.date_end = "2016-06-15"
        tryout.action_compute()
        stats = read_json("servicenow_stats.json")
        result = self._compare(tryout, stats)
        # No service is agreed there: the reports' credits are these.
        self.assertEqual(
            {
                month: (float(item["pct"]), float(item["amount"]))
                for month, item in result["credits"]["months"].items()
            },
            {
                month: (float(item["credit_pct"]), float(item["credit_amount"]))
                for month, item in stats.items()
            },
        )
