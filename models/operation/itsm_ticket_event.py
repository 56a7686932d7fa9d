from odoo import fields, models

from ...const import EVENT_KINDS


class ItsmTicketEvent(models.Model):
    """An event of a ticket's timeline: written once, never edited (design 4)."""

    _name = "itsm.ticket.event"
    _description = "Ticket Event"
    _order = "ticket_id, happened_at, id"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    kind = fields.Selection(selection=EVENT_KINDS, required=True, readonly=True)
    happened_at = fields.Datetime(required=True, readonly=True)
    recorded_at = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one(comodel_name="res.users", readonly=True)
    pause_reason_id = fields.Many2one(comodel_name="itsm.pause.reason", readonly=True)
    priority_id = fields.Many2one(comodel_name="itsm.priority", readonly=True)
    contract_id = fields.Many2one(comodel_name="itsm.contract", readonly=True)
    reason = fields.Char(readonly=True)
    corrects_id = fields.Many2one(comodel_name="itsm.ticket.event", readonly=True)
    void = fields.Boolean(readonly=True, help="The corrected event never happened.")
    imported = fields.Boolean(readonly=True)
