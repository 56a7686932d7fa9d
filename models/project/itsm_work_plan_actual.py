from odoo import api, fields, models

from ...engine.schedule import completion


class ItsmWorkPlan(models.Model):
    """How a plan is kept (clause 1.1.14; formulas of domain 2.6)."""

    _inherit = "itsm.work.plan"

    due_count = fields.Integer(string="Due", compute="_compute_progress")
    done_count = fields.Integer(string="Due and Done", compute="_compute_progress")
    late_count = fields.Integer(string="Late", compute="_compute_progress")
    completion = fields.Float(
        string="Completion (%)",
        compute="_compute_progress",
        help="Tasks done of those that are due; recurring work counts each time. Not"
        " applicable while nothing is due.",
    )
    completion_text = fields.Char(string="Completion", compute="_compute_progress")

    @api.depends("line_ids.key", "state")
    @api.depends_context("lang")
    def _compute_progress(self):
        for plan in self:
            today = plan._today()
            actuals = plan.line_ids._get_actuals()
            rows = [
                row
                for line in plan.line_ids.filtered(lambda line: not line.is_summary)
                for row in line._as_due_rows(actuals[line])
            ]
            due = [row for row in rows if row.end and row.end <= today]
            share = completion(rows, today)
            plan.due_count = len(due)
            plan.done_count = sum(row.done for row in due)
            plan.late_count = sum(
                actual.state == "late"
                for line, actual in actuals.items()
                if not line.is_summary
            )
            plan.completion = 100 * float(share or 0)
            plan.completion_text = (
                self.env._("N/A") if share is None else f"{plan.completion:.0f} %"
            )
