"""Evaluates clocks for storage: the engine's answers as rows of a table."""

from odoo.exceptions import ValidationError

from ...engine.clock import ClockState, Metric, evaluate
from ...engine.errors import EngineError
from ...engine.instants import from_datetime, to_datetime
from ...engine.timeline import Work

# The columns of ``itsm_ticket_clock``, the key first, with their SQL types.
CLOCK_COLUMNS = {
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


def moment(instant):
    """Return the naive UTC datetime of an instant, None of None."""
    return None if instant is None else to_datetime(instant)


class Judge:
    """Evaluates the clocks of many tickets as of one instant.

    Each SLA version is looked up once.

    :param now: naive UTC datetime
    """

    def __init__(self, env, now):
        self.env = env
        self.now = now.replace(microsecond=0)
        self.instant = from_datetime(now)
        self.policies = {}
        self.calendars = {}

    def facts(self, timelines):
        """Return ``{ticket id: Facts}`` of ``{ticket id: Timeline}``."""
        instant = self.instant
        return {
            ticket_id: timeline.facts(instant)
            for ticket_id, timeline in timelines.items()
        }

    def row(self, ticket_id, facts, sla_id, metric):
        """Return a row of ``CLOCK_COLUMNS``.

        :raise ValidationError: the service hours do not reach far enough
        """
        policy = self.policies.get(sla_id) or self._learn(sla_id)
        try:
            clock = evaluate(_Known(facts), policy, metric, self.instant)
        except EngineError as error:
            raise ValidationError(
                self.env._(
                    "Ticket %(ticket)s cannot be timed by %(sla)s: %(error)s",
                    ticket=self.env["helpdesk.ticket"].sudo().browse(ticket_id).number,
                    sla=self.env["itsm.sla"].sudo().browse(sla_id).display_name,
                    error=self.env._(error.message, **error.values),
                )
            ) from error
        applies = clock.target_seconds is not None
        key = (sla_id, facts.priority, metric.value)
        return (
            ticket_id,
            metric.value,
            clock.state.value,
            applies and _runs(clock, facts, policy),
            sla_id,
            self.calendars.get(key) if applies else None,
            clock.target_seconds,
            clock.used_seconds,
            self.now,
            moment(clock.deadline),
            moment(clock.breaches_at),
            moment(clock.at_risk_at),
            moment(clock.outcome_at),
            moment(clock.finished_at),
        )

    def _learn(self, sla_id):
        # sudo: a clock does not depend on what its viewer may read
        sla = self.env["itsm.sla"].sudo().browse(sla_id)
        for target in sla.target_ids:
            key = (sla_id, target.priority_id.code, target.metric)
            self.calendars[key] = target.calendar_id.id or None
        self.policies[sla_id] = sla._policy()
        return self.policies[sla_id]


class _Known:
    """Stands for a timeline whose facts are known: two clocks ask for the same."""

    __slots__ = ("_facts",)

    def __init__(self, facts):
        self._facts = facts

    def facts(self, as_of, known_at=None):
        """Return the facts."""
        return self._facts


def _runs(clock, facts, policy):
    """Return whether time passes on a clock, be it breached already or not."""
    if clock.state is not ClockState.BREACHED or clock.finished_at is not None:
        return clock.state is ClockState.RUNNING
    if clock.metric is Metric.RESPONSE or facts.work is Work.OPEN:
        return True
    accepted = policy.pause_reasons
    return accepted is not None and facts.stretches[-1].reason not in accepted
