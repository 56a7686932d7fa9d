from odoo import SUPERUSER_ID, api, fields, models

from ...engine.timeline import EventKind
from .flow import events_of_move
from .helpdesk_ticket_checks import AGREED

# Only code of this addon can put this very object into a context: a caller over RPC,
# whose context is his own, cannot.
_WITH_HISTORY = object()

# Fields whose change, by itself or through what is computed from it, is an event.
_WATCHED = frozenset(
    {
        *AGREED,
        "stage_id",
        "team_id",
        "user_id",
        "partner_id",
        "category_id",
        "company_id",
        "duplicate_id",
    }
)


class HelpdeskTicket(models.Model):
    """What happens to a ticket becomes events of its timeline."""

    _inherit = "helpdesk.ticket"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("itsm_history") is _WITH_HISTORY:
            return super().create(vals_list)
        now = fields.Datetime.now()
        vals_list = [dict(vals) for vals in vals_list]
        said = []
        for vals in vals_list:
            said.append(
                (
                    vals.pop("itsm_change_reason", None),
                    vals.pop("itsm_pause_reason_id", None),
                )
            )
            self._check_opening(vals, said[-1][0])
            vals["itsm_opened_at"] = vals.get("itsm_opened_at") or now
            if not vals.get("itsm_priority_id"):
                vals.pop("itsm_priority_id", None)  # from the matrix, or the stars
        tickets = super().create(vals_list)
        entries = []
        # sudo: whoever may create a ticket opens its timeline
        for ticket, (reason, pause_reason_id) in zip(tickets.sudo(), said, strict=True):
            opened = {"priority_id": ticket.itsm_priority_id.id, "reason": reason}
            entries.append((ticket, EventKind.OPENED, ticket.itsm_opened_at, opened))
            entries += ticket._move_entries("new", False, reason, pause_reason_id)
            if ticket.duplicate_id:
                entries.append((ticket, EventKind.MERGED, None, {"reason": reason}))
        self._record_events(entries)
        return tickets

    def write(self, vals):
        vals = dict(vals)
        reason = vals.pop("itsm_change_reason", None)
        pause_reason_id = vals.pop("itsm_pause_reason_id", None)
        self._check_projected(vals)
        self._check_archiving(vals)
        stars = vals.get("priority")
        if stars and "itsm_priority_id" not in vals:
            if any(ticket.priority != stars for ticket in self):
                vals["itsm_priority_id"] = self._itsm_priority_of_stars(stars).id
        self._check_frozen(vals)
        if not pause_reason_id and not _WATCHED & vals.keys():
            return super().write(vals)
        # sudo: whoever may change a ticket continues its timeline
        before = {
            ticket: (
                ticket.itsm_contract_id,
                ticket.itsm_priority_id,
                ticket.stage_id,
                ticket.duplicate_id,
            )
            for ticket in self.sudo()
        }
        result = super().write(vals)
        entries, moved = [], self.sudo().browse()
        for ticket, (contract, priority, stage, duplicate) in before.items():
            if ticket.stage_id != stage or pause_reason_id:
                moved |= ticket
            entries += ticket._change_entries(contract, priority, reason)
            if ticket.duplicate_id != duplicate:
                entries += ticket._duplicate_entries(reason)
            elif ticket in moved:
                entries += ticket._move_entries(
                    ticket.itsm_state, ticket.itsm_responded_at, reason, pause_reason_id
                )
        self._record_events(entries)
        # Closing a resolved ticket is no event, yet its state changes
        silent = moved - moved.browse().union(*(entry[0] for entry in entries))
        if silent:
            silent._project_anew()
        return result

    @api.model
    def _create_with_timelines(self, vals_list, timelines):
        """Create tickets together with their whole past, for imports.

        The fast way to many tickets: a fixed number of queries for the timelines and
        clocks of the batch, no messages, no followers, no tracking. Nothing is derived:
        give ``number``, ``stage_id``, ``itsm_contract_id``, ``itsm_service_id`` and
        ``itsm_priority_id``.

        :param vals_list: values of the tickets
        :param timelines: for each ticket ``[(kind, happened_at, values)]`` in order, as
            ``_record_events`` takes them; the first is ``opened``
        :return: the tickets
        :raise ValidationError: a timeline that cannot have happened
        """
        context = {
            "itsm_history": _WITH_HISTORY,
            "tracking_disable": True,
            "mail_create_nolog": True,
            "mail_create_nosubscribe": True,
            "mail_notrack": True,
        }
        vals_list = [{"itsm_contract_to_choose": False, **vals} for vals in vals_list]
        tickets = self.with_context(**context).create(vals_list)
        tickets = tickets.with_env(self.env)
        self._record_events(
            [
                (ticket, kind, happened_at, {"imported": True, **values})
                for ticket, events in zip(tickets, timelines, strict=True)
                for kind, happened_at, values in events
            ]
        )
        return tickets

    # === EVENTS === #

    def _change_entries(self, contract, priority, reason):
        """Return the events of a change of contract or priority.

        :param contract: the one before
        :param priority: the one before
        :raise ValidationError: a lower priority without a reason, or none at all
        """
        entries = []
        if self.itsm_contract_id != contract:
            values = {"contract_id": self.itsm_contract_id.id, "reason": reason}
            entries.append((self, EventKind.CONTRACT_CHANGED, None, values))
        if self.itsm_priority_id != priority:
            self._check_priority_change(priority, reason)
            values = {"priority_id": self.itsm_priority_id.id, "reason": reason}
            entries.append((self, EventKind.PRIORITY_CHANGED, None, values))
        return entries

    def _duplicate_entries(self, reason):
        """Return the events of becoming a duplicate, or of being none after all."""
        withdrawn = self.itsm_state == "cancelled"
        if self.duplicate_id and not withdrawn:
            reason = reason or self.duplicate_id.display_name
            return [(self, EventKind.MERGED, None, {"reason": reason})]
        if not self.duplicate_id and withdrawn:
            return [(self, EventKind.REOPENED, None, {"reason": reason})]
        return []

    def _move_entries(self, state, responded_at, reason, pause_reason_id):
        """Return the events of the stage that the ticket is in now.

        :param str state: ``itsm_state`` before
        :param responded_at: when the response was given, false if it was not
        :param pause_reason_id: overrides the stage's own pause reason
        """
        stage = self.stage_id
        meaning = stage._itsm_get_meaning()
        if self.duplicate_id and meaning in ("resolved", "closed", "cancelled"):
            return []  # merged already; the stage is where duplicates are put
        pause_reason_id = pause_reason_id or stage.itsm_pause_reason_id.id
        kinds = events_of_move(
            state or "new",
            meaning,
            responded=bool(responded_at),
            new_reason=pause_reason_id != self.itsm_pause_reason_id.id,
            human=self._itsm_is_human(self.env.user),
        )
        return [
            (
                self,
                kind,
                None,
                {
                    "reason": reason,
                    "pause_reason_id": kind is EventKind.PAUSED and pause_reason_id,
                },
            )
            for kind in kinds
        ]

    @api.model
    def _itsm_is_human(self, user):
        """Return whether a user is a person of ours, not OdooBot nor a customer."""
        return user.id != SUPERUSER_ID and not user.share and user.active

    # === ACTIONS === #

    def action_open_correction(self):
        """Open the dialog that mends the timeline."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct the Timeline"),
            "res_model": "itsm.ticket.correction",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }

    def action_open_pause(self):
        """Open the dialog that asks what the ticket waits for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pause"),
            "res_model": "itsm.ticket.pause",
            "view_mode": "form",
            "target": "new",
            "context": {"default_ticket_id": self.id},
        }
