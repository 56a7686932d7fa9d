from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .itsm_work_plan_line import RECURRENCES


class ItsmWorkPlanTemplateLine(models.Model):
    """A line of a template: when it is done is counted from the plan's first day."""

    _name = "itsm.work.plan.template.line"
    _description = "Work Plan Template Line"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        comodel_name="itsm.work.plan.template",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        comodel_name="itsm.work.plan.template.line",
        string="Below",
        index=True,
        ondelete="cascade",
        domain="[('template_id', '=', template_id), ('id', '!=', id)]",
    )
    child_ids = fields.One2many(
        comodel_name="itsm.work.plan.template.line", inverse_name="parent_id"
    )
    name = fields.Char(string="Task", required=True, translate=True)
    description = fields.Text(string="Work Content", translate=True)
    deliverable = fields.Char(translate=True)
    acceptance_standard = fields.Char(translate=True)
    role_id = fields.Many2one(
        comodel_name="itsm.project.role",
        string="Responsible",
        ondelete="restrict",
        help="Whoever has this role in the project team.",
    )
    is_from_end = fields.Boolean(
        string="From the End",
        help="The days are counted back from the plan's last day.",
    )
    offset_days = fields.Integer(
        string="Begins after (Days)",
        help="0: on the first day of the plan; from the end: on its last day.",
    )
    duration_days = fields.Integer(
        string="Duration (Days)",
        default=1,
        help="0: until the plan ends, such as recurring work.",
    )
    planned_hours = fields.Float(
        string="Hours", digits=(16, 2), help="Of recurring work: each time."
    )
    predecessor_ids = fields.Many2many(
        comodel_name="itsm.work.plan.template.line",
        relation="itsm_work_plan_template_line_predecessor_rel",
        column1="line_id",
        column2="predecessor_id",
        string="Predecessors",
        domain="[('template_id', '=', template_id), ('id', '!=', id)]",
    )
    is_milestone = fields.Boolean(string="Milestone")
    recurrence = fields.Selection(
        selection=RECURRENCES, required=True, default="none"
    )

    _check_days = models.Constraint(
        "CHECK (offset_days >= 0 AND duration_days >= 0 AND planned_hours >= 0)",
        "Days and hours of a template cannot be negative.",
    )
    _check_bounds = models.Constraint(
        "CHECK (offset_days <= 3660 AND duration_days <= 3660)",
        "A template reaches over ten years at most.",
    )
    _check_milestone = models.Constraint(
        "CHECK (is_milestone IS NOT TRUE OR recurrence = 'none')",
        "A milestone does not recur: enter one line for each.",
    )

    @api.constrains("parent_id", "predecessor_ids", "template_id")
    def _check_links(self):
        if self._has_cycle() or self._has_cycle("predecessor_ids"):
            raise ValidationError(
                self.env._("Lines of a template cannot be below or after themselves.")
            )
        for line in self:
            others = (line.parent_id | line.predecessor_ids).template_id
            if others - line.template_id:
                raise ValidationError(
                    self.env._("%s refers to a line of another template.", line.name)
                )

    def _from_the_top(self):
        """Return the lines so that each comes after the one it is below."""
        found, below = self.browse(), self.filtered(lambda line: not line.parent_id)
        while below:
            found |= below
            below = self.filtered(lambda line, up=below: line.parent_id in up)
        return found
