from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.schedule import variance
from ..approval import guard

# What the work plan says of its tasks: a change of the plan changes it.
PLANNED = frozenset(
    {
        "active",
        "allocated_hours",
        "date_deadline",
        "depend_on_ids",
        "itsm_date_end",
        "itsm_date_start",
        "itsm_plan_line_key",
        "itsm_turn",
        "milestone_id",
        "name",
        "parent_id",
        "project_id",
        "recurring_task",
        "user_ids",
    }
)


class ProjectTask(models.Model):
    """A task of a work plan: what is planned follows the plan, the rest is free.

    People write the stage, the state, the progress, the description and their hours
    (clause 1.1.14); dates, people and hours planned are the baseline's.
    """

    _inherit = "project.task"

    itsm_plan_line_key = fields.Char(
        string="Key of the Work Plan Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    itsm_turn = fields.Date(
        string="Due from",
        readonly=True,
        copy=False,
        help="Of recurring work: the first day of this time.",
    )
    itsm_plan_line_id = fields.Many2one(
        comodel_name="itsm.work.plan.line",
        string="Work Plan Line",
        compute="_compute_itsm_plan_line_id",
        help="In the version of the work plan that is in force.",
    )
    itsm_date_start = fields.Date(string="Planned Start", readonly=True, copy=False)
    itsm_date_end = fields.Date(string="Planned End", readonly=True, copy=False)
    itsm_started_on = fields.Date(
        string="Actual Start",
        copy=False,
        tracking=True,
        help="The day of the first change of its stage, unless hours are older.",
    )
    itsm_ended_on = fields.Date(
        string="Actual End",
        copy=False,
        tracking=True,
        compute="_compute_itsm_ended_on",
        store=True,
        readonly=False,
        help="The day on which it was done or cancelled.",
    )
    itsm_progress = fields.Integer(
        string="Done (%)",
        copy=False,
        compute="_compute_itsm_progress",
        store=True,
        readonly=False,
        aggregator="avg",
    )

    itsm_variance_days = fields.Integer(
        string="Variance (Days)",
        compute="_compute_itsm_variance_days",
        help="Later than planned; below 0: earlier.",
    )
    itsm_deliverable = fields.Char(
        related="itsm_plan_line_id.deliverable", related_sudo=False
    )
    itsm_acceptance_standard = fields.Char(
        related="itsm_plan_line_id.acceptance_standard", related_sudo=False
    )

    _itsm_key_uniq = models.UniqueIndex(
        "(itsm_plan_line_key, COALESCE(itsm_turn, '0001-01-01'))"
        " WHERE itsm_plan_line_key IS NOT NULL",
        "A line of the work plan has one task, and one for each time that it recurs.",
    )
    _itsm_check_progress = models.Constraint(
        "CHECK (itsm_progress BETWEEN 0 AND 100)",
        "How much of a task is done is between 0 and 100 %.",
    )
    _itsm_check_actual = models.Constraint(
        "CHECK (itsm_ended_on >= itsm_started_on)",
        "The task ended before it started: correct one of its actual dates.",
    )

    # === COMPUTE METHODS === #

    @api.depends("itsm_plan_line_key")
    @api.depends_context("uid")
    def _compute_itsm_plan_line_id(self):
        keys = list(filter(None, self.mapped("itsm_plan_line_key")))
        lines = self.env["itsm.work.plan.line"]
        if keys and lines.has_access("read"):
            lines = lines.search(
                [("key", "in", keys), ("plan_id.state", "=", "in_force")]
            )
        found = {line.key: line for line in lines}
        for task in self:
            task.itsm_plan_line_id = found.get(task.itsm_plan_line_key)

    @api.depends("state")
    def _compute_itsm_ended_on(self):
        for task in self:
            if not task.itsm_plan_line_key or not task.is_closed:
                task.itsm_ended_on = False
            elif not task.itsm_ended_on:
                task.itsm_ended_on = task._itsm_today()

    @api.depends("state")
    def _compute_itsm_progress(self):
        for task in self:
            if task.itsm_plan_line_key and task.state == "1_done":
                task.itsm_progress = 100
            elif task.itsm_progress == 100:
                task.itsm_progress = 0

    @api.depends("state", "itsm_date_end", "itsm_ended_on")
    def _compute_itsm_variance_days(self):
        for task in self:
            days = 0
            if task.itsm_date_end and task.state != "1_canceled":
                days = variance(
                    task.itsm_date_end,
                    task.itsm_ended_on or None,
                    task._itsm_today(),
                    task.state == "1_done",
                )
            task.itsm_variance_days = days or 0

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not guard.holds_key(self.env):
            for vals in vals_list:
                if vals.get("itsm_plan_line_key") or vals.get("itsm_turn"):
                    raise UserError(
                        self.env._("Only a work plan makes tasks of its lines.")
                    )
        return super().create(vals_list)

    def write(self, vals):
        # superuser: a customer who works on tasks does not see whose they are
        planned = self.sudo().filtered("itsm_plan_line_key")
        if planned and not guard.holds_key(self.env):
            planned._check_planned(vals)
        moved = planned.filtered(lambda task: not task.itsm_started_on)
        before = {task: (task.stage_id, task.state) for task in moved}
        result = super().write(vals)
        if {"stage_id", "state"} & vals.keys() and not guard.holds_key(self.env):
            for task, was in before.items():
                if (task.stage_id, task.state) != was and not task.itsm_started_on:
                    task.itsm_started_on = task.itsm_ended_on or task._itsm_today()
        if {"stage_id", "state", "itsm_ended_on"} & vals.keys():
            planned._itsm_reach_milestones()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned(self):
        for task in self.filtered("itsm_plan_line_key"):
            raise UserError(
                self.env._(
                    "%s is a task of the work plan and cannot be deleted: cancel its"
                    " line by a work plan change.",
                    task.display_name,
                )
            )

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        if self.env.context.get("itsm_quietly") and guard.holds_key(self.env):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

    # === ACTION METHODS === #

    def action_itsm_view_plan_line(self):
        self.ensure_one()
        return self.itsm_plan_line_id._get_records_action(
            name=self.env._("Work Plan Line")
        )

    # === BUSINESS METHODS === #

    def _itsm_today(self):
        """Return today where the service is delivered."""
        # superuser: the day does not depend on who looks
        contract = self.sudo().project_id.itsm_contract_id
        return contract._today() if contract else fields.Date.context_today(self)

    def _itsm_reach_milestones(self):
        """Let milestones of the plan be reached, or open again, with their tasks."""
        for task in self:
            # of its own line: other tasks only lead to a milestone
            milestone = task.milestone_id
            if milestone.itsm_plan_line_key != task.itsm_plan_line_key:
                continue
            done = task.state == "1_done"
            if milestone.is_reached != done:
                milestone.is_reached = done
            if done and milestone.reached_date != task.itsm_ended_on:
                # Odoo has set the day of today
                milestone.flush_recordset()
                milestone.reached_date = task.itsm_ended_on

    def _check_planned(self, vals):
        """Refuse to change what the work plan says.

        :raise UserError: names the fields
        """
        names = [name for name in vals if name in PLANNED]
        changed = [name for name in names if self._itsm_differs(name, vals[name])]
        if not changed:
            return
        labels = [self._fields[name]._description_string(self.env) for name in changed]
        raise UserError(
            self.env._(
                "%(task)s follows the work plan: %(fields)s cannot be changed here."
                " Ask for a work plan change. Stage, progress, description and hours"
                " are yours to enter.",
                task=self[:1].display_name,
                fields=", ".join(labels),
            )
        )

    def _itsm_differs(self, name, value):
        """Return whether writing a value would change it for one of the tasks."""
        field = self._fields[name]
        for task in self:
            new = field.convert_to_record(field.convert_to_cache(value, task), task)
            if new != task[name]:
                return True
        return False
