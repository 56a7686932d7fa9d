from itertools import count

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...engine.errors import TimelineError
from ...engine.instants import from_datetime
from ...engine.timeline import Event, EventKind, Timeline
from .. import bulk

_KINDS = {kind.value: kind for kind in EventKind}
_PAUSES = (EventKind.PAUSED, EventKind.RESUMED)
# Events that can change a clock which has finished; the others leave it alone, so that
# a change of service hours never re-judges a finished clock.
_REJUDGING = frozenset(
    {
        EventKind.REOPENED,
        EventKind.CANCELLED,
        EventKind.MERGED,
        EventKind.PRIORITY_CHANGED,
        EventKind.CONTRACT_CHANGED,
        EventKind.CORRECTION,
    }
)
_EVENT_COLUMNS = {
    "ticket_id": "int",
    "kind": "varchar",
    "happened_at": "timestamp",
    "recorded_at": "timestamp",
    "user_id": "int",
    "pause_reason_id": "int",
    "priority_id": "int",
    "contract_id": "int",
    "reason": "varchar",
    "corrects_id": "int",
    "void": "bool",
    "imported": "bool",
}


class HelpdeskTicket(models.Model):
    """The timeline of a ticket: reading it, and the one way to continue it."""

    _inherit = "helpdesk.ticket"

    # === READING === #

    def _timelines(self, known_at=None):
        """Return the tickets' timelines, in one query for all of them.

        Imported events count as known when they happened. No access is checked.

        :param datetime known_at: leave out what was recorded later (naive UTC)
        :return: ``{ticket id: engine.timeline.Timeline}``, an entry for every ticket
        """
        events = {ticket_id: [] for ticket_id in self.ids}
        known = SQL(
            "AND CASE WHEN e.imported THEN e.happened_at ELSE e.recorded_at END <= %s",
            known_at,
        )
        self.env["itsm.pause.reason"].flush_model(["code"])
        self.env["itsm.priority"].flush_model(["code"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT e.ticket_id, e.id, e.kind,
                       EXTRACT(EPOCH FROM e.happened_at)::bigint,
                       CASE WHEN e.imported THEN NULL
                            ELSE EXTRACT(EPOCH FROM e.recorded_at)::bigint END,
                       r.code, p.code, e.contract_id, e.reason, e.corrects_id, e.void
                  FROM itsm_ticket_event e
             LEFT JOIN itsm_pause_reason r ON r.id = e.pause_reason_id
             LEFT JOIN itsm_priority p ON p.id = e.priority_id
                 WHERE e.ticket_id = ANY(%s) %s
              ORDER BY e.ticket_id, e.id
                """,
                list(self.ids),
                known if known_at else SQL(),
            )
        )
        for ticket_id, seq, kind, at, recorded_at, *rest in rows:
            events[ticket_id].append(_event(_KINDS[kind], at, seq, recorded_at, *rest))
        return {ticket_id: Timeline(items) for ticket_id, items in events.items()}

    # === RECORDING === #

    def _record_event(self, kind, happened_at=None, **values):
        """Record one event of one ticket; see ``_record_events``."""
        self.ensure_one()
        self._record_events([(self, kind, happened_at, values)])

    @api.model
    def _record_events(self, entries):
        """Append events to timelines, and bring tickets and clocks up to date.

        The one way into ``itsm.ticket.event``. All or nothing: what cannot have
        happened is refused with a message before anything is written.

        :param entries: ``[(ticket, kind, happened_at, values)]`` in order of
            recording. ``kind`` is an ``EventKind`` or its value; ``happened_at`` a
            naive UTC datetime, None = now; ``values`` may hold ``pause_reason_id``,
            ``priority_id``, ``contract_id``, ``corrects_id`` (ids), ``reason``,
            ``void``, ``imported`` and ``user_id`` (default: the current user)
        :raise ValidationError: a future instant, an impossible sequence
        """
        if not entries:
            return
        tickets = self.union(*(entry[0] for entry in entries))
        timelines = tickets._timelines()
        rows, happened = self._event_rows(entries)
        for ticket_id, events in happened.items():
            timelines[ticket_id] = timelines[ticket_id].append(*events)
            self.browse(ticket_id)._check_timeline(timelines[ticket_id])
        self.env.execute_query(
            SQL(
                "INSERT INTO itsm_ticket_event (%s) SELECT * FROM %s",
                bulk.names(_EVENT_COLUMNS),
                bulk.arrays(_EVENT_COLUMNS, rows),
            )
        )
        self.env["itsm.ticket.event"].invalidate_model(flush=False)
        rejudged = {
            ticket_id
            for ticket_id, events in happened.items()
            if any(event.kind in _REJUDGING for event in events)
        }
        tickets._project(timelines, rejudged)

    def _event_rows(self, entries):
        """Return the rows to insert, and the engine's events of each ticket.

        The events get provisional numbers above every id: only their order counts.
        """
        now = fields.Datetime.now().replace(microsecond=0)
        reasons = dict(self._codes("itsm.pause.reason"))
        priorities = dict(self._codes("itsm.priority"))
        provisional = count(1 << 40)
        rows, happened = [], {}
        for ticket, kind, happened_at, values in entries:
            kind = EventKind(kind)
            at = (happened_at or now).replace(microsecond=0)
            if at > now:
                raise ValidationError(
                    self.env._(
                        "Ticket %(ticket)s: %(instant)s (UTC) lies in the future. "
                        "Record what has happened.",
                        ticket=ticket.number,
                        instant=at,
                    )
                )
            imported = bool(values.get("imported"))
            reason_id = values.get("pause_reason_id") or None
            priority_id = values.get("priority_id") or None
            contract_id = values.get("contract_id") or None
            if kind is EventKind.OPENED and not contract_id:
                # sudo: reports need it once the ticket moves to another contract
                contract_id = ticket.sudo().itsm_contract_id.id or None
            reason = values.get("reason") or None
            corrects_id = values.get("corrects_id") or None
            void = bool(values.get("void"))
            rows.append(
                (
                    ticket.id,
                    kind.value,
                    at,
                    now,
                    values.get("user_id") or self.env.uid,
                    reason_id,
                    priority_id,
                    contract_id,
                    reason,
                    corrects_id,
                    void,
                    imported,
                )
            )
            happened.setdefault(ticket.id, []).append(
                _event(
                    kind,
                    from_datetime(at),
                    next(provisional),
                    None if imported else from_datetime(now),
                    reasons.get(reason_id),
                    priorities.get(priority_id),
                    contract_id,
                    reason,
                    corrects_id,
                    void,
                )
            )
        return rows, happened

    def _codes(self, model):
        """Return ``[(id, code)]`` of a small catalogue, archived records included."""
        # sudo: whoever works on a ticket may record any of them
        records = self.env[model].sudo().with_context(active_test=False)
        return [
            (record.id, record.code) for record in records.search_fetch([], ["code"])
        ]

    def _check_timeline(self, timeline):
        """Refuse a sequence of events that cannot have happened.

        :raise ValidationError: naming the ticket and the event
        """
        try:
            timeline.validate()
        except TimelineError as error:
            kinds = dict(
                self.env["itsm.ticket.event"]
                ._fields["kind"]
                ._description_selection(self.env)
            )
            kind = error.values.get("kind")
            raise ValidationError(
                self.env._(
                    "Ticket %(ticket)s: “%(event)s” %(fault)s. Nothing was recorded.",
                    ticket=self.number,
                    event=kinds.get(kind, kind),
                    fault=self._timeline_fault(error.code),
                )
            ) from error

    def _timeline_fault(self, code):
        """Return what is wrong with an event, as the end of a sentence."""
        return {
            "duplicate_seq": self.env._("has the number of another event"),
            "unknown_correction": self.env._("corrects no event of this ticket"),
            "no_opening": self.env._("would happen before the ticket was opened"),
            "opened_twice": self.env._("would open a ticket that is already open"),
            "already_paused": self.env._(
                "would pause a ticket that is already paused for the same reason"
            ),
            "not_paused": self.env._("would resume a ticket that is not paused"),
            "not_resolved": self.env._("would reopen a ticket that is not finished"),
            "already_resolved": self.env._(
                "would resolve a ticket that is already resolved"
            ),
            "already_finished": self.env._(
                "would happen after the ticket was finished"
            ),
            "missing_value": self.env._("names no priority or contract"),
        }.get(code, code)


def _event(
    kind,
    at,
    seq,
    recorded_at,
    pause_code,
    priority_code,
    contract_id,
    reason,
    corrects,
    void,
):
    """Return the engine's event of a row of ``itsm_ticket_event``."""
    value = priority_code or ""
    if kind is EventKind.CONTRACT_CHANGED:
        value = str(contract_id or 0)
    if kind in _PAUSES:
        reason = pause_code
    return Event(kind, at, seq, recorded_at, reason or "", value, corrects, bool(void))
