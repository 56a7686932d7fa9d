from odoo import models
from odoo.exceptions import AccessError, UserError, ValidationError

from .helpdesk_ticket import PROJECTED, is_lower

# What a ticket is judged by.
AGREED = (
    "itsm_contract_id",
    "itsm_service_id",
    "itsm_priority_id",
    "itsm_impact",
    "itsm_urgency",
    "priority",
)


class HelpdeskTicket(models.Model):
    """What a save of a ticket may not do."""

    _inherit = "helpdesk.ticket"

    def _check_opening(self, vals, reason):
        """Refuse projections from outside, and a backdated opening without a reason."""
        given = {name for name in PROJECTED if vals.get(name)} - {"itsm_opened_at"}
        if given:
            raise UserError(self._projected_message(given))
        if vals.get("itsm_opened_at") and not reason:
            raise ValidationError(
                self.env._(
                    "Say why the ticket is entered after it was reported: a time other "
                    "than now needs a reason, which the timeline keeps."
                )
            )

    def _check_projected(self, vals):
        """Refuse to write what only the timeline changes."""
        given = {
            name
            for name in PROJECTED & vals.keys()
            if any(
                self._fields[name].convert_to_write(ticket[name], ticket) != vals[name]
                for ticket in self
            )
        }
        if given:
            raise UserError(self._projected_message(given))
        for name in PROJECTED & vals.keys():
            del vals[name]

    def _projected_message(self, names):
        labels = self.sudo().fields_get(list(names), ["string"]).values()
        return self.env._(
            "%(fields)s: the timeline of the ticket says it. Mend a wrong time by a "
            "correction.",
            fields=", ".join(label["string"] for label in labels),
        )

    def _check_archiving(self, vals):
        """Refuse to hide a ticket whose clocks run."""
        if vals.get("active", True):
            return
        for ticket in self.sudo():
            if ticket.itsm_contract_id and ticket.itsm_state in (
                "new",
                "active",
                "paused",
            ):
                raise UserError(
                    self.env._(
                        "Ticket %(ticket)s is open under a service contract: resolve "
                        "or cancel it before you archive it.",
                        ticket=ticket.number,
                    )
                )

    def _check_frozen(self, vals):
        """Refuse to change what a closed ticket was judged by."""
        names = [name for name in AGREED if name in vals]
        for ticket in self.sudo() if names else ():
            if not ticket._itsm_is_frozen():
                continue
            if any(
                self._fields[name].convert_to_write(ticket[name], ticket) != vals[name]
                for name in names
            ):
                raise ValidationError(
                    self.env._(
                        "Ticket %(ticket)s is closed: its contract, service and "
                        "priority stay as they were judged. Reopen it first.",
                        ticket=ticket.number,
                    )
                )

    def _check_priority_change(self, before, reason):
        """Check a change of priority (domain 3.3).

        :raise ValidationError: the priority is taken away, or lowered without a reason
        :raise AccessError: lowered after a breach by anyone but a service manager
        """
        if not self.itsm_priority_id:
            raise ValidationError(
                self.env._(
                    "Ticket %(ticket)s needs a priority: its targets depend on it.",
                    ticket=self.number,
                )
            )
        if not is_lower(before, self.itsm_priority_id):
            return
        if not reason:
            raise ValidationError(
                self.env._(
                    "Say why the priority of ticket %(ticket)s is lowered.",
                    ticket=self.number,
                )
            )
        breached = self.itsm_clock_ids.filtered(
            lambda clock: clock.live_state == "breached"
        )
        manager = self.env.user.has_group("itsm_service_delivery.group_service_manager")
        if breached and not manager:
            raise AccessError(
                self.env._(
                    "Ticket %(ticket)s has missed a target: only a service manager "
                    "lowers its priority now.",
                    ticket=self.number,
                )
            )
