from odoo import api, fields, models


class ItsmProjectRegisterMixin(models.AbstractModel):
    """An entry in one of a service project's registers: of which project it is."""

    _name = "itsm.project.register.mixin"
    _description = "Entry in a Register of a Service Project"

    project_id = fields.Many2one(
        comodel_name="project.project",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('itsm_contract_id', '!=', False)]",
    )
    partner_id = fields.Many2one(
        related="project_id.itsm_contract_id.partner_id", string="Customer"
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        compute_sudo=True,
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    project_manager_id = fields.Many2one(
        related="project_id.user_id", string="Project Manager"
    )
    can_manage = fields.Boolean(
        compute="_compute_can_manage",
        help="Manages the project, or the service department.",
    )

    @api.depends("project_id")
    def _compute_company_id(self):
        for entry in self:
            project = entry.project_id
            company = project.company_id or project.itsm_contract_id.company_id
            entry.company_id = company or self.env.company

    @api.depends("project_id.user_id")
    @api.depends_context("uid")
    def _compute_can_manage(self):
        every = self.env.su or self.env.user.has_group(
            "itsm_service_delivery.group_service_manager"
        )
        manages = self.env.user.has_group("itsm_service_delivery.group_project_manager")
        for entry in self:
            # superuser: whose project it is does not depend on who asks
            own = entry.sudo().project_id.user_id == self.env.user
            entry.can_manage = every or (
                manages and (own or not entry.project_id)
            )
