import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.approval import guard
from .work_plan_sheet import SheetReader

PREVIEW_ROWS = 30


class ItsmWorkPlanImport(models.TransientModel):
    """Imports the lines of a draft from a workbook, all of them or none.

    Two steps: the check shows what would be imported, and everything that is wrong by
    row and column; the import writes.
    """

    _name = "itsm.work.plan.import"
    _description = "Work Plan Import"

    plan_id = fields.Many2one(
        comodel_name="itsm.work.plan", required=True, readonly=True, ondelete="cascade"
    )
    file = fields.Binary(string="Workbook", attachment=False)
    filename = fields.Char()
    mode = fields.Selection(
        selection=[
            ("replace", "Replace the lines of the draft"),
            ("add", "Add to the lines of the draft"),
        ],
        required=True,
        default="replace",
        help="Replacing keeps the lines that were exported from this plan: their tasks"
        " stay the same.",
    )
    is_checked = fields.Boolean(readonly=True)
    row_count = fields.Integer(string="Lines in the File", readonly=True)
    new_count = fields.Integer(string="New Lines", readonly=True)
    gone_count = fields.Integer(string="Lines to Be Removed", readonly=True)
    problem_ids = fields.One2many(
        comodel_name="itsm.work.plan.import.problem",
        inverse_name="import_id",
        string="Problems",
        readonly=True,
    )
    problem_count = fields.Integer(readonly=True)
    line_ids = fields.One2many(
        comodel_name="itsm.work.plan.import.line",
        inverse_name="import_id",
        string="First Lines",
        readonly=True,
    )

    # === ACTION METHODS === #

    def action_check(self):
        """Read the file and show what importing it would do."""
        self.ensure_one()
        sheet = self._read()
        keys = {row["key"] for row in sheet.rows}
        existing = set(self.plan_id.line_ids.mapped("key"))
        self.write(
            {
                "is_checked": True,
                "row_count": len(sheet.rows),
                "new_count": len(keys - existing),
                "gone_count": len(existing - keys) if self.mode == "replace" else 0,
                "problem_count": len(sheet.problems),
                "problem_ids": [
                    Command.clear(),
                    *(
                        Command.create({"row": row, "column": column, "name": text})
                        for row, column, text in sheet.problems[:200]
                    ),
                ],
                "line_ids": [
                    Command.clear(),
                    *(
                        Command.create(self._preview(row))
                        for row in sheet.rows[:PREVIEW_ROWS]
                    ),
                ],
            }
        )
        return self._reopen()

    def action_back(self):
        """Go back to choosing the file."""
        self.is_checked = False
        return self._reopen()

    def action_import(self):
        """Write the lines, all or nothing.

        :raise UserError: the file has problems, or the plan is no draft
        """
        self.ensure_one()
        sheet = self._read()
        if sheet.problems:
            raise UserError(
                self.env._(
                    "The file has %s problems: correct them and check it again.",
                    len(sheet.problems),
                )
            )
        plan = self.plan_id
        rows = [
            {name: value for name, value in row.items() if name != "wbs"}
            for row in sheet.rows
        ]
        if self.mode == "replace":
            plan.line_ids.unlink()
        # the lines that the plan had keep their keys, which nobody writes by himself
        guard.with_key(plan)._add_lines(rows)
        plan._note_contributor()
        return plan._get_records_action(name=self.env._("Work Plan"))

    # === BUSINESS METHODS === #

    def _read(self):
        """Return what the file says.

        :rtype: wizards.work_plan_sheet.Sheet
        :raise UserError: there is no file, or the plan is no draft
        """
        plan = self.plan_id
        plan.check_access("write")
        if plan.state != "draft":
            raise UserError(
                self.env._(
                    "%(plan)s is %(state)s: lines are imported into drafts.",
                    plan=plan.display_name,
                    state=plan._get_state_label(),
                )
            )
        if not self.file:
            raise UserError(self.env._("Choose the workbook first."))
        content = base64.b64decode(self.with_context(bin_size=False).file)
        return SheetReader(plan, self.mode == "replace").parse(content)

    def _preview(self, row):
        user = self.env["res.users"].browse(row["user_id"] or [])
        return {
            "wbs": row["wbs"],
            "name": row["name"],
            "user_id": user.id,
            "date_start": row["date_start"],
            "date_end": row["date_end"],
            "planned_hours": row["planned_hours"],
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Lines"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
