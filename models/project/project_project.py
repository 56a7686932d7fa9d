from odoo import fields, models


class ProjectProject(models.Model):
    _inherit = "project.project"

    itsm_contract_id = fields.Many2one(
        comodel_name="itsm.contract", string="Service Contract", copy=False, index=True
    )
