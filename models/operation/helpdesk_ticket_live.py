from odoo import api, fields, models

from ...const import METRICS
from .helpdesk_ticket import INTERNAL

# A ticket is as bad as its worse clock.
_WORST_FIRST = ("breached", "at_risk", "paused", "running", "met", "not_applicable")

# What changes with the clocks.
LIVE_FIELDS = (
    "itsm_clock_ids",
    "itsm_response_state",
    "itsm_resolution_state",
    "itsm_response_deadline",
    "itsm_resolution_deadline",
    "itsm_resolution_used_pct",
    "itsm_resolution_remaining",
    "itsm_clock_panel",
    "itsm_worst_state",
)


class HelpdeskTicket(models.Model):
    """How the clocks of a ticket stand now: nothing of it is stored."""

    _inherit = "helpdesk.ticket"

    itsm_response_clock_id = fields.Many2one(
        comodel_name="itsm.ticket.clock",
        string="Response Clock",
        copy=False,
        readonly=True,
        ondelete="set null",
        groups=INTERNAL,
    )
    itsm_resolution_clock_id = fields.Many2one(
        comodel_name="itsm.ticket.clock",
        string="Resolution Clock",
        copy=False,
        readonly=True,
        ondelete="set null",
        groups=INTERNAL,
    )
    itsm_response_state = fields.Selection(
        related="itsm_response_clock_id.live_state",
        string="Response",
        groups=INTERNAL,
    )
    itsm_resolution_state = fields.Selection(
        related="itsm_resolution_clock_id.live_state",
        string="Resolution",
        groups=INTERNAL,
    )
    itsm_response_deadline = fields.Datetime(
        related="itsm_response_clock_id.deadline",
        string="Response Deadline",
        groups=INTERNAL,
    )
    itsm_resolution_deadline = fields.Datetime(
        related="itsm_resolution_clock_id.deadline",
        string="Resolution Deadline",
        groups=INTERNAL,
    )
    itsm_resolution_used_pct = fields.Integer(
        related="itsm_resolution_clock_id.used_pct",
        string="Used (%)",
        groups=INTERNAL,
    )
    itsm_resolution_remaining = fields.Char(
        related="itsm_resolution_clock_id.remaining",
        string="Remaining",
        groups=INTERNAL,
    )
    itsm_clock_panel = fields.Json(
        compute="_compute_itsm_clock_panel", string="Clock Panel", groups=INTERNAL
    )
    itsm_worst_state = fields.Selection(
        selection=[(state, state) for state in _WORST_FIRST],
        compute="_compute_itsm_worst_state",
        groups=INTERNAL,
    )

    @api.depends("itsm_response_state", "itsm_resolution_state", "itsm_state")
    def _compute_itsm_worst_state(self):
        for ticket in self:
            states = {ticket.itsm_response_state, ticket.itsm_resolution_state}
            ticket.itsm_worst_state = next(
                (state for state in _WORST_FIRST if state in states), False
            )

    @api.depends("itsm_clock_ids", "itsm_state", "itsm_contract_id", "itsm_sla_id")
    def _compute_itsm_clock_panel(self):
        labels = dict(
            self.env["itsm.ticket.clock"]
            ._fields["live_state"]
            ._description_selection(self.env)
        )
        metrics = dict(
            self.env["itsm.ticket.clock"]
            ._fields["metric"]
            ._description_selection(self.env)
        )
        for ticket in self:
            clocks = {clock.metric: clock for clock in ticket.itsm_clock_ids}
            ticket.itsm_clock_panel = [
                clocks[metric]._panel(metrics[metric], labels)
                for metric, _label in METRICS
                if metric in clocks
            ]
