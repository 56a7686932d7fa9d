import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.models import MAGIC_COLUMNS

from ...engine.schedule import Row, number
from ..approval import guard

RECURRENCES = [
    ("none", "Once"),
    ("daily", "Daily"),
    ("weekly", "Weekly"),
    ("monthly", "Monthly"),
    ("quarterly", "Quarterly"),
    ("yearly", "Yearly"),
]
# What a summary line takes from the lines below it.
ROLLED_UP = frozenset({"date_start", "date_end", "planned_hours"})

# What says where a line stands: a copy has that of its own plan.
_STRUCTURE = ("id", "key", "parent_id", "plan_id", "predecessor_ids", "sequence")


class ItsmWorkPlanLine(models.Model):
    """A line of a work plan (domain 2.6): a task, a milestone, or a summary of those.

    ``key`` stays the same through all versions of the plan: the task and the baseline
    of a line are found by it.
    """

    _name = "itsm.work.plan.line"
    _description = "Work Plan Line"
    _inherit = ["itsm.document.part.mixin"]
    _order = "plan_id, sequence, id"
    _rec_names_search = ["wbs", "name"]
    _agreement_path = "plan_id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="itsm.work.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    project_id = fields.Many2one(related="plan_id.project_id")
    plan_state = fields.Selection(related="plan_id.state", string="Plan Status")
    key = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: uuid.uuid4().hex,
        help="Stays the same through all versions of the plan.",
    )
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        comodel_name="itsm.work.plan.line",
        string="Below",
        index=True,
        ondelete="cascade",
        domain="[('plan_id', '=', plan_id), ('id', '!=', id)]",
    )
    child_ids = fields.One2many(
        comodel_name="itsm.work.plan.line", inverse_name="parent_id"
    )
    wbs = fields.Char(
        string="WBS", compute="_compute_wbs", store=True, help="Such as 1.2.3."
    )
    level = fields.Integer(compute="_compute_wbs", store=True)
    is_summary = fields.Boolean(
        string="Summary", compute="_compute_is_summary", store=True
    )
    name = fields.Char(string="Task", required=True)
    description = fields.Text(string="Work Content")
    deliverable = fields.Char()
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        domain=[("share", "=", False)],
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
    )
    helper_ids = fields.Many2many(
        comodel_name="res.users",
        relation="itsm_work_plan_line_helper_rel",
        string="Helpers",
        domain="[('share', '=', False)]",
    )
    date_start = fields.Date(
        string="Planned Start",
        compute="_compute_rolled_up",
        store=True,
        readonly=False,
        recursive=True,
    )
    date_end = fields.Date(
        string="Planned End",
        compute="_compute_rolled_up",
        store=True,
        readonly=False,
        recursive=True,
    )
    planned_hours = fields.Float(
        compute="_compute_rolled_up",
        store=True,
        readonly=False,
        recursive=True,
        digits=(16, 2),
        help="Of the whole line: of recurring work all times together.",
    )
    predecessor_ids = fields.Many2many(
        comodel_name="itsm.work.plan.line",
        relation="itsm_work_plan_line_predecessor_rel",
        column1="line_id",
        column2="predecessor_id",
        string="Predecessors",
        domain="[('plan_id', '=', plan_id), ('id', '!=', id)]",
        help="What must be done before this begins.",
    )
    is_milestone = fields.Boolean(
        string="Milestone", help="A point in time: it has no duration."
    )
    acceptance_standard = fields.Char()
    service_plan_id = fields.Many2one(related="plan_id.service_plan_id")
    section_ids = fields.Many2many(
        comodel_name="itsm.service.plan.section",
        relation="itsm_work_plan_line_section_rel",
        string="Sections of the Service Plan",
        domain="[('plan_id', '=', service_plan_id)]",
        help="What of the service plan the line carries out.",
    )
    recurrence = fields.Selection(
        selection=RECURRENCES,
        required=True,
        default="none",
        help="Recurring work is done once in each day, week, month … from the line's"
        " start until its end.",
    )
    is_cancelled = fields.Boolean(
        string="Cancelled", help="It stays in the plan, and its task is cancelled."
    )
    remark = fields.Char()

    _key_uniq = models.UniqueIndex(
        "(plan_id, key)", "Two lines of a work plan have the same key."
    )
    _check_dates = models.Constraint(
        "CHECK (date_end >= date_start)",
        "A line of the work plan ends before it starts: correct one of its dates.",
    )
    _check_hours = models.Constraint(
        "CHECK (planned_hours >= 0)",
        "Planned hours cannot be negative.",
    )
    _check_milestone = models.Constraint(
        "CHECK (is_milestone IS NOT TRUE OR date_start = date_end)",
        "A milestone has no duration: let it start and end on the same day.",
    )
    _check_milestone_once = models.Constraint(
        "CHECK (is_milestone IS NOT TRUE OR recurrence = 'none')",
        "A milestone does not recur: enter one line for each.",
    )

    # === COMPUTE METHODS === #

    @api.depends("wbs", "name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " ".join(filter(None, [line.wbs, line.name]))

    @api.depends("plan_id.line_ids.parent_id", "plan_id.line_ids.sequence")
    def _compute_wbs(self):
        """Number all lines of a plan in one pass."""
        numbers = {}
        for plan in self.plan_id:
            numbers[plan] = number(plan._get_tree())
        for line in self:
            wbs = numbers.get(line.plan_id, {}).get(line._row_key(), "")
            line.wbs, line.level = wbs, wbs.count(".")

    @api.depends("child_ids")
    def _compute_is_summary(self):
        for line in self:
            line.is_summary = bool(line.child_ids)

    @api.depends(
        "child_ids.date_start",
        "child_ids.date_end",
        "child_ids.planned_hours",
        "child_ids.is_cancelled",
    )
    def _compute_rolled_up(self):
        """Let summary lines span what is below them; others keep what was entered."""
        for line in self:
            below = line.child_ids.filtered(lambda child: not child.is_cancelled)
            below = below or line.child_ids
            if not below:
                line.date_start, line.date_end = line.date_start, line.date_end
                line.planned_hours = line.planned_hours
                continue
            starts, ends = below.mapped("date_start"), below.mapped("date_end")
            line.date_start = min(filter(None, starts), default=None)
            line.date_end = max(filter(None, ends), default=None)
            line.planned_hours = sum(below.mapped("planned_hours"))

    @api.onchange("is_milestone", "date_start")
    def _onchange_milestone(self):
        if self.is_milestone:
            self.date_end = self.date_start
            self.planned_hours, self.recurrence = 0, "none"

    # === CONSTRAINT METHODS === #

    @api.constrains("parent_id", "plan_id", "is_milestone")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A line of the work plan cannot be below itself.")
            )
        for line in self:
            parent = line.parent_id
            if parent and parent.plan_id != line.plan_id:
                raise ValidationError(
                    self.env._("%s is below a line of another plan.", line.display_name)
                )
            milestone = parent.filtered("is_milestone") or line.filtered(
                lambda line: line.is_milestone and line.child_ids
            )
            if milestone:
                raise ValidationError(
                    self.env._(
                        "%s is a milestone: nothing can be below it.",
                        milestone.display_name,
                    )
                )

    @api.constrains("predecessor_ids", "plan_id")
    def _check_predecessors(self):
        for line in self:
            if line.predecessor_ids.plan_id - line.plan_id:
                raise ValidationError(
                    self.env._(
                        "%s has a predecessor of another plan.", line.display_name
                    )
                )
        if self._has_cycle("predecessor_ids"):
            raise ValidationError(
                self.env._("Lines of the work plan cannot wait for each other.")
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not guard.holds_key(self.env):
            # neither a caller nor a default says which line of other versions it is
            vals_list = [{**vals, "key": uuid.uuid4().hex} for vals in vals_list]
        for vals in vals_list:
            if vals.get("is_milestone") and vals.get("date_start"):
                vals.setdefault("date_end", vals["date_start"])
        lines = super().create(vals_list)
        lines._put_plans_in_order()
        return lines

    def write(self, vals):
        if "key" in vals and not guard.holds_key(self.env):
            raise UserError(self.env._("The key of a work plan line is not written."))
        result = super().write(vals)
        if ROLLED_UP & vals.keys() and (summaries := self.filtered("child_ids")):
            # what was entered for a summary line has no say
            for name in ROLLED_UP:
                self.env.add_to_compute(self._fields[name], summaries)
        if "is_cancelled" in vals:
            # what is below goes with it
            below = self.child_ids.filtered(
                lambda line: line.is_cancelled != vals["is_cancelled"]
            )
            if below:
                below.write({"is_cancelled": vals["is_cancelled"]})
        if {"parent_id", "sequence"} & vals.keys():
            self._put_plans_in_order()
        return result

    def unlink(self):
        plans = self.plan_id
        result = super().unlink()
        plans.invalidate_recordset(["line_ids"])
        return result

    # === BUSINESS METHODS === #

    def _put_plans_in_order(self):
        if not self.env.context.get("itsm_in_plan"):
            self.plan_id._put_in_order()

    def _row_key(self):
        """Return what the engine calls the line: also one that is not saved yet."""
        return self.key or str(self.id)

    def _as_tree_row(self):
        """Return the line as the engine numbers it."""
        return Row(
            self._row_key(),
            self.parent_id._row_key() if self.parent_id else None,
        )

    def _as_schedule_row(self, **values):
        """Return the line as the engine checks and moves it.

        :param values: of what the plan does not say: progress, done
        :rtype: engine.schedule.Row
        """
        parent = self.parent_id
        return Row(
            key=self._row_key(),
            parent=parent._row_key() if parent else None,
            start=self.date_start or None,
            end=self.date_end or None,
            effort=round(self.planned_hours * 3600),
            predecessors=tuple(
                other._row_key()
                for other in self.predecessor_ids
                if not other.is_cancelled
            ),
            milestone=self.is_milestone,
            **values,
        )

    def _get_baseline(self):
        """Return the same line in the version in force.

        :rtype: itsm.work.plan.line
        """
        self.ensure_one()
        return self.search(
            [("key", "=", self.key), ("plan_id.state", "=", "in_force")], limit=1
        )

    def _as_rows(self):
        """Return the lines as `_add_lines` takes them, in their order.

        :rtype: list[dict]
        """
        names = self._copied_fields()
        return [
            {
                **{name: _value(line, name) for name in names},
                "key": line.key,
                "parent": line.parent_id.key or None,
                "predecessors": line.predecessor_ids.mapped("key"),
            }
            for line in self.sorted("sequence")
        ]

    @api.model
    def _copied_fields(self):
        """Return the names of the fields that a copy has like its original."""
        return [
            name
            for name, field in self._fields.items()
            if name not in (*MAGIC_COLUMNS, *_STRUCTURE)
            and field.store
            and not (field.compute and field.readonly)
            and field.type != "one2many"
        ]


def _value(line, name):
    value = line[name]
    if not line._fields[name].relational:
        return value
    return value.id if line._fields[name].type == "many2one" else [(6, 0, value.ids)]
