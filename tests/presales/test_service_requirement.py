"""What a requirement must be like, and who says what of it (clause 1.1.3)."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PresalesCommon


@tagged("post_install", "-at_install")
class TestServiceRequirement(PresalesCommon):
    def test_codes(self):
        """R1, R2 … in the order of entry; a code once given stays."""
        lines = self.sheet.requirement_ids
        self.assertEqual(lines.mapped("code"), ["R1", "R2", "R3", "R4"])
        lines[1].unlink()
        new = self._requirement(type="security", answer_note="Annex 5")
        self.assertEqual(new.code, "R5")
        self.assertEqual(
            self.sheet.requirement_ids.mapped("code"), ["R1", "R3", "R4", "R5"]
        )

    def test_usual_figures(self):
        """The type chooses comparison, unit and answer; all can be changed."""
        for kind, expected in (
            ("response_time", ("at_most", "minutes", "response")),
            ("resolution_time", ("at_most", "hours", "resolution")),
            ("availability", ("at_least", "percent", "availability")),
            ("satisfaction", ("at_least", "score", "satisfaction")),
            ("security", (False, False, "other")),
        ):
            with self.subTest(kind):
                line = self.env["itsm.service.requirement"].new({"type": kind})
                found = (line.comparison, line.unit, line.answer_kind)
                self.assertEqual(found, expected)
        line = self._requirement(type="response_time", target=1, unit="hours")
        self.assertEqual(line.unit, "hours")

    def test_wanted_in_words(self):
        texts = self.sheet.requirement_ids.mapped("target_text")
        self.assertEqual(
            texts, ["≤ 15 minutes (24x7)", "≥ 99.9 %", "≤ 4 hours", "≥ 40 per month"]
        )

    def test_wrong_figures(self):
        for values, message in (
            (
                {"type": "response_time", "target": 5, "unit": "percent"},
                "a time is in minutes, hours or working days",
            ),
            (
                {"type": "resolution_time", "target": 5, "comparison": "at_least"},
                "a time is at most",
            ),
            (
                {"type": "availability", "target": 8, "unit": "hours"},
                "an availability is a percentage",
            ),
            (
                {"type": "availability", "target": 99, "comparison": "at_most"},
                "an availability is at least",
            ),
            (
                {"type": "satisfaction", "target": 4, "unit": "people"},
                "a score of 5 or a percentage",
            ),
            (
                {
                    "type": "resolution_time",
                    "target": 2,
                    "unit": "working_days",
                    "around_the_clock": True,
                },
                "only minutes and hours",
            ),
        ):
            with (
                self.subTest(values),
                self.assertRefused(message, ValidationError),
            ):
                self._requirement(**values)
        self.assertEqual(len(self.sheet.requirement_ids), 4)

    @mute_logger("odoo.sql_db")
    def test_bounds(self):
        for values, constraint in (
            ({"type": "response_time", "target": -5}, "check_target"),
            ({"type": "availability", "target": 100.1}, "check_percentage"),
            ({"type": "satisfaction", "target": 5.1}, "check_score"),
        ):
            with (
                self.subTest(values),
                self.assertRefused(constraint, IntegrityError),
            ):
                self._requirement(**values)
        self._requirement(type="availability", target=100)
        self._requirement(type="satisfaction", target=5)

    def test_figures_come_later(self):
        """A talk does not yield all figures: submitting asks for them."""
        for values, expected in (
            ({"type": "response_time"}, "Enter the figure that the customer wants"),
            ({"type": "availability"}, "Enter the figure that the customer wants"),
            (
                {"type": "capacity", "target": 5, "unit": "other", "answer_note": "x"},
                "Say under Metric what the figure counts",
            ),
            ({"type": "security"}, "Say in words what answers it"),
            (
                {"type": "security", "answer_kind": False},
                "Choose what answers it, or Nothing",
            ),
            (
                {"type": "security", "target": 3, "answer_note": "x"},
                "Say in which unit the figure is",
            ),
        ):
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                line = self._requirement(**values)
                missing = self.sheet._get_missing()
                self.assertEqual(missing, [f"{expected}{self._end(line)}"])
                with self.assertRefused("is not complete"):
                    self.sheet.with_user(self.sales).action_submit()
                savepoint.rollback()
                self.env.invalidate_all()

    def _end(self, line):
        if line.target and not line.unit:
            return f", and whether at most: {line.code}."
        return f": {line.code}."

    def test_feasibility_is_judged(self):
        self.sheet.requirement_ids[1:3].feasible = False
        self.assertEqual(
            self.sheet._get_missing(),
            ["The service department has not said whether it is feasible: R2, R3."],
        )

    def test_notes_of_feasibility(self):
        line = self.sheet.requirement_ids[0]
        with self.assertRefused("R1 is a must and not feasible", ValidationError):
            line.feasible = "no"
        with self.assertRefused("R1 is feasible on conditions", ValidationError):
            line.feasible = "conditional"
        line.write({"feasible": "no", "feasibility_note": "Nobody is there at night"})
        line.write(
            {"importance": "could", "feasible": "no", "feasibility_note": False}
        )

    def test_sales_do_not_judge(self):
        """Sales write what is wanted, the service department what is feasible."""
        line = self.sheet.requirement_ids[0].with_user(self.sales)
        line.target = 20
        for name in ("current_capability", "gap", "feasible", "feasibility_note"):
            with (
                self.subTest(name),
                self.assertRefused("the service department fills this in", AccessError),
            ):
                line.write({name: "yes"})
        with self.assertRefused("fills this in", AccessError):
            line.create(
                {"sheet_id": self.sheet.id, "name": "Another", "feasible": "yes"}
            )
        self.assertFalse(self.sheet.with_user(self.sales).can_assess)

    def test_service_department_judges(self):
        for role in ("technical_manager", "project_manager", "service_manager"):
            with self.subTest(role):
                user = self.users[role]
                line = self.sheet.requirement_ids[0].with_user(user)
                line.write({"current_capability": role, "feasible": "yes"})
                self.assertTrue(self.sheet.with_user(user).can_assess)

    def test_services_offered(self):
        """A service of another company is no choice."""
        other = self.env["res.company"].create({"name": "Other provider"})
        foreign = self.env["itsm.service"].create(
            {"code": "X", "name": "Foreign", "company_id": other.id}
        )
        with self.assertRefused("belongs to", UserError):
            self.sheet.requirement_ids[0].service_id = foreign
