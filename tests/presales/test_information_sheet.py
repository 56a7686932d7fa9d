"""What an information sheet holds, and what it must have (1.1.1 to 1.1.3)."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import PresalesCommon

# What 1.1.1 to 1.1.3 ask for, in the order of the form, as the user reads it.
MISSING = (
    "Choose the sales owner.",
    "Choose who collects for the service department.",
    "Record at least one talk with the customer.",
    "Fill in: Service Objective, In Scope, Out of Scope, Requirements, Strategy,"
    " Delivery Approach.",
    "Enter at least one line, or why there is none: Current Configuration, Operating"
    " Data, Influence Factors.",
    "Enter a requirement, or mark it as not applicable and say why: Response time,"
    " Availability, Continuity, Staff skills, Capacity.",
)


@tagged("post_install", "-at_install")
class TestInformationSheet(PresalesCommon):
    def test_number(self):
        self.assertRegex(self.sheet.number, r"^XJ-\d{4}-\d{4}$")
        self.assertEqual(self.sheet.version, "1.0")

    def test_collectors_by_default(self):
        """Who begins a sheet collects for his own department."""
        sheets = self.env["itsm.information.sheet"]
        for user, expected in (
            (self.sales, (self.sales, sheets.user_id)),
            (self.technician, (sheets.user_id, self.technician)),
        ):
            with self.subTest(user.login):
                sheet = sheets.with_user(user).new({})
                people = (sheet.user_id, sheet.service_collector_id)
                self.assertEqual(people, expected)

    def test_nothing_collected(self):
        """One message says all that is missing (1.1.2, 1.1.3)."""
        sheet = self.env["itsm.information.sheet"].create(
            {
                "name": "Empty",
                "partner_id": self.customer.id,
                "user_id": False,
                "service_collector_id": False,
            }
        )
        self.assertEqual(sheet._get_missing(), list(MISSING))
        with self.assertRefused("\n- ".join(["is not complete:", *MISSING])):
            sheet.action_submit()
        self.assertEqual(sheet.completeness, 0)
        self.assertEqual(sheet.state, "draft")

    def test_complete(self):
        self.assertEqual(self.sheet._get_missing(), [])
        self.assertEqual(self.sheet.completeness, 100)
        self.sheet.with_user(self.sales).action_submit()
        self.assertEqual(self.sheet.state, "in_review")

    def test_share_that_is_there(self):
        """Of 23: without two headings and a list, 20 are there: 86.9 %, cut."""
        self.sheet.write({"objective": False, "strategy": False})
        self.sheet.operating_none_reason = False
        self.assertEqual(self.sheet.completeness, 86)

    def test_each_part_is_asked_for(self):
        """Take away one thing: it alone is asked for, and submitting is refused."""
        empty = {"objective": "<p><br></p>", "scope_out": False}
        for name, value in empty.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                self.sheet[name] = value
                self.assertEqual(len(self.sheet._get_missing()), 1)
                savepoint.rollback()
                self.env.invalidate_all()
        for name in ("communication_ids", "ci_ids", "factor_ids", "not_applicable_ids"):
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                self.sheet[name].unlink()
                self.assertEqual(len(self.sheet._get_missing()), 1)
                with self.assertRefused("is not complete"):
                    self.sheet.with_user(self.sales).action_submit()
                savepoint.rollback()
                self.env.invalidate_all()

    def test_none_because(self):
        """A blank is no reason (1.1.2)."""
        self.sheet.operating_none_reason = "  "
        self.assertEqual(
            self.sheet._get_missing(),
            ["Enter at least one line, or why there is none: Operating Data."],
        )

    def test_required_and_not_applicable(self):
        self._requirement(type="staff_skills", answer_note="Annex 2")
        self.assertEqual(
            self.sheet._get_missing(),
            [
                "Required, and marked as not applicable; remove one of them: Staff"
                " skills."
            ],
        )

    def test_checklist_while_writing(self):
        """The form says what is missing before anything is saved."""
        with Form(self.env["itsm.information.sheet"].with_user(self.sales)) as form:
            form.name = "Conversation"
            form.partner_id = self.customer
            self.assertIn("Fill in: Service Objective, In Scope", form.missing)
            before = form.completeness
            form.objective = "<p>Stable operation</p>"
            self.assertIn("Fill in: In Scope", form.missing)
            self.assertGreater(form.completeness, before)
            with form.factor_ids.new() as line:
                line.name = "A new law"
            self.assertNotIn("Influence Factors", form.missing)

    def test_talks(self):
        line = self.sheet.communication_ids
        self.assertEqual(line.user_id, self.sales, "Who has recorded it.")
        with self.assertRefused("has not come yet", ValidationError):
            line.date = "2999-01-01"
        with self.assertRefused("with whom you talked", ValidationError):
            line.contact_ids = False
        stranger = self.env["res.partner"].create({"name": "Somebody"})
        with self.assertRefused("do not belong to Jiangcheng", ValidationError):
            line.contact_ids = stranger
        line.write({"contact_ids": False, "participants": "Mr Guo of the plant"})

    def test_talks_are_recorded_in_ones_own_name(self):
        line = (
            self.env["itsm.information.sheet.communication"]
            .with_user(self.sales)
            .create(
                {
                    "sheet_id": self.sheet.id,
                    "participants": "Mr Guo",
                    "content": "Hours",
                    "user_id": self.technician.id,
                }
            )
        )
        self.assertEqual(line.user_id, self.sales)
        with self.assertRefused("has recorded a talk stays"):
            line.user_id = self.technician

    def test_lines_of_a_file(self):
        """Odoo's import takes lists of the customer, as labels and as codes."""
        load = (
            self.env["itsm.information.sheet.ci"]
            .with_user(self.sales)
            .with_context(default_sheet_id=self.sheet.id)
            .load
        )
        header = ["type", "name", "model", "quantity", "criticality", "maintenance"]
        rows = [
            ["Network", "Core switch", "H3C S7506", "2", "High", "Under maintenance"],
            ["desktop", "PC", "", "120", "low", "warranty"],
        ]
        result = load(header, rows)
        self.assertFalse(result["messages"])
        lines = self.sheet.ci_ids.filtered(lambda line: line.id in result["ids"])
        self.assertEqual(
            [(line.type, line.quantity, line.maintenance) for line in lines],
            [("network", 2, "maintained"), ("desktop", 120, "warranty")],
        )
        wrong = load(header, [["Network", "X", "", "0", "", ""]])
        self.assertIn("is 1 or more", wrong["messages"][0]["message"])
        self.assertEqual(len(self.sheet.ci_ids), 3, "All or nothing.")

    def test_figures_of_a_file(self):
        result = (
            self.env["itsm.information.sheet.operating"]
            .with_user(self.sales)
            .load(
                ["sheet_id/id", "metric", "period", "value", "unit", "source"],
                [
                    [
                        self._xmlid(self.sheet),
                        "Incidents",
                        "2026-05",
                        "37",
                        "tickets",
                        "Hotline",
                    ]
                ],
            )
        )
        self.assertFalse(result["messages"])
        self.assertEqual(self.sheet.operating_ids.value, 37)

    def _xmlid(self, record):
        self.env["ir.model.data"].create(
            {
                "module": "__test__",
                "name": "sheet",
                "model": record._name,
                "res_id": record.id,
            }
        )
        return "__test__.sheet"

    def test_import_into_a_confirmed_sheet(self):
        self.confirm()
        result = (
            self.env["itsm.information.sheet.ci"]
            .with_user(self.sales)
            .with_context(default_sheet_id=self.sheet.id)
            .load(["type", "name"], [["server", "Late"]])
        )
        self.assertFalse(result["ids"])
        self.assertIn("are frozen", result["messages"][0]["message"])

    def test_copy_starts_anew(self):
        """Another sheet has no talks yet, and nobody has assessed it."""
        copy = self.sheet.with_user(self.sales).copy()
        self.assertEqual(copy.name, f"{self.sheet.name} (copy)")
        self.assertNotEqual(copy.number, self.sheet.number)
        self.assertFalse(copy.communication_ids)
        self.assertEqual(copy.requirement_ids.mapped("feasible"), [False] * 4)
        self.assertEqual(
            copy.requirement_ids.mapped("code"), ["R1", "R2", "R3", "R4"]
        )
        self.assertEqual(len(copy.ci_ids), 1)

    def test_deleting(self):
        with self.assertRefused("", AccessError):
            self.sheet.with_user(self.sales).unlink()
        self.sheet.with_user(self.users["administrator"]).unlink()

    def test_lines_go_by_commands(self):
        self.sheet.with_user(self.sales).write(
            {"ci_ids": [Command.delete(self.sheet.ci_ids.id)]}
        )
        self.assertFalse(self.sheet.ci_ids)
