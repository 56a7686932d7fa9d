from odoo import fields, models

from ...const import CLOCK_STATES, METRICS


class ItsmTicketClock(models.Model):
    """A ticket's response or resolution clock: the stored projection of its timeline.

    Nothing here is a source: everything can be rebuilt from the timeline, the SLA
    version and the service hours. All durations are seconds of service time.
    """

    _name = "itsm.ticket.clock"
    _description = "Ticket Clock"
    _order = "ticket_id, metric"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    metric = fields.Selection(selection=METRICS, required=True, readonly=True)
    state = fields.Selection(selection=CLOCK_STATES, required=True, readonly=True)
    sla_id = fields.Many2one(comodel_name="itsm.sla", readonly=True, index=True)
    calendar_id = fields.Many2one(comodel_name="resource.calendar", readonly=True)
    target_seconds = fields.Integer(readonly=True)
    used_seconds = fields.Integer(readonly=True)
    computed_at = fields.Datetime(readonly=True)
    deadline = fields.Datetime(readonly=True)
    breaches_at = fields.Datetime(readonly=True)
    at_risk_at = fields.Datetime(readonly=True)
    outcome_at = fields.Datetime(readonly=True)
    finished_at = fields.Datetime(readonly=True)
