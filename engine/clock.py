"""Clocks: how a ticket stands against one target, as a pure function of its timeline.

Definitions (domain.md 3.1 to 3.4):

- The **response clock** runs from the opening to the first response, without pauses.
  Without a response the first resolution ends it.
- The **resolution clock** runs from the opening to the last resolution, less the pauses
  whose reason the policy accepts and less the time between a resolution and the
  reopening that follows it.
- **Met** iff the service time used is not more than the target, so a ticket resolved on
  Saturday with exactly Friday's time used is met. ``deadline`` is the earliest instant
  at which the target is used up (Friday 18:00), ``breaches_at`` the last one at which
  finishing still meets it (Monday 09:00). A clock that runs is breached when
  ``as_of > breaches_at``.
- A breach is final: reopening, pausing or a lower priority later do not undo it. Its
  **outcome instant is the deadline of the stretch of work in which the time ran out**:
  work that starts (a resume, a reopening) with nothing left has its start as deadline.
  A breach by a change of priority is never dated before the change, whatever the new
  target says: at every earlier instant the clock was right to show no breach.
- The target is that of the priority in force, counted from the opening; a finished
  clock keeps the target by which it was finished. A breached clock shows the target it
  missed.
- Cancelled and merged tickets are in no rate: not applicable.

In which month does a target count? ``evaluate_at_end`` gives a period's report its
clocks. A deadline at closing time on the last day of a month is in that month, but only
the next second of service, in the following month, tells whether it was missed. Such a
clock is *in the balance* at the end; it counts as missed in the month of its deadline
iff nothing happens to it until ``breaches_at``. Whatever happens in between (a
resolution, a pause, a change of priority) puts its outcome instant after the end. So
every target is decided in exactly one month, and the month does not change afterwards.
A report that is drawn before ``breaches_at`` cannot know yet, and shows the target as
undecided.
"""

from dataclasses import dataclass, replace
from enum import Enum

from .policy import Metric, Policy, Target
from .running import Run, work_spans
from .timeline import FINISHED, Work

__all__ = [
    "Clock",
    "ClockState",
    "Metric",
    "Policy",
    "Target",
    "evaluate",
    "evaluate_at_end",
    "in_balance",
    "judge",
    "used_up_at",
]


