"""Tickets and reports around an amendment: what held when is what counts."""

from datetime import date

from odoo.tests import tagged

from .common import ReportingCommon


@tagged("post_install", "-at_install")
class TestReportAmendment(ReportingCommon):
    """From 1 September 2026 on: 120,000 a month, 50 tickets, P2 answered in 20 min."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.at("2026-08-20 09:00"):
            sales = cls.contract.with_user(cls.users["sales"])
            amendment = sales.amend("More workplaces", date(2026, 9, 1), True)
            amendment.write({"monthly_fee": 120000.0, "workload_limit": 50})
            cls.amendment = amendment.sudo()
            cls.new_sla = cls.amendment.amended_sla_id
            target = cls.new_sla.target_ids.filtered(
                lambda line: (
                    line.priority_id == cls.priorities["P2"]
                    and line.metric == "response"
                )
            )
            target.minutes = 20
            amendment.action_submit()
            cls.pass_review(cls.amendment)
            cls.adopt(cls.new_sla)
            cls.amendment._become_signed()

    def _begin(self):
        with self.at("2026-09-01 00:10"):
            self.amendment._follow_dates()
        self.assertEqual(self.amendment.state, "in_force")

    def _compute(self, first, last, at):
        with self.at(at):
            return self.env["itsm.report.dataset"]._compute(
                self.contract, date.fromisoformat(first), date.fromisoformat(last)
            )

    def _credit(self, data):
        return next(row["value"] for row in data["figures"] if row["key"] == "credit")

    def test_a_report_uses_the_fee_of_its_period(self):
        """August's is the old fee, whenever it is drawn.

        In August one P2 response is missed (B): 0.5 % of 100,000 are 500. In September
        another one: 0.5 % of 120,000 are 600.
        """
        before = self._compute("2026-08-01", "2026-08-31", "2026-09-01 00:05")
        self._begin()
        with self.at("2026-09-30 18:00"):
            self.past_ticket(
                "GD-E",
                {"priority": "P2", "itsm_support_line": 1},
                ("opened 2026-09-07 10:00", "responded 2026-09-07 10:25"),
                ("resolved 2026-09-07 11:00",),
            )
        august = self._compute("2026-08-01", "2026-08-31", "2026-10-05 09:00")
        september = self._compute("2026-09-01", "2026-09-30", "2026-10-05 09:00")
        for data, fee, limit, credit, version in (
            (before, "100000.0", 40, "500.00", "1.0"),
            (august, "100000.0", 40, "500.00", "1.0"),
            (september, "120000.0", 50, "600.00", "2.0"),
        ):
            parameters = data["parameters"]
            self.assertEqual(float(parameters["monthly_fee"]), float(fee))
            self.assertEqual(parameters["workload_limit"], limit)
            self.assertEqual(parameters["sla_version"], version)
            self.assertEqual(self._credit(data), credit)

    def test_tickets_keep_the_version_they_were_opened_under(self):
        """Half an hour for what was opened in August, twenty minutes from then on."""
        old = self.create_ticket("2026-08-31 23:50")
        self._begin()
        new = self.create_ticket("2026-09-01 00:15")
        self.assertEqual(old.itsm_sla_id, self.sla)
        self.assertEqual(new.itsm_sla_id, self.new_sla)
        deadlines = [ticket.itsm_response_clock_id.deadline for ticket in old | new]
        # 00:20 and 00:35 in Shanghai
        self.assertEqual(
            [f"{deadline:%m-%d %H:%M}" for deadline in deadlines],
            ["08-31 16:20", "08-31 16:35"],
        )
        self.assertEqual(new.itsm_contract_id, self.contract)

    def test_the_job_may_be_late(self):
        """The SLA's dates count; what the job does later changes no clock."""
        with self.at("2026-08-31 12:00"):
            self.amendment._follow_dates()
        self.assertEqual(self.amendment.state, "signed")
        with self.at("2026-09-03 09:00"):
            ticket = self.past_ticket(
                "GD-F",
                {"priority": "P2", "itsm_support_line": 1},
                ("opened 2026-09-02 10:00",),
            )
            self.amendment._follow_dates()
        self.assertEqual(ticket.itsm_sla_id, self.new_sla)
