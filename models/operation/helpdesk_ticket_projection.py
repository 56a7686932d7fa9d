from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, split_every

from ...engine.clock import Metric
from ...engine.instants import to_datetime
from ...engine.timeline import FINISHED, Work
from .. import bulk
from .helpdesk_ticket_live import LIVE_FIELDS
from .judge import CLOCK_COLUMNS, Judge, moment

_TICKET_COLUMNS = {
    "id": "int",
    "itsm_state": "varchar",
    "itsm_opened_at": "timestamp",
    "itsm_responded_at": "timestamp",
    "itsm_resolved_at": "timestamp",
    "itsm_closed_at": "timestamp",
    "itsm_pause_reason_id": "int",
    "itsm_last_event_at": "timestamp",
    "itsm_sla_id": "int",
    "itsm_response_clock_id": "int",
    "itsm_resolution_clock_id": "int",
    "priority": "varchar",
}
_FINISHING_COLUMNS = tuple(CLOCK_COLUMNS)[2:]
# Tickets that are projected in one go.
_BATCH = 5000


class HelpdeskTicket(models.Model):
    """What a ticket and its clocks show of the timeline: it can be rebuilt any time.

    Written in SQL, a batch at a time: neither the tickets' update time nor mail
    tracking is touched.
    """

    _inherit = "helpdesk.ticket"

    def action_rebuild_clocks(self):
        """Rebuild tickets' projections and clocks, of all tickets when none is given.

        Finished clocks keep what they were judged by: see ``_update_clocks``.
        """
        if not self.env.user.has_group("itsm_service_delivery.group_administrator"):
            raise AccessError(self.env._("Only administrators rebuild clocks."))
        # sudo: all tickets means those of other companies, and archived ones
        tickets = self.sudo()
        if not tickets:
            tickets = tickets.with_context(active_test=False).search([])
        tickets._project_anew()
        return True

    def _project_anew(self):
        """Project tickets that have a timeline, in batches."""
        for ids in split_every(_BATCH, self.ids):
            batch = self.browse(ids)
            timelines = batch._timelines()
            opened = batch.filtered(lambda t, known=timelines: known[t.id].events)
            if opened:
                opened._project(timelines)

    def _update_clocks(self):
        """Compute the tickets' unfinished clocks from their timelines as of now.

        A clock that has finished is left alone, whatever has become of the SLA and of
        the service hours since it was judged. Only the clocks are written.
        """
        for ids in split_every(_BATCH, self.ids):
            batch = self.browse(ids)
            rows = self.env.execute_query(
                SQL(
                    "SELECT id, itsm_sla_id FROM helpdesk_ticket WHERE id = ANY(%s)",
                    list(ids),
                )
            )
            judge = Judge(self.env, fields.Datetime.now())
            facts = judge.facts(batch._timelines())
            batch._store_clocks(judge, facts, dict(rows), rejudged=(), renewed=())

    def _project(self, timelines, rejudged=()):
        """Store what the timelines establish, on the tickets and their clocks.

        :param timelines: ``{ticket id: Timeline}`` of these tickets
        :param rejudged: ids of tickets with an event that changes a finished clock (a
            reopening, a correction…)
        """
        self.flush_recordset(["priority", "itsm_contract_id"])
        judge = Judge(self.env, fields.Datetime.now())
        facts = judge.facts(timelines)
        # sudo: what a ticket shows does not depend on who looks
        tickets = self.sudo()
        slas = tickets._slas_when_opened(facts, rejudged)
        # Another contract, or another time of opening: all is judged anew
        renewed = {
            ticket.id
            for ticket in tickets
            if ticket.id in rejudged
            and ticket.itsm_sla_id.id != (slas[ticket.id] or False)
        }
        clocks = tickets._store_clocks(judge, facts, slas, rejudged, renewed)
        reasons = {code: id_ for id_, code in self._codes("itsm.pause.reason")}
        rows = [
            (
                ticket.id,
                *ticket._shown(facts[ticket.id], timelines[ticket.id], reasons),
                slas[ticket.id],
                clocks.get((ticket.id, Metric.RESPONSE.value)),
                clocks.get((ticket.id, Metric.RESOLUTION.value)),
                ticket.itsm_priority_id.helpdesk_priority or ticket.priority,
            )
            for ticket in tickets
        ]
        fnames = [name for name in _TICKET_COLUMNS if name != "id"]
        self.env.execute_query(
            SQL(
                "UPDATE helpdesk_ticket t SET %s FROM %s AS v(%s) WHERE t.id = v.id",
                SQL(", ").join(
                    SQL("%s = v.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in fnames
                ),
                bulk.arrays(_TICKET_COLUMNS, rows),
                bulk.names(_TICKET_COLUMNS),
            )
        )
        self.invalidate_recordset([*fnames, "itsm_event_ids"], flush=False)

    def _shown(self, facts, timeline, reasons):
        """Return the values from ``itsm_state`` to ``itsm_last_event_at``."""
        state = self._state_of(facts)
        closed_at = None
        if state == "closed":
            closed_at = self.itsm_closed_at or self.closed_date or fields.Datetime.now()
        paused = facts.work is Work.PAUSED
        happened = timeline.effective()
        return (
            state,
            moment(facts.opened_at),
            moment(facts.responded_at),
            moment(facts.resolved_at),
            closed_at,
            reasons.get(facts.stretches[-1].reason) if paused else None,
            moment(happened[-1][0]) if happened else None,
        )

    def _state_of(self, facts):
        """Return the ``itsm_state`` that facts of this ticket amount to."""
        if facts.work is Work.RESOLVED:
            closed = self.stage_id._itsm_get_meaning() == "closed"
            return "closed" if closed else "resolved"
        if facts.work in FINISHED:
            return "cancelled"
        if facts.work is Work.PAUSED:
            return "paused"
        return "active" if facts.responded_at is not None else "new"

    def _slas_when_opened(self, facts, rejudged):
        """Return ``{ticket id: id of the SLA version in force when it was opened}``.

        A ticket older than its contract has the version of the contract's first day.
        None where there is no contract, or no version was in force. A version that
        has come to end earlier keeps the tickets that it had, those in ``rejudged``
        apart.
        """
        slas = dict.fromkeys(self.ids)
        for contract, tickets in self.grouped("itsm_contract_id").items():
            opened = {
                ticket_id: contract._taken_over_at(
                    to_datetime(facts[ticket_id].opened_at)
                )
                for ticket_id in tickets.ids
                if contract and facts[ticket_id].opened_at is not None
            }
            versions = contract._slas_at(set(opened.values())) if opened else {}
            for ticket in tickets.filtered(lambda t, known=opened: t.id in known):
                sla = versions[opened[ticket.id]]
                if not sla and ticket.id not in rejudged:
                    sla = ticket.itsm_sla_id
                slas[ticket.id] = sla.id or None
        return slas

    # === CLOCKS === #

    def _store_clocks(self, judge, facts, slas, rejudged, renewed):
        """Evaluate and store the clocks of the tickets.

        A finished clock stays as it is. One of a ticket in ``rejudged`` is judged
        again by the SLA version it has, one in ``renewed`` by the ticket's.

        :param facts: ``{ticket id: engine.timeline.Facts}``
        :param slas: ``{ticket id: SLA id or None}``
        :return: ``{(ticket id, metric): clock id}``
        """
        stored = self._stored_clocks()
        fresh, changed, obsolete, links = [], [], [], {}
        for ticket_id in self.ids:
            for metric in Metric:
                key = (ticket_id, metric.value)
                clock_id, clock_sla_id, finished = stored.get(key, (None, None, False))
                sla_id = slas[ticket_id]
                if not sla_id:
                    obsolete += [clock_id] if clock_id else []
                    continue
                links[key] = clock_id
                if finished and ticket_id not in renewed:
                    if ticket_id not in rejudged:
                        continue
                    sla_id = clock_sla_id
                row = judge.row(ticket_id, facts[ticket_id], sla_id, metric)
                if clock_id:
                    changed.append((clock_id, *row[2:]))
                else:
                    fresh.append(row)
        if obsolete:
            self.env["itsm.ticket.clock"].sudo().browse(obsolete).unlink()
        if changed:
            self._update_clock_rows(changed)
        if fresh:
            links.update(self._insert_clock_rows(fresh))
        self.env["itsm.ticket.clock"].invalidate_model(flush=False)
        self.invalidate_recordset(LIVE_FIELDS, flush=False)
        return links

    def _stored_clocks(self):
        """Return ``{(ticket id, metric): (id, SLA id, finished)}``."""
        rows = self.env.execute_query(
            SQL(
                """SELECT ticket_id, metric, id, sla_id, finished_at IS NOT NULL
                     FROM itsm_ticket_clock WHERE ticket_id = ANY(%s)""",
                list(self.ids),
            )
        )
        return {(ticket, metric): tuple(rest) for ticket, metric, *rest in rows}

    def _insert_clock_rows(self, rows):
        """Insert clocks; return ``{(ticket id, metric): clock id}``."""
        inserted = self.env.execute_query(
            SQL(
                """INSERT INTO itsm_ticket_clock (%s) SELECT * FROM %s
                   RETURNING ticket_id, metric, id""",
                bulk.names(CLOCK_COLUMNS),
                bulk.arrays(CLOCK_COLUMNS, rows),
            )
        )
        return {(ticket_id, metric): id_ for ticket_id, metric, id_ in inserted}

    def _update_clock_rows(self, rows):
        """Update clocks: rows of the id and what may change."""
        columns = {"id": "int"} | {n: CLOCK_COLUMNS[n] for n in _FINISHING_COLUMNS}
        self.env.execute_query(
            SQL(
                "UPDATE itsm_ticket_clock c SET %s FROM %s AS v(%s) WHERE c.id = v.id",
                SQL(", ").join(
                    SQL("%s = v.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in _FINISHING_COLUMNS
                ),
                bulk.arrays(columns, rows),
                bulk.names(columns),
            )
        )
