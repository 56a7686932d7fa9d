from odoo import fields, models


class HelpdeskTicketCategory(models.Model):
    _inherit = "helpdesk.ticket.category"

    itsm_code = fields.Char(string="Code", index=True)
    itsm_service_id = fields.Many2one(
        comodel_name="itsm.service",
        string="Service",
        domain=[("state", "=", "in_force")],
    )
