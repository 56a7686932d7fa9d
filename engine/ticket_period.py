"""One ticket in one period: what was known before it, what is known at its end.

Flows compare the two, so that a ticket whose opening or resolution was recorded late
counts in the period in which it became known, and the backlog identity holds for every
history:

``opening backlog + registered + reopened − resolved − cancelled = closing backlog``

=============  ==========  ============================================================
before         at the end  counts as
=============  ==========  ============================================================
unknown        open        registered
unknown        resolved    registered, resolved
unknown        withdrawn   registered, cancelled
open           resolved    resolved
open           withdrawn   cancelled (also when its opening turns out to be void)
resolved       open        reopened
resolved       resolved    reopened and resolved when resolved again in the period
withdrawn      open        reopened
withdrawn      resolved    reopened, resolved
resolved       withdrawn   nothing: it had left the backlog (an adjustment is noted)
=============  ==========  ============================================================

A ticket counts as resolved once per period, by its last resolution.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from .clock import ClockState, Metric, evaluate_at_end
from .timeline import FINISHED, EventKind, Work

_DECIDED = {ClockState.MET: True, ClockState.BREACHED: False}


class Flow(str, Enum):
    """How a ticket moves through the backlog."""

    REGISTERED = "registered"
    REOPENED = "reopened"
    RESOLVED = "resolved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a period's figures need of a ticket.

    :param key: identifies it in every figure, e.g. a database id
    :param timeline: its `Timeline`
    :param policy: the `Policy` of the agreement it is judged by
    :param priority: used while the timeline names none
    :param support_line: highest line that worked on it, 1 to 3; None = unknown
    :param rating: 1 to 5; None = no answer
    """

    key: object
    ref: str
    timeline: object
    policy: object
    type: str = ""
    priority: str = ""
    category: str = ""
    channel: str = ""
    support_line: int | None = None
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class TicketPeriod:
    """A ticket in a period.

    `before` and `after` are its `Facts` just before the start and at the end, `clocks`
    those at the end. By metric, True for met, False for missed, else None: `stood` is
    how a target stood just before the start, `counted` what an earlier report counted.
    """

    ticket: Ticket
    before: object
    after: object
    flows: frozenset[Flow]
    clocks: dict
    stood: dict
    counted: dict

    @property
    def priority(self) -> str:
        """The last priority agreed on."""
        return self.after.priority or self.ticket.priority

    @property
    def was_open(self) -> bool:
        return _is_open(self.before)

    @property
    def is_open(self) -> bool:
        return _is_open(self.after)

    @property
    def is_withdrawn(self) -> bool:
        return self.after.withdrawn_at is not None

    @property
    def is_answered(self) -> bool:
        """Whether its first response was in the period."""
        answered = self.after.responded_at is not None
        return answered and self.before.responded_at is None

    def met(self, metric: Metric) -> bool | None:
        """Whether the target was met; None while undecided or not applicable."""
        return _DECIDED.get(self.clocks[metric].state)

    def reopenings(self, start: int) -> Iterator[int]:
        """The re-openings in the period, including those within it."""
        return (at for at in self.after.reopenings if at >= start)


def read_ticket(
    ticket: Ticket,
    start: int,
    end: int,
    earlier_ends: Callable[[int], Iterable[int]] = lambda since: (),
    drawn_at: int | None = None,
) -> TicketPeriod | None:
    """The ticket in ``[start, end)``; None when it has nothing to do with the period.

    :param earlier_ends: the ends of the periods reported before, from an instant on,
        ascending and without `start` itself
    :param drawn_at: when the report is drawn; None = long after the period. It only
        matters to clocks in the balance, see `evaluate_at_end`
    """
    timeline = ticket.timeline
    if all(event.at >= end for event in timeline.events):
        return None
    after = timeline.facts(end - 1, end - 1)
    changed = any(_is_news(event, start, end) for event in timeline.events)
    before = timeline.facts(start - 1, start - 1) if changed else after
    if before.opened_at is None and after.opened_at is None:
        return None
    if before.work in FINISHED and replace(before, as_of=after.as_of) == after:
        return None
    clocks, stood, counted = {}, {}, {}
    for metric in Metric:
        rules = timeline, ticket.policy, metric
        clocks[metric] = evaluate_at_end(*rules, end, drawn_at, after)
        stood[metric] = counted[metric] = None
        if before.opened_at is not None:
            clock = evaluate_at_end(*rules, start, drawn_at, before)
            stood[metric] = counted[metric] = _DECIDED.get(clock.state)
            if _may_undecide(timeline):
                ends = earlier_ends(before.opened_at)
                earlier = _first_decision(rules, ends, drawn_at)
                counted[metric] = stood[metric] if earlier is None else earlier
    flows = frozenset(_flows(before, after, start))
    return TicketPeriod(ticket, before, after, flows, clocks, stood, counted)


def _may_undecide(timeline) -> bool:
    """Whether a target that was decided once can have become undecided again."""
    return any(
        event.kind in (EventKind.REOPENED, EventKind.CORRECTION)
        or event.recorded_at is not None
        for event in timeline.events
    )


def _first_decision(rules, ends: Iterable[int], drawn_at) -> bool | None:
    """What the first report that found the target decided has counted."""
    for end in ends:
        clock = evaluate_at_end(*rules, end, drawn_at)
        if clock.state in _DECIDED:
            return _DECIDED[clock.state]
    return None


def _is_news(event, start: int, end: int) -> bool:
    """Whether an event can make a difference between the start and the end."""
    known = event.at if event.recorded_at is None else event.recorded_at
    return start <= max(event.at, known) and min(event.at, known) < end


def _flows(before, after, start: int) -> Iterator[Flow]:
    was_known = before.opened_at is not None
    was_open, is_open = _is_open(before), _is_open(after)
    if not was_known:
        yield Flow.REGISTERED
    elif not was_open and (is_open or _resolved_again(before, after, start)):
        yield Flow.REOPENED
    in_backlog = was_open or not was_known
    if after.work is Work.RESOLVED:
        if in_backlog or _resolved_again(before, after, start):
            yield Flow.RESOLVED
    elif in_backlog and not is_open:
        yield Flow.CANCELLED


def _is_open(facts) -> bool:
    return facts.opened_at is not None and facts.work not in FINISHED


def _resolved_again(before, after, start: int) -> bool:
    if after.work is not Work.RESOLVED:
        return False
    if before.work is not Work.RESOLVED:
        return True
    return after.resolved_at != before.resolved_at and after.resolved_at >= start
