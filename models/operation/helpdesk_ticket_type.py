from odoo import fields, models


class HelpdeskTicketType(models.Model):
    _inherit = "helpdesk.ticket.type"

    itsm_code = fields.Char(string="Code", index=True)
