from odoo import fields, models
from odoo.exceptions import UserError

from ..approval import guard
from .closed_project import check_open


class ProjectProject(models.Model):
    """A project is closed by its closure, and reopened by a project change."""

    _inherit = "project.project"

    itsm_closure_ids = fields.One2many(
        comodel_name="itsm.project.closure",
        inverse_name="project_id",
        string="Closures",
        groups="itsm_service_delivery.group_user",
    )
    itsm_closure_id = fields.Many2one(
        comodel_name="itsm.project.closure",
        string="Closed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )
    itsm_closed_on = fields.Date(
        string="Closed on", readonly=True, copy=False, groups="base.group_user"
    )
    itsm_is_closed = fields.Boolean(
        string="Closed", compute="_compute_itsm_is_closed", compute_sudo=True
    )

    def _compute_itsm_is_closed(self):
        for project in self:
            project.itsm_is_closed = bool(project.itsm_closure_id)

    # === CRUD METHODS === #

    def write(self, vals):
        if not guard.holds_key(self.env):
            if {"itsm_closure_id", "itsm_closed_on"} & vals.keys():
                raise UserError(
                    self.env._("A project is closed by the approval of its closure.")
                )
            check_open(self, self, vals)
        return super().write(vals)

    # === ACTION METHODS === #

    def action_itsm_create_closure(self):
        """Open the closure of the project; begin it when there is none."""
        self.ensure_one()
        closures = self.env["itsm.project.closure"]
        closure = closures.search(
            [
                ("project_id", "=", self.id),
                ("state", "not in", ("rejected", "cancelled", "closed")),
            ],
            limit=1,
        )
        if not closure:
            closure = closures.create({"project_id": self.id})
        return closure._get_records_action(name=self.env._("Project Closure"))

    def action_itsm_view_closures(self):
        self.ensure_one()
        return self.itsm_closure_ids._get_records_action(
            name=self.env._("Project Closure")
        )

    def _get_stat_buttons(self):
        buttons = super()._get_stat_buttons()
        if not self.env["itsm.project.closure"].has_access("read"):
            return buttons
        if self.itsm_contract_id and self.itsm_closure_ids:
            buttons.append(
                {
                    "icon": "archive",
                    "text": self.env._("Closure"),
                    "number": self.itsm_closure_ids[:1].number,
                    "action_type": "object",
                    "action": "action_itsm_view_closures",
                    "show": True,
                    "sequence": 90,
                }
            )
        return buttons

    # === BUSINESS METHODS === #

    def _itsm_close(self, closure):
        """Make a project read-only, in the first of the stages that are folded.

        The caller is the approved closure.
        """
        stage = self._itsm_find_stage(is_closed=True)
        values = {
            "itsm_closure_id": closure.id,
            "itsm_closed_on": closure.contract_id._today(),
        }
        if stage:
            values["stage_id"] = stage.id
        guard.with_key(self.sudo()).write(values)

    def _itsm_reopen(self, initiation):
        """Let a closed project go on, by an approved project change.

        Its closure ends, and the plans that it has closed hold again: the next version
        of the work plan is made by a change, as ever.

        :param initiation: the `itsm.project.initiation` that reopens it
        """
        for project in self.sudo().filtered("itsm_closure_id"):
            comment = self.env._(
                "Reopened by project change %s", initiation.display_name
            )
            project.itsm_closure_id._reopen(comment)
            values = {"itsm_closure_id": False, "itsm_closed_on": False}
            if stage := project._itsm_find_stage(is_closed=False):
                values["stage_id"] = stage.id
            guard.with_key(project).write(values)

    def _itsm_find_stage(self, is_closed):
        """Return the first stage for closed projects, or the last one for open ones."""
        stages = self.env["project.project.stage"].sudo()
        stages = stages.search(
            [
                ("fold", "=", is_closed),
                ("company_id", "in", [False, self.company_id.id]),
            ]
        )
        return stages[:1] if is_closed else stages[-1:]