class ClockState(str, Enum):
    """How a clock stands. A breached clock may still run: see ``finished_at``."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Clock:
    """How a ticket stands against one target; instants, and seconds of service time.

    :param target_seconds: None when not applicable
    :param used_seconds: up to ``as_of`` or ``finished_at``
    :param deadline: earliest instant at which the target is used up; None while paused
        before it, or not applicable
    :param breaches_at: last instant at which finishing still meets the target
    :param at_risk_at: when the at-risk share is, was or will be used up; None while
        paused, or when finished, before it
    :param outcome_at: achieved, or the deadline passed
    :param finished_at: responded, resolved, cancelled or merged; None while it runs or
        is paused
    """

    metric: Metric
    state: ClockState
    target_seconds: int | None = None
    used_seconds: int = 0
    deadline: int | None = None
    breaches_at: int | None = None
    at_risk_at: int | None = None
    outcome_at: int | None = None
    finished_at: int | None = None


def evaluate(timeline, policy, metric, as_of, known_at=None):
    """Return a clock as of an instant, the events at that instant included.

    :param Timeline timeline:
    :param Policy policy:
    :param Metric metric:
    :param int as_of: leave out what happens later
    :param known_at: leave out what was recorded later; None = everything is known
    :rtype: Clock
    :raise HoursError: when the target is not used up within the compiled hours
    """
    return judge(timeline.facts(as_of, known_at), policy, metric, as_of)


def judge(facts, policy, metric, until):
    """Return the clock that follows from facts already read, time passing to ``until``.

    For callers that ask several clocks of one ``Timeline.facts``: for the end of a
    period, ``judge(timeline.facts(end - 1, known_at), policy, metric, end)``.
    """
    return _Judge(facts, policy, metric, until).clock()


def evaluate_at_end(timeline, policy, metric, end, drawn_at=None, facts=None):
    """Return a clock as the report of a period that ends at ``end`` counts it.

    Events at ``end`` belong to the next period, and what is recorded from then on is
    not known yet. A clock in the balance is settled by what is known at its
    ``breaches_at``, if the report is drawn after that.

    :param drawn_at: when the report is drawn; None = long after the period
    :param facts: ``timeline.facts(end - 1, end - 1)``, when at hand
    """
    facts = facts or timeline.facts(end - 1, end - 1)
    clock = judge(facts, policy, metric, end)
    if not in_balance(clock, end):
        return clock
    if drawn_at is not None and drawn_at <= clock.breaches_at:
        return clock
    # What happens until the last chance settles it, nothing that comes later.
    settled_at = clock.breaches_at + 1
    settled = evaluate(timeline, policy, metric, settled_at, settled_at)
    if settled.state is ClockState.BREACHED and settled.outcome_at < end:
        return replace(clock, state=ClockState.BREACHED, outcome_at=clock.deadline)
    return clock


def in_balance(clock, end):
    """Return whether a clock's deadline is before ``end`` but its last chance is not.

    A report that still shows such a clock is drawn too early to be final.
    """
    if clock.state is not ClockState.RUNNING:
        return False
    return clock.deadline < end <= clock.breaches_at


def used_up_at(timeline, policy, metric, share, as_of, known_at=None):
    """Return the earliest instant at which a share of the target is used up.

    :param Fraction share: e.g. ``Fraction(3, 2)`` for an escalation at 150 %
    :return: an instant, past or future; None when not applicable, or when the clock is
        paused or finished before it
    """
    facts = timeline.facts(as_of, known_at)
    return _Judge(facts, policy, metric, as_of).share_at(share)


class _Judge:
    """Judges a ticket against one target, time having passed up to ``until``."""

    def __init__(self, facts, policy, metric, until):
        self.facts = facts
        self.policy = policy
        self.metric = metric
        self.finished_at = facts.withdrawn_at
        self.target = self.run = None
        self.breach = self.outcome_at = None
        self.used = 0
        if facts.opened_at is None:
            return
        spans = self._spans()
        if self.finished_at is None:
            self.finished_at = (
                facts.responded_at if metric is Metric.RESPONSE else facts.resolved_at
            )
        self.until = until if self.finished_at is None else self.finished_at
        for target, since, to in self._targets():
            self.target = target
            self.run = target and Run(target.hours, spans)
            self.used = self.run.used(to) if target else 0
            if target and self.used > target.seconds:
                self.used = self.run.used(self.until)
                self.breach = self.run.runs_out(target.seconds)
                self.outcome_at = max(self.breach[0], since)
                return

    def _spans(self):
        """Return the spans in which the clock runs."""
        facts = self.facts
        if self.metric is Metric.RESOLUTION:
            return work_spans(facts.stretches, self._runs_in)
        spans = work_spans(facts.stretches, _at_work)
        end = facts.responded_at
        if end is None:
            return spans
        return [
            (start, end if last is None else min(last, end))
            for start, last in spans
            if start <= end
        ]

    def _runs_in(self, stretch):
        if stretch.work is Work.PAUSED:
            accepted = self.policy.pause_reasons
            return accepted is not None and stretch.reason not in accepted
        return stretch.work is Work.OPEN

    def _targets(self):
        """Return ``[(target or None, since, to)]``, the targets in force in turn.

        A change while the ticket is finished counts from its reopening on.
        """
        priorities = self.facts.priorities
        if len(priorities) == 1 and priorities[0][0] == self.facts.opened_at:
            at, code = priorities[0]  # as nearly always: never changed
            return [(self.policy.targets.get((code, self.metric)), at, self.until)]
        gaps = [
            (part.start, part.end)
            for part in self.facts.stretches
            if part.work in FINISHED and part.end is not None
        ]
        codes = {}
        for at, code in priorities:
            at = next((end for start, end in gaps if start < at < end), at)
            if at <= self.until:
                codes[at] = code
        starts = []
        for at, code in codes.items():
            if not starts or code != codes[starts[-1]]:
                starts.append(at)
        return [
            (self.policy.targets.get((codes[at], self.metric)), at, to)
            for at, to in zip(starts, [*starts[1:], self.until], strict=True)
        ]

    def clock(self):
        """Return the clock."""
        if self.facts.withdrawn_at is not None or self.target is None:
            return Clock(
                self.metric,
                ClockState.NOT_APPLICABLE,
                used_seconds=self.used,
                finished_at=self.finished_at,
            )
        state, outcome_at = self._state()
        deadline, breaches_at = self._runs_out(state)
        return Clock(
            self.metric,
            state,
            target_seconds=self.target.seconds,
            used_seconds=self.used,
            deadline=deadline,
            breaches_at=breaches_at,
            at_risk_at=self.share_at(self.policy.at_risk_share),
            outcome_at=outcome_at,
            finished_at=self.finished_at,
        )

    def _state(self):
        if self.breach:
            return ClockState.BREACHED, self.outcome_at
        if self.finished_at is not None:
            return ClockState.MET, self.finished_at
        if self.run.running:
            return ClockState.RUNNING, None
        return ClockState.PAUSED, None

    def _runs_out(self, state):
        if state is ClockState.PAUSED:
            return None, None
        if self.breach:
            return self.breach
        return self.run.extended().runs_out(self.target.seconds)

    def share_at(self, share):
        """Return when a share of the target is used up, None if it never is."""
        if self.facts.withdrawn_at is not None or self.target is None:
            return None
        # rounded up; in whole numbers, which are far faster than a Fraction
        seconds = -(-self.target.seconds * share.numerator // share.denominator)
        return self.run.reached(seconds)


def _at_work(stretch):
    return stretch.work not in FINISHED
