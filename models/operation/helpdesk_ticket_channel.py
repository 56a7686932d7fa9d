from odoo import fields, models


class HelpdeskTicketChannel(models.Model):
    _inherit = "helpdesk.ticket.channel"

    itsm_code = fields.Char(
        string="Code", index=True, help="What imported histories call this channel."
    )
