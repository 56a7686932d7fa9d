from odoo import fields, models

from ...const import STATE_MEANINGS


class HelpdeskTicketStage(models.Model):
    _inherit = "helpdesk.ticket.stage"

    itsm_meaning = fields.Selection(
        selection=STATE_MEANINGS,
        string="Meaning",
        help="What the clocks understand when a ticket enters this stage.",
    )
    itsm_pause_reason_id = fields.Many2one(
        comodel_name="itsm.pause.reason",
        string="Pause Reason",
        help="The reason that a pause by this stage is recorded with.",
    )
