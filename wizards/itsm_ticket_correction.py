from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..engine.instants import from_datetime
from ..engine.timeline import EventKind

_MANAGER = "itsm_service_delivery.group_service_manager"
_ENGINEER = "itsm_service_delivery.group_engineer"


class ItsmTicketCorrection(models.TransientModel):
    """Mends the timeline of a ticket: a wrong time, or an event that nobody recorded.

    Nothing is edited: the correction is an event itself, with its reason, its author
    and the time of recording (design 4). It never moves the ticket to another stage.
    """

    _name = "itsm.ticket.correction"
    _description = "Ticket Correction"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket", required=True, ondelete="cascade"
    )
    action = fields.Selection(
        selection=[
            ("time", "An event happened at another time"),
            ("void", "An event never happened"),
            ("response", "A response is missing"),
            ("pause", "A pause is missing"),
        ],
        string="What is wrong",
        required=True,
        default="time",
    )
    event_id = fields.Many2one(
        comodel_name="itsm.ticket.event",
        domain="[('ticket_id', '=', ticket_id), ('kind', '!=', 'correction')]",
    )
    recorded_time = fields.Datetime(
        related="event_id.effective_at", string="Counts until now from"
    )
    happened_at = fields.Datetime(string="Right Time")
    paused_until = fields.Datetime(string="Until")
    pause_reason_id = fields.Many2one(
        comodel_name="itsm.pause.reason", string="Waited for"
    )
    reason = fields.Char(required=True)

    @api.onchange("event_id")
    def _onchange_event_id(self):
        self.happened_at = self.event_id.effective_at

    def action_apply(self):
        """Record the correction.

        :raise AccessError: neither an engineer on an open ticket, nor a service manager
        :raise ValidationError: incomplete, impossible, or it would change the state
        """
        self.ensure_one()
        self._check_may_correct()
        entries = getattr(self, f"_{self.action}_entries")()
        ticket = self.ticket_id.sudo()  # checked above
        now = from_datetime(fields.Datetime.now())
        before = ticket._timelines()[ticket.id].facts(now)
        ticket._record_events([(ticket, *entry) for entry in entries])
        after = ticket._timelines()[ticket.id].facts(now)
        if (before.work, _waits_for(before)) != (after.work, _waits_for(after)):
            raise ValidationError(
                self.env._(
                    "This would change the state of ticket %(ticket)s: move it to "
                    "another stage instead.",
                    ticket=ticket.number,
                )
            )
        return {"type": "ir.actions.act_window_close"}

    def _check_may_correct(self):
        """Engineers correct open tickets, service managers all of them."""
        self.ticket_id.check_access("write")
        user = self.env.user
        if user.has_group(_MANAGER):
            return
        if not user.has_group(_ENGINEER):
            raise AccessError(
                self.env._("Only engineers and service managers correct timelines.")
            )
        if self.ticket_id.sudo()._itsm_is_frozen():
            raise AccessError(
                self.env._(
                    "Ticket %(ticket)s is closed: ask a service manager to correct it.",
                    ticket=self.ticket_id.number,
                )
            )

    def _time_entries(self):
        self._require(self.event_id, self.happened_at)
        return [self._correction(self.happened_at, void=False)]

    def _void_entries(self):
        self._require(self.event_id)
        if self.event_id.kind == EventKind.OPENED.value:
            raise ValidationError(
                self.env._(
                    "The opening of a ticket cannot be voided: cancel the ticket."
                )
            )
        return [self._correction(self.event_id.happened_at, void=True)]

    def _response_entries(self):
        self._require(self.happened_at)
        return [(EventKind.RESPONDED, self.happened_at, {"reason": self.reason})]

    def _pause_entries(self):
        self._require(self.happened_at, self.paused_until, self.pause_reason_id)
        values = {"pause_reason_id": self.pause_reason_id.id, "reason": self.reason}
        return [
            (EventKind.PAUSED, self.happened_at, values),
            (EventKind.RESUMED, self.paused_until, values),
        ]

    def _correction(self, happened_at, void):
        if self.event_id.ticket_id != self.ticket_id:
            raise ValidationError(
                self.env._(
                    "The event belongs to another ticket: choose one of this one."
                )
            )
        values = {"corrects_id": self.event_id.id, "void": void, "reason": self.reason}
        return (EventKind.CORRECTION, happened_at, values)

    def _require(self, *values):
        if not all(values) or not (self.reason or "").strip():
            raise ValidationError(
                self.env._(
                    "Fill in what is corrected, and why: the timeline keeps both."
                )
            )


def _waits_for(facts):
    """Return the reason of the present pause."""
    return facts.stretches[-1].reason if facts.stretches else ""
