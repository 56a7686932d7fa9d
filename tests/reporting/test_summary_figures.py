from odoo.addons.base.tests.common import BaseCommon
from odoo.tests import tagged

from ...models.reporting.summary_view import SummaryFigures
from ..common import DATA, not_before, read_json


@tagged("post_install", "-at_install")
class TestSummaryFigures(BaseCommon):
    """The demo contract's three months (see ``tests/data``), summed up by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(not_before("2026-11-02 08:00"))
        reports = cls.env["itsm.replay"]._replay(
            (DATA / "demo_service.json").read_bytes(),
            (DATA / "demo_tickets.csv").read_bytes(),
        )
        cls.reports = cls.env["itsm.service.report"].concat(*reports.values())
        cls.contract = cls.reports.contract_id
        cls.project = cls.env["project.project"].create(
            {"name": "Operation", "company_id": cls.contract.company_id.id}
        )
        cls.contract.project_id = cls.project
        cls.summary = cls.env["itsm.summary.report"].create(
            {"project_id": cls.project.id}
        )
        cls.rows = {row["key"]: row for row in cls.summary.figures["rows"]}

    def check(self, key, numerator, denominator, value, light=None):
        row = self.rows[key]
        found = (row["numerator"], row["denominator"], row["value"])
        self.assertEqual(found, (numerator, denominator, value), key)
        if light:
            self.assertEqual(row["light"], light, key)

    def test_attainment(self):
        """Sums of what was met, of sums of what was decided: never a mean."""
        # 30/30 + 24/27 + 31/32; the mean of the percentages would be 95.25.
        # More than three quarters of what may be missed was missed.
        self.check("response.ALL", 85, 89, "95.50", "amber")
        # 27/28 + 25/28 + 30/31: below 95 %
        self.check("resolution.ALL", 82, 87, "94.25", "red")
        # 1/1 + 0/0 + 0/1
        self.check("response.P1", 1, 2, "50.00")
        # 4/4 + 3/3 + 5/5 and 4/4 + 2/3 + 5/5
        self.check("response.P2", 12, 12, "100.00")
        self.check("resolution.P2", 11, 12, "91.66")
        # 11/12 + 12/12 + 13/13 and 11/11 + 11/13 + 11/12
        self.check("resolution.P3", 36, 37, "97.29")
        self.check("resolution.P4", 33, 36, "91.66")

    def test_tickets(self):
        expected = read_json("demo_stats.json")
        for key in ("registered", "cancelled", "opened", "resolved"):
            total = sum(month[key] for month in expected.values())
            self.assertEqual(self.rows[key]["value"], str(total), key)
        # 0→2→1→3: what was open first, and last
        self.assertEqual(self.rows["opening_backlog"]["value"], "0")
        self.assertEqual(self.rows["closing_backlog"]["value"], "3")
        # 15/28 + 14/28 + 15/30
        self.check("first_line", 44, 86, "51.16")
        # 5 + 4 + 1 of 30 + 27 + 32
        self.assertEqual(self.rows["category.ERP"]["value"], "10")
        self.assertEqual(self.rows["category.ERP"]["denominator"], 89)

    def test_availability(self):
        # minutes agreed: 44400 + 42960 + 44400; down: 0 + 25 + 212
        self.check("availability.ERP", "131523", "131760", "99.82", "red")
        # 44640 + 43200 + 44640; 167 + 0 + 0
        self.check("availability.NET", "132313", "132480", "99.87", "red")
        # 27900 + 27000 + 27900; 0 + 0 + 30
        self.check("availability.OA", "82770", "82800", "99.96", "green")

    def test_satisfaction(self):
        # 66/16 + 69/16 + 93/21 = 228/53; 12 + 12 + 18 of them 4 or better
        self.check("satisfaction.mean", 228, 53, "4.30")
        self.check("satisfaction.csat", 42, 53, "79.24")
        self.check("satisfaction.answered", 53, 86, "61.62")

    def test_credits(self):
        # 3,000 + 2,500 + 4,500
        self.assertEqual(self.rows["credit"]["value"], "10000.00")

    def test_months(self):
        found = [
            (row["month"], row["opened"], row["resolved"], row["resolution"])
            for row in self.summary.figures["months"]
        ]
        self.assertEqual(
            found,
            [
                ("2026-08", 30, 28, [27, 28]),
                ("2026-09", 27, 28, [25, 28]),
                ("2026-10", 32, 30, [30, 31]),
            ],
        )

    def test_sources(self):
        """Every figure says which reports it comes from, and opens them."""
        figures = self.summary.figures
        self.assertEqual(
            [source["id"] for source in figures["sources"]], self.reports.ids
        )
        self.assertEqual(self.rows["response.ALL"]["reports"], self.reports.ids)
        # what was open last is the last report's
        self.assertEqual(
            self.rows["closing_backlog"]["reports"], self.reports[-1].ids
        )
        line = self.summary.figure_ids.filtered(lambda row: row.key == "response.ALL")
        self.assertEqual(
            line.report_names,
            ", ".join(f"{report.number} v1.0" for report in self.reports),
        )
        self.assertEqual(line.value_text, "95.50 %")
        action = line.action_open_reports()
        self.assertEqual(
            self.env[action["res_model"]].search(action["domain"]), self.reports
        )

    def test_months_without_a_report(self):
        # of twelve months nine are not reported yet
        missing = self.summary.figures["missing"]
        self.assertEqual(len(missing), 9)
        self.assertEqual(missing[0]["period_start"], "2026-11-01")
        self.assertEqual(missing[-1]["period_end"], "2027-07-31")
        env = self.summary.with_context(lang="en_US").env
        texts = SummaryFigures(env, {"missing": missing})
        self.assertIn("July 2027 (not over yet)", texts.missing()[-1])

    def test_only_what_is_approved(self):
        """A new draft counts nothing until it is approved in place of the old one."""
        self.reports[0].revise(True, "Counted anew")
        self.summary.action_refresh_figures()
        self.assertEqual(
            [source["id"] for source in self.summary.figures["sources"]],
            self.reports.ids,
        )

    def test_overlapping_reports(self):
        """Days that two approved reports cover count once."""
        self.env.cr.execute(
            "UPDATE itsm_service_report SET period_end = '2026-09-10' WHERE id = %s",
            [self.reports[0].id],
        )
        self.reports.invalidate_recordset()
        self.summary.action_refresh_figures()
        rows = {row["key"]: row for row in self.summary.figures["rows"]}
        # without September: 30/30 + 31/32
        self.assertEqual(rows["response.ALL"]["numerator"], 61)
        self.assertEqual(rows["response.ALL"]["denominator"], 62)
        # the rest of September is named as missing
        self.assertEqual(
            self.summary.figures["missing"][0]["period_start"], "2026-09-11"
        )

    def test_credits_in_two_currencies(self):
        """Amounts of different currencies are not added up."""
        dataset = self.reports[-1].dataset
        currency = {**dataset["identity"]["currency"], "name": "USD", "symbol": "$"}
        dataset["identity"] = {**dataset["identity"], "currency": currency}
        self.env.cr.execute(
            "UPDATE itsm_service_report SET dataset = %s WHERE id = %s",
            [self.env["itsm.service.report"]._fields["dataset"].convert_to_column(
                dataset, self.reports
            ), self.reports[-1].id],
        )
        self.reports.invalidate_recordset()
        self.summary.action_refresh_figures()
        lines = self.summary.figure_ids.filtered(lambda row: row.section == "credit")
        self.assertEqual(
            {line.key: line.value for line in lines},
            {"credit.CNY": "5500.00", "credit.USD": "4500.00"},
        )
        dollars = lines.filtered(lambda line: line.key == "credit.USD")
        self.assertIn("$", dollars.value_text)
