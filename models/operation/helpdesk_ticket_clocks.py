from odoo import fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

from ...engine.clock import ClockState, Metric, evaluate
from ...engine.errors import EngineError
from ...engine.instants import from_datetime, to_datetime
from ...engine.timeline import Work
from . import bulk

_CLOCK_COLUMNS = {
    "ticket_id": "int",
    "metric": "varchar",
    "state": "varchar",
    "running": "bool",
    "sla_id": "int",
    "calendar_id": "int",
    "target_seconds": "int",
    "used_seconds": "int",
    "computed_at": "timestamp",
    "deadline": "timestamp",
    "breaches_at": "timestamp",
    "at_risk_at": "timestamp",
    "outcome_at": "timestamp",
    "finished_at": "timestamp",
}
_LINK_COLUMNS = {
    "id": "int",
    "itsm_response_clock_id": "int",
    "itsm_resolution_clock_id": "int",
}
# Tickets whose clocks are computed in one go.
_BATCH = 5000


class HelpdeskTicket(models.Model):
    """The clocks of a ticket: a projection that can be rebuilt at any time."""

    _inherit = "helpdesk.ticket"

    def action_rebuild_clocks(self):
        """Rebuild the clocks of these tickets, or of all, from their timelines.

        Finished clocks keep what they were judged by: see ``_update_clocks``.
        """
        if not self.env.user.has_group("itsm_service_delivery.group_administrator"):
            raise AccessError(self.env._("Only administrators rebuild clocks."))
        tickets = self
        if not tickets:
            # sudo: all tickets means those of other companies, and archived ones
            tickets = self.sudo().with_context(active_test=False).search([])
        for start in range(0, len(tickets), _BATCH):
            batch = tickets[start : start + _BATCH]
            batch._rebuild(batch._timelines())
        return True

    def _rebuild(self, timelines):
        """Store projections and clocks anew; a ticket without a timeline has none."""
        opened = self.filtered(lambda ticket: timelines[ticket.id].events)
        if opened:
            opened._update_clocks(timelines, renewed=opened._project(timelines))

    def _itsm_judge_anew(self):
        """Let open clocks follow the SLA version in force; finished ones keep theirs."""
        for start in range(0, len(self), _BATCH):
            batch = self[start : start + _BATCH]
            timelines = batch._timelines()
            opened = batch.filtered(lambda ticket: timelines[ticket.id].events)  # noqa: B023
            opened._project(timelines)
            opened._update_clocks(timelines)

    def _update_clocks(self, timelines=None, rejudged=(), renewed=()):
        """Compute the stored clocks of the tickets from their timelines as of now.

        A clock that has finished is left alone, whatever has become of the SLA and of
        the service hours since, unless its ticket is in ``rejudged`` or ``renewed``.

        :param timelines: what ``_timelines`` returns, if the caller has it
        :param rejudged: ids of tickets with an event that changes a finished clock (a
            reopening, a correction…); it keeps its SLA version
        :param renewed: ids of tickets whose SLA version has changed
        """
        if not self:
            return
        timelines = timelines or self._timelines()
        stored = self._stored_clocks()
        now = fields.Datetime.now().replace(microsecond=0)
        judge = _Judge(self.env, now)
        rows, obsolete, fresh = [], [], False
        # sudo: a clock does not depend on who looks
        for ticket in self.sudo():
            timeline = timelines[ticket.id]
            for metric in Metric:
                clock_id, sla_id, finished = stored.get(
                    (ticket.id, metric.value), (None, None, False)
                )
                if not ticket.itsm_sla_id:
                    obsolete += [clock_id] if clock_id else []
                    continue
                if finished and ticket.id not in renewed:
                    if ticket.id not in rejudged:
                        continue
                    sla = ticket.itsm_sla_id.browse(sla_id)
                else:
                    sla = ticket.itsm_sla_id
                fresh |= clock_id is None
                rows.append(judge.row(ticket, timeline, sla, metric))
        if rows:
            self._store_clocks(rows)
        if obsolete:
            self.env["itsm.ticket.clock"].sudo().browse(obsolete).unlink()
        if fresh or obsolete:
            self._link_clocks()

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

    def _store_clocks(self, rows):
        """Insert or update clocks, in one statement."""
        update = SQL(", ").join(
            SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name))
            for name in _CLOCK_COLUMNS
            if name not in ("ticket_id", "metric")
        )
        self.env.execute_query(
            SQL(
                """INSERT INTO itsm_ticket_clock (%s) SELECT * FROM %s
                   ON CONFLICT (ticket_id, metric) DO UPDATE SET %s""",
                bulk.names(_CLOCK_COLUMNS),
                bulk.arrays(_CLOCK_COLUMNS, rows),
                update,
            )
        )
        self.env["itsm.ticket.clock"].invalidate_model(flush=False)

    def _link_clocks(self):
        """Let each ticket point at its clocks, so that lists sort and group by them."""
        clocks = self._stored_clocks()
        self._write_columns(
            _LINK_COLUMNS,
            [
                (
                    ticket_id,
                    *(
                        clocks.get((ticket_id, metric.value), (None,))[0]
                        for metric in Metric
                    ),
                )
                for ticket_id in self.ids
            ],
        )


class _Judge:
    """Evaluates clocks; looks each SLA version up once.

    :param now: naive UTC datetime, as of which clocks are evaluated
    """

    def __init__(self, env, now):
        self.env = env
        self.now = now
        self.instant = from_datetime(now)
        self.policies = {}
        self.calendars = {}

    def row(self, ticket, timeline, sla, metric):
        """Return a row of ``_CLOCK_COLUMNS``.

        :raise ValidationError: the service hours do not reach far enough
        """
        if sla.id not in self.policies:
            self._learn(sla)
        policy = self.policies[sla.id]
        try:
            clock = evaluate(timeline, policy, metric, self.instant)
        except EngineError as error:
            raise ValidationError(
                self.env._(
                    "Ticket %(ticket)s cannot be timed by %(sla)s: %(error)s",
                    ticket=ticket.number,
                    sla=sla.display_name,
                    error=error,
                )
            ) from error
        key = (sla.id, ticket.itsm_priority_id.code, metric.value)
        applies = clock.target_seconds is not None
        return (
            ticket.id,
            metric.value,
            clock.state.value,
            applies and self._runs(clock, timeline, policy),
            sla.id,
            self.calendars.get(key) if applies else None,
            clock.target_seconds,
            clock.used_seconds,
            self.now,
            _moment(clock.deadline),
            _moment(clock.breaches_at),
            _moment(clock.at_risk_at),
            _moment(clock.outcome_at),
            _moment(clock.finished_at),
        )

    def _learn(self, sla):
        self.policies[sla.id] = sla._policy()
        for target in sla.target_ids:
            key = (sla.id, target.priority_id.code, target.metric)
            self.calendars[key] = target.calendar_id.id or None

    def _runs(self, clock, timeline, policy):
        """Return whether time passes on a clock, be it breached already or not."""
        if clock.state is not ClockState.BREACHED or clock.finished_at is not None:
            return clock.state is ClockState.RUNNING
        facts = timeline.facts(self.instant)
        if clock.metric is Metric.RESPONSE or facts.work is Work.OPEN:
            return True
        accepted = policy.pause_reasons
        reason = facts.stretches[-1].reason
        return accepted is not None and reason not in accepted


def _moment(instant):
    return None if instant is None else to_datetime(instant)
