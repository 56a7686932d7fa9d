from odoo import api, fields, models
from odoo.exceptions import UserError

# A plan of a chain that has come to nothing, or is over.
_GONE = ("rejected", "cancelled", "superseded", "closed")


class ProjectProject(models.Model):
    """The service plan and the risk register of a project."""

    _inherit = "project.project"

    itsm_service_plan_ids = fields.One2many(
        comodel_name="itsm.service.plan",
        inverse_name="project_id",
        string="Service Plans",
        groups="itsm_service_delivery.group_user",
    )
    itsm_service_plan_id = fields.Many2one(
        comodel_name="itsm.service.plan",
        string="Service Plan",
        compute="_compute_itsm_service_plan_id",
        groups="itsm_service_delivery.group_user",
        help="The version in execution, else the one that is being written.",
    )
    itsm_risk_ids = fields.One2many(
        comodel_name="itsm.project.risk",
        inverse_name="project_id",
        string="Risks",
        groups="itsm_service_delivery.group_user",
    )
    itsm_risk_count = fields.Integer(
        string="Open Risks",
        compute="_compute_itsm_risk_count",
        groups="itsm_service_delivery.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends("itsm_service_plan_ids.state")
    @api.depends_context("uid")
    def _compute_itsm_service_plan_id(self):
        for project in self:
            plans = project.itsm_service_plan_ids.filtered(
                lambda plan: plan.state not in _GONE
            )
            in_force = plans.filtered(lambda plan: plan.state == "in_force")
            project.itsm_service_plan_id = (in_force or plans)[:1]

    @api.depends("itsm_risk_ids.state")
    @api.depends_context("uid")
    def _compute_itsm_risk_count(self):
        for project in self:
            risks = project.itsm_risk_ids
            project.itsm_risk_count = len(risks.filtered(lambda r: r.state != "closed"))

    # === ACTION METHODS === #

    def action_itsm_create_service_plan(self):
        """Begin the service plan, filled from what is known, and open it.

        A plan that is written, or in execution, is opened instead.

        :raise AccessError: the user does not write plans of this project
        :raise UserError: the project has no contract that is signed
        """
        self.ensure_one()
        self.check_access("read")
        plan = self.itsm_service_plan_id
        if not plan:
            if not self.itsm_contract_id:
                raise UserError(
                    self.env._(
                        "%s has no service contract: a service plan is written from the"
                        " contract.",
                        self.display_name,
                    )
                )
            plan = self.env["itsm.service.plan"].create(
                {
                    "project_id": self.id,
                    "name": self.env._("Service plan: %s", self.name),
                }
            )
            plan.action_fill()
        return plan._get_records_action(name=self.env._("Service Plan"))

    def action_itsm_view_service_plan(self):
        self.ensure_one()
        return self.itsm_service_plan_id._get_records_action(
            name=self.env._("Service Plan")
        )

    def action_itsm_view_risks(self):
        """Open the project's risk register."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "itsm_service_delivery.itsm_project_risk_action"
        )
        return {
            **action,
            "domain": [("project_id", "=", self.id)],
            "context": {"default_project_id": self.id, "search_default_open": 1},
        }

    # === BUSINESS METHODS === #

    def _itsm_close_service_plans(self):
        """End the plan in execution with its project (domain 4.7).

        The caller has checked that the project may be closed.
        """
        # superuser: the closure decides, whoever may write the plan
        plans = self.sudo().itsm_service_plan_ids
        plans.filtered(lambda plan: plan.state == "in_force")._close()

    def _get_stat_buttons(self):
        buttons = super()._get_stat_buttons()
        if not self.env.user.has_group("itsm_service_delivery.group_user"):
            return buttons
        plan = self.itsm_service_plan_id
        if plan:
            buttons.append(
                {
                    "icon": "map-o",
                    "text": self.env._("Service Plan"),
                    "number": f"v{plan.version}",
                    "action_type": "object",
                    "action": "action_itsm_view_service_plan",
                    "show": True,
                    "sequence": 7,
                }
            )
        if self.itsm_contract_id and self.env["itsm.project.risk"].has_access("read"):
            buttons.append(
                {
                    "icon": "warning",
                    "text": self.env._("Open Risks"),
                    "number": self.itsm_risk_count,
                    "action_type": "object",
                    "action": "action_itsm_view_risks",
                    "show": True,
                    "sequence": 9,
                }
            )
        return buttons
