from odoo import api, fields, models

from .itsm_work_plan_change import OPEN_STATES

ROLES = "itsm_service_delivery.group_user"


class ProjectProject(models.Model):
    """A project shows the changes of its work plan."""

    _inherit = "project.project"

    itsm_change_ids = fields.One2many(
        comodel_name="itsm.work.plan.change",
        inverse_name="project_id",
        string="Work Plan Changes",
        groups=ROLES,
    )
    itsm_open_change_count = fields.Integer(
        string="Open Work Plan Changes",
        compute="_compute_itsm_open_change_count",
        groups=ROLES,
    )

    @api.depends("itsm_change_ids.state")
    def _compute_itsm_open_change_count(self):
        for project in self:
            project.itsm_open_change_count = len(
                project.itsm_change_ids.filtered(lambda c: c.state in OPEN_STATES)
            )

    def action_itsm_view_changes(self):
        """Open the changes of the project's work plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "itsm_service_delivery.itsm_work_plan_change_action"
        )
        return {
            **action,
            "domain": [("project_id", "=", self.id)],
            "context": {"default_project_id": self.id},
        }

    def _get_stat_buttons(self):
        buttons = super()._get_stat_buttons()
        changes = self.env["itsm.work.plan.change"]
        if not (self.itsm_contract_id and changes.has_access("read")):
            return buttons
        buttons.append(
            {
                "icon": "exchange",
                "text": self.env._("Open Work Plan Changes"),
                "number": self.itsm_open_change_count,
                "action_type": "object",
                "action": "action_itsm_view_changes",
                "show": True,
                "sequence": 40,
            }
        )
        return buttons


class ItsmWorkPlan(models.Model):
    """A plan shows its changes."""

    _inherit = "itsm.work.plan"

    change_count = fields.Integer(
        string="Changes", compute="_compute_change_count"
    )
    can_request_change = fields.Boolean(compute="_compute_change_count")

    @api.depends("number", "state")
    @api.depends_context("uid")
    def _compute_change_count(self):
        changes = self.env["itsm.work.plan.change"]
        for plan in self:
            plan.change_count = changes.search_count(
                [
                    ("plan_id.number", "=", plan.number),
                    ("company_id", "=", plan.company_id.id),
                ]
            )
            plan.can_request_change = plan.state == "in_force" and changes.has_access(
                "create"
            )

    def action_request_change(self):
        """Open the form of a new work plan change of this plan."""
        self.ensure_one()
        self.check_access("read")
        self.env["itsm.work.plan.change"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Work Plan Change"),
            "res_model": "itsm.work.plan.change",
            "views": [(False, "form")],
            "context": {
                "default_project_id": self.project_id.id,
                "default_plan_id": self.id,
            },
        }

    def action_view_changes(self):
        """Open the changes of all versions of this plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "itsm_service_delivery.itsm_work_plan_change_action"
        )
        return {
            **action,
            "domain": [("plan_id.number", "=", self.number)],
            "context": {
                "default_project_id": self.project_id.id,
                "default_plan_id": self.id,
            },
        }
