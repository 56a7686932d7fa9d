"""The trace matrix: requirement, SLA target, measured value (clause 1.1.3)."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..approval.pdf import PdfReading
from ..reporting.common import ReportingCommon
from .common import PresalesCommon

# Of August, by hand (see `ReportingCommon`): what is required, what the SLA says of it,
# what was measured and how it stands.
AUGUST = (
    (
        {"type": "response_time", "priority": "P2", "target": 30},
        ("P2: 30 min around the clock", "yes"),
        ("0.00 % (0 of 1)", "missed"),
    ),
    (
        {"type": "response_time", "priority": "P3", "target": 30},
        ("P3: 1 h of service time", "partly"),
        ("100.00 % (1 of 1)", "met"),
    ),
    (
        {"type": "response_time", "priority": "P1", "target": 15},
        ("P1: 15 min around the clock", "yes"),
        ("N/A", "not_judged"),
    ),
    # 2 of 3, but fewer than ten are not judged (domain 3.4)
    (
        {
            "type": "other",
            "answer_kind": "overall_response",
            "comparison": "at_least",
            "target": 95,
            "unit": "percent",
        },
        ("Overall Response Target (%): ≥ 95", "yes"),
        ("66.66 % (2 of 3)", "not_judged"),
    ),
    # 30 of 27900 minutes are lost: 99.8924… %
    (
        {"type": "availability", "service": "OA", "target": 99.9},
        ("OA OA operation: ≥ 99.5 % (07-22)", "partly"),
        ("99.89 %", "met"),
    ),
    (
        {"type": "availability", "service": "ERP", "target": 99.9},
        ("ERP ERP operation: ≥ 99.9 % (24x7)", "yes"),
        ("100.00 %", "met"),
    ),
    (
        {"type": "satisfaction", "target": 4},
        ("Satisfaction Target: ≥ 4.2 / 5", "yes"),
        ("5.00 (1 ratings)", "met"),
    ),
    (
        {"type": "staff_skills", "answer_note": "Annex 2"},
        (False, "words"),
        (False, "not_measured"),
    ),
)


@tagged("post_install", "-at_install")
class TestRequirementTrace(PresalesCommon, PdfReading, ReportingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.change = cls._create_sheet(
            origin="change",
            contract_id=cls.contract.id,
            requirement_ids=[],
            not_applicable_ids=[],
        )
        cls.lines = [
            cls._requirement(cls.change, **values) for values, *_more in AUGUST
        ]

    def rows(self, action, user=None):
        """Return the rows that an action opens."""
        traces = self.env["itsm.requirement.trace"].with_user(user or self.env.user)
        return traces.search(action["domain"])

    def approve_month(self, month, at):
        report = self.make_report(f"2026-{month}-01", f"2026-{month}-{at[0]}", at=at[1])
        self.approve(report, at=at[1])
        return report

    def approve_august(self):
        return self.approve_month("08", ("31", "2026-09-02 09:00"))

    def test_matrix(self):
        self.approve_august()
        rows = self.rows(self.change.action_view_trace())
        self.assertEqual(list(rows.requirement_id), self.lines)
        for row, (values, agreed, measured) in zip(rows, AUGUST, strict=True):
            with self.subTest(values):
                self.assertEqual((row.promised, row.answered), agreed)
                self.assertEqual((row.measured_last, row.met_last), measured)
                self.assertEqual((row.measured_total, row.met_total), measured)
        self.assertEqual(rows[0].measured_period, "August 2026")
        self.assertEqual(set(rows.mapped("sla_name")), {self.sla.display_name})

    def test_contract_to_date(self):
        """In September nobody answered a P4, and one missed its resolution."""
        line = self._requirement(
            self.change, type="resolution_time", priority="P4", target=40, unit="hours"
        )
        self.approve_august()
        self.approve_month("09", ("30", "2026-10-09 09:00"))
        rows = self.rows(self.contract.action_view_trace())
        self.assertFalse(rows, "Nothing is confirmed yet.")
        rows = self.rows(self.change.action_view_trace())
        found = {
            row.requirement_id: (row.measured_last, row.measured_total, row.met_total)
            for row in rows
        }
        self.assertEqual(
            found[self.lines[1]], ("N/A", "100.00 % (1 of 1)", "met"), "P3 of August."
        )
        self.assertEqual(
            found[line], ("0.00 % (0 of 1)", "0.00 % (0 of 1)", "missed")
        )
        # 30 of 27900 + 27000 minutes: 99.9453… %
        self.assertEqual(found[self.lines[4]], ("100.00 %", "99.94 %", "met"))

    def test_reports_that_overlap_count_once(self):
        self.approve_august()
        week = self.make_report("2026-08-03", "2026-08-09")
        self.approve(week)
        row = self.rows(self.change.action_view_trace())[4]
        self.assertEqual(row.measured_total, "99.89 %")

    def test_drafts_are_no_measure(self):
        self.make_report()
        rows = self.rows(self.change.action_view_trace())
        self.assertEqual(set(rows.mapped("met_last")), {"not_measured"})
        self.assertFalse(any(rows.mapped("measured_last")))

    def test_share_of_the_priority(self):
        """Half of the P3 are enough where half is agreed; 95 % is not reached."""
        self.approve_august()
        self.past_ticket(
            "GD-E",
            {"priority": "P3"},
            ("opened 2026-09-02 09:00", "responded 2026-09-02 11:00"),
        )
        self.approve_month("09", ("30", "2026-10-09 09:00"))
        row = self.rows(self.change.action_view_trace())[1]
        self.assertEqual(
            (row.measured_total, row.met_total), ("50.00 % (1 of 2)", "missed")
        )

    def test_from_the_contract(self):
        """Of the contract are the requirements that were confirmed."""
        self.change.not_applicable_ids = [
            (0, 0, {"type": kind, "reason": "None"})
            for kind in ("continuity", "capacity")
        ]
        self.confirm(self.change)
        rows = self.rows(self.contract.action_view_trace())
        self.assertEqual(len(rows), len(AUGUST))
        self.assertEqual(rows.contract_id, self.contract)
        every = self.env["itsm.requirement.matrix"]._open_all()
        found = self.rows(every).requirement_id
        self.assertLessEqual(set(rows.requirement_id), set(found))

    def test_without_agreement(self):
        rows = self.rows(self.sheet.action_view_trace())
        self.assertEqual(rows.mapped("answered"), ["no", "no", "words", "words"])
        self.assertEqual(rows[0].reason, "There is no service level agreement yet.")

    def test_one_sees_what_one_has_opened(self):
        action = self.change.with_user(self.sales).action_view_trace()
        self.assertTrue(self.rows(action, self.sales))
        self.assertFalse(self.rows(action, self.technician))
        matrix = self.env["itsm.requirement.matrix"].browse(
            action["context"]["itsm_matrix"]
        )
        with self.assertRefused("", AccessError):
            self.print_matrix(matrix.with_user(self.technician))
        for model in ("matrix", "trace"):
            with self.subTest(model), self.assertRefused("", AccessError):
                self.env[f"itsm.requirement.{model}"].with_user(self.sales).create({})

    def test_sales_trace_their_own_only(self):
        self.sheet.user_id = self.users["administrator"]
        every = self.env["itsm.requirement.matrix"].with_user(self.sales)._open_all()
        self.assertFalse(self.rows(every, self.sales))
        with self.assertRefused("", AccessError):
            self.sheet.with_user(self.sales).action_view_trace()

    def print_matrix(self, matrix):
        reports = matrix.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        report = "itsm_service_delivery.action_report_requirement_matrix"
        return reports._render_qweb_pdf(report, matrix.ids)[0]

    def test_print(self):
        self.approve_august()
        sheet = self.change.with_user(self.sales)
        action = sheet.action_view_trace()
        traces = self.env["itsm.requirement.trace"].with_user(self.sales)
        report = traces.with_context(**action["context"]).action_print_matrix()
        matrix_id = action["context"]["itsm_matrix"]
        self.assertEqual(report["context"]["active_ids"], [matrix_id])
        matrix = self.env["itsm.requirement.matrix"].with_user(self.sales)
        pdf = self.print_matrix(matrix.browse(matrix_id))
        text = self.text(pdf)
        for expected in (
            self.change.number,
            "P2: 30 min around the clock",
            "0.00 % (0 of 1)",
            "Missed · August 2026",
            "Annex 2",
            "Not Yet",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)
        page = self.first_page(pdf)
        self.assertGreater(page.width, page.height, "Landscape.")
