"""What a draft begins with: criteria as agreed, results as they were reported."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..reporting.common import ReportingCommon


@tagged("post_install", "-at_install")
class TestAcceptanceFill(ReportingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.make_report()
        cls.acceptance = (
            cls.env["itsm.acceptance"]
            .with_user(cls.pm)
            .create({"project_id": cls.project.id})
        )

    def fill(self):
        self.acceptance.action_fill()
        return self.acceptance

    def row(self, key):
        """Return the row of a figure of the only report, as it is shown."""
        [result] = self.acceptance.sla_results
        [shown] = self.acceptance._get_sla_rows()
        keys = [figure["key"] for figure in result["figures"]]
        return shown["rows"][keys.index(key)]

    def test_only_approved_reports(self):
        self.assertFalse(self.fill().sla_results)
        self.assertFalse(self.acceptance.sla_table)
        self.approve(self.report)
        self.assertIn(
            'press "Take SLA Results"', "\n".join(self.acceptance._get_missing())
        )
        self.acceptance.action_take_sla_results()
        [result] = self.acceptance.sla_results
        self.assertEqual(result["report"], self.report.number)
        self.assertNotIn("GD-A", str(self.acceptance.sla_results))

    def test_figures_are_the_reports(self):
        """Domain 7: 27,900 minutes of OA less 30; 0 of 0 is not applicable."""
        self.approve(self.report)
        self.fill()
        available = self.row("availability.OA")
        self.assertEqual(available["label"], "Availability, OA operation")
        self.assertEqual(available["value"], "99.89 %")
        self.assertEqual(available["light_name"], "Met")
        nothing = self.row("response.P1")
        self.assertEqual(nothing["value"], "N/A")
        self.assertEqual(nothing["detail"], "0/0")
        self.assertIn("99.89 %", self.acceptance.sla_table)
        # a ticket that changes later changes nothing
        before = self.acceptance.sla_results
        self.outage.sudo().unlink()
        self.acceptance.action_take_sla_results()
        self.assertEqual(self.acceptance.sla_results, before)

    def test_forged_results_are_not_submitted(self):
        self.approve(self.report)
        self.fill()
        results = self.acceptance.sla_results
        results[0]["figures"][0]["value"] = "100.00"
        self.acceptance.write({"sla_results": results})
        with self.assertRaisesRegex(UserError, "Take SLA Results"):
            self.acceptance.action_submit()

    def test_criteria(self):
        self.fill()
        texts = self.acceptance.criterion_ids.mapped("criterion")
        self.assertIn("At least 95 % of the tickets within the agreed time", texts)
        self.assertIn("At least 99.5 % in each month", texts)
        self.assertIn("A mean score of at least 4.2 of 5", texts)
        self.assertIn(self.contract.number, self.acceptance.basis)
        self.assertEqual(
            self.acceptance.member_ids.mapped("name"),
            [self.users["service_manager"].name, self.pm.name],
        )

    def test_nothing_is_overwritten(self):
        self.acceptance.write(
            {
                "basis": "As I say",
                "criterion_ids": [Command.create({"name": "One", "criterion": "It"})],
            }
        )
        self.fill()
        self.assertEqual(self.acceptance.basis, "As I say")
        self.assertEqual(self.acceptance.criterion_ids.name, "One")

    def test_what_is_missing(self):
        """Everything that is missing is told in one message."""
        self.acceptance.write(
            {
                "kind": "stage",
                "chair_id": False,
                "criterion_ids": [
                    Command.create({"name": "One", "criterion": "It"}),
                    Command.create({"name": "Two", "criterion": "It", "result": "na"}),
                ],
            }
        )
        with self.assertRaises(UserError) as caught:
            self.acceptance.action_submit()
        for expected in (
            "Name the stage",
            "on which basis",
            "Choose who chairs",
            "who of us belongs to the acceptance group",
            "Criterion One: enter the result, the method, the evidence",
            "Criterion Two: enter why it does not apply",
        ):
            self.assertIn(expected, str(caught.exception))
        self.assertEqual(self.acceptance.state, "draft")
