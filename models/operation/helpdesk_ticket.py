from odoo import fields, models

from ...const import LEVELS, STATE_MEANINGS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    itsm_contract_id = fields.Many2one(
        comodel_name="itsm.contract", string="Service Contract", index=True
    )
    itsm_service_id = fields.Many2one(comodel_name="itsm.service", string="Service")
    itsm_impact = fields.Selection(selection=LEVELS, string="Impact")
    itsm_urgency = fields.Selection(selection=LEVELS, string="Urgency")
    itsm_priority_id = fields.Many2one(comodel_name="itsm.priority", string="Priority")
    itsm_support_line = fields.Integer(string="Support Line", default=1)
    itsm_rating = fields.Integer(string="Satisfaction", copy=False)
    itsm_opened_at = fields.Datetime(string="Opened at", copy=False)
    itsm_state = fields.Selection(
        selection=STATE_MEANINGS, string="Service State", copy=False
    )
    itsm_responded_at = fields.Datetime(string="Responded at", copy=False)
    itsm_resolved_at = fields.Datetime(string="Resolved at", copy=False)
    itsm_event_ids = fields.One2many(
        comodel_name="itsm.ticket.event", inverse_name="ticket_id", string="Timeline"
    )
    itsm_clock_ids = fields.One2many(
        comodel_name="itsm.ticket.clock", inverse_name="ticket_id", string="Clocks"
    )
