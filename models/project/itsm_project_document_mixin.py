from odoo import api, fields, models


class ItsmProjectDocumentMixin(models.AbstractModel):
    """A controlled document of a service project: its plans, reports and acceptance.

    The contract is the one that the project runs under when the document is begun; the
    people are those of the project today. Separation of duties R3 follows from them.
    """

    _name = "itsm.project.document.mixin"
    _description = "Document of a Service Project"
    _inherit = ["itsm.document.mixin"]

    project_id = fields.Many2one(
        comodel_name="project.project",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain=[("itsm_contract_id", "!=", False)],
    )
    contract_id = fields.Many2one(
        comodel_name="itsm.contract",
        string="Service Contract",
        compute="_compute_contract_id",
        compute_sudo=True,
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="contract_id.partner_id", store=True, precompute=True, string="Customer"
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
        comodel_name="res.users",
        string="Project Manager",
        related="project_id.user_id",
    )

    # === COMPUTE METHODS === #

    @api.depends("project_id")
    def _compute_contract_id(self):
        for document in self:
            document.contract_id = document.project_id.itsm_contract_id

    @api.depends("project_id")
    def _compute_company_id(self):
        for document in self:
            project = document.project_id
            company = project.company_id or project.itsm_contract_id.company_id
            document.company_id = company or self.env.company

    # === BUSINESS METHODS === #

    def _get_approval_people(self, person):
        # superuser: who the people are does not depend on who submits
        document = self.sudo()
        people = {
            "project_manager": document.project_id.user_id,
            "sales_owner": document.contract_id.user_id,
            "service_manager": document.contract_id.service_manager_id,
        }
        return people.get(person) or super()._get_approval_people(person)
