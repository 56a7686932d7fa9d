"""The timeline of a ticket: append-only events, and the facts they establish.

Nothing is ever edited: a wrong time is mended, or an event voided, by a later
``correction``. ``Timeline.facts`` reads the events as of an instant and as known at
another; it accepts what real histories hold, ``Timeline.validate`` does not.

How facts read a messy history:

- a pause while already paused does not add up; with another reason it takes over from
  the first (a ticket is in one state at a time);
- only ``resumed``, or the end of the ticket's work (resolved, cancelled, merged), ends a
  pause: a reply while paused does not. A ``resumed`` with a reason ends only a pause of
  that reason;
- ``reopened`` starts the work again, also after a cancellation;
- what makes no sense in the state it meets (a resume without a pause, a second opening,
  a pause of a resolved ticket) is passed over; an event before the opening counts as
  happening at the opening.
"""

from dataclasses import dataclass
from enum import Enum

from .errors import TimelineError


class EventKind(str, Enum):
    """What can happen to a ticket."""

    OPENED = "opened"
    RESPONDED = "responded"
    PAUSED = "paused"
    RESUMED = "resumed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CANCELLED = "cancelled"
    MERGED = "merged"
    PRIORITY_CHANGED = "priority_changed"
    CONTRACT_CHANGED = "contract_changed"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    :param int at: the instant it happened; of a correction, the right instant
    :param int seq: order of recording, unique within a timeline; breaks ties of ``at``
    :param recorded_at: when it was recorded; None = when it happened
    :param str reason: paused, resumed: code of the pause reason; else free text
    :param str value: opened, priority_changed: priority code; contract_changed:
        contract key
    :param corrects: correction: the ``seq`` of the event it mends
    :param bool void: correction: the event never happened
    """

    kind: EventKind
    at: int
    seq: int = 0
    recorded_at: int | None = None
    reason: str = ""
    value: str = ""
    corrects: int | None = None
    void: bool = False

    def known_by(self, instant):
        """Return whether it was on record at an instant."""
        recorded_at = self.at if self.recorded_at is None else self.recorded_at
        return recorded_at <= instant


class Work(str, Enum):
    """Where the work on a ticket stands."""

    NONE = "none"  # not opened yet
    OPEN = "open"
    PAUSED = "paused"
    RESOLVED = "resolved"
    CANCELLED = "cancelled"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in one state; ``end`` is None in the last one."""

    work: Work
    start: int
    end: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a timeline establishes as of an instant.

    ``responded_at`` is the first response or, without one, the first resolution;
    ``resolved_at`` the last resolution, None while the ticket is not resolved;
    ``withdrawn_at`` the cancellation or merge in force. ``resolutions``,
    ``reopenings``: all of them. ``priorities``, ``contracts``: ``(instant, code)``
    steps in order of time.
    """

    as_of: int
    work: Work = Work.NONE
    opened_at: int | None = None
    responded_at: int | None = None
    resolved_at: int | None = None
    withdrawn_at: int | None = None
    resolutions: tuple[int, ...] = ()
    reopenings: tuple[int, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    priorities: tuple[tuple[int, str], ...] = ()
    contracts: tuple[tuple[int, str], ...] = ()

    @property
    def priority(self):
        """The priority code in force, ``""`` when none is known."""
        return self.priorities[-1][1] if self.priorities else ""

    @property
    def contract(self):
        """The key of the contract in force, ``""`` when none is known."""
        return self.contracts[-1][1] if self.contracts else ""

    @property
    def pauses(self):
        """Every paused stretch."""
        return tuple(part for part in self.stretches if part.work is Work.PAUSED)


class Timeline:
    """An append-only sequence of events; immutable, ``append`` returns a longer one."""

    __slots__ = ("events",)

    def __init__(self, events=()):
        self.events = tuple(events)

    def append(self, *events):
        """Return the timeline with more events."""
        return Timeline(self.events + events)

    def effective(self, known_at=None):
        """Return the events with their corrections applied, in order of happening.

        :param known_at: leave out what was recorded later; None = everything is known
        :return: ``[(instant, event)]`` without the corrections and what they void
        """
        known = self.events
        if known_at is not None:
            known = [event for event in known if event.known_by(known_at)]
        mended = _mended(known)
        happened = [
            (mended.get(event.seq, event.at), event.seq, index, event)
            for index, event in enumerate(known)
            if event.kind is not EventKind.CORRECTION
        ]
        happened = [item for item in happened if item[0] is not None]
        return [(at, event) for at, _seq, _index, event in sorted(happened, key=_order)]

    def facts(self, as_of, known_at=None):
        """Return what is established as of an instant, events at it included.

        For what was established just before an instant (the end of a period), ask as of
        one second earlier: instants are whole seconds.

        :param int as_of: leave out what happens later
        :param known_at: leave out what was recorded later; None = everything is known
        :rtype: Facts
        """
        reader = _Reader()
        for at, event in self.effective(known_at):
            if at > as_of:
                break
            reader.read(at, event)
        return reader.facts(as_of)

    def validate(self):
        """Refuse a sequence that cannot have happened.

        :raise TimelineError: with ``position`` (index in order of happening) and
            ``seq``; codes ``duplicate_seq``, ``unknown_correction``, ``no_opening``,
            ``opened_twice``, ``already_paused``, ``not_paused``, ``not_resolved``,
            ``already_resolved``, ``already_finished``, ``missing_value``
        """
        self._validate_corrections()
        work, reason = Work.NONE, ""
        for position, (_at, event) in enumerate(self.effective()):
            code = _fault(work, reason, event)
            if code:
                raise _refused(code, position, event)
            work = _MOVES.get(event.kind, work)
            reason = event.reason if event.kind is EventKind.PAUSED else reason

    def _validate_corrections(self):
        seen = set()
        for position, event in enumerate(self.events):
            if event.seq in seen:
                raise _refused("duplicate_seq", position, event)
            if event.kind is EventKind.CORRECTION and event.corrects not in seen:
                raise _refused("unknown_correction", position, event)
            seen.add(event.seq)


class _Reader:
    """Reads events in order of happening and keeps the state they lead to."""

    def __init__(self):
        self.work = Work.NONE
        self.since = None
        self.reason = ""
        self.opened_at = None
        self.responded_at = None
        self.resolutions = []
        self.reopenings = []
        self.stretches = []
        self.priorities = []
        self.contracts = []
        self.early = []

    def read(self, at, event):
        kind = event.kind
        if self.work is Work.NONE and kind is not EventKind.OPENED:
            self.early.append(event)  # dated before the opening: counts at it
        elif kind is EventKind.OPENED:
            self._open(at, event)
        elif kind is EventKind.RESPONDED:
            if self.responded_at is None and self.work in _AT_WORK:
                self.responded_at = at
        elif kind is EventKind.PRIORITY_CHANGED:
            self.priorities.append((at, event.value))
        elif kind is EventKind.CONTRACT_CHANGED:
            self.contracts.append((at, event.value))
        elif kind is EventKind.PAUSED:
            if self.work in _AT_WORK:
                self._move(Work.PAUSED, at, event.reason)
        elif kind is EventKind.RESUMED:
            if self.work is Work.PAUSED and event.reason in ("", self.reason):
                self._move(Work.OPEN, at)
        elif kind is EventKind.REOPENED:
            if self.work in FINISHED:
                self.reopenings.append(at)
                self._move(Work.OPEN, at)
        elif kind is EventKind.RESOLVED:
            if self.work in _AT_WORK:
                self._resolve(at)
        elif self.work not in (Work.CANCELLED, Work.MERGED):
            self._move(_MOVES[kind], at)

    def _open(self, at, event):
        if self.work is not Work.NONE:
            return
        self.opened_at = self.since = at
        self.work = Work.OPEN
        self.priorities.append((at, event.value))
        for earlier in self.early:
            self.read(at, earlier)

    def _resolve(self, at):
        if self.responded_at is None:
            self.responded_at = at
        self.resolutions.append(at)
        self._move(Work.RESOLVED, at)

    def _move(self, work, at, reason=""):
        if (work, reason) == (self.work, self.reason):
            return
        self.stretches.append(Stretch(self.work, self.since, at, self.reason))
        self.work, self.since, self.reason = work, at, reason

    def facts(self, as_of):
        if self.work is Work.NONE:
            return Facts(as_of)
        finished_at = self.since if self.work in FINISHED else None
        resolved = self.work is Work.RESOLVED
        return Facts(
            as_of=as_of,
            work=self.work,
            opened_at=self.opened_at,
            responded_at=self.responded_at,
            resolved_at=finished_at if resolved else None,
            withdrawn_at=None if resolved else finished_at,
            resolutions=tuple(self.resolutions),
            reopenings=tuple(self.reopenings),
            stretches=(
                *self.stretches,
                Stretch(self.work, self.since, None, self.reason),
            ),
            priorities=tuple(self.priorities),
            contracts=tuple(self.contracts),
        )


_AT_WORK = (Work.OPEN, Work.PAUSED)
FINISHED = (Work.RESOLVED, Work.CANCELLED, Work.MERGED)
_MOVES = {
    EventKind.OPENED: Work.OPEN,
    EventKind.PAUSED: Work.PAUSED,
    EventKind.RESUMED: Work.OPEN,
    EventKind.RESOLVED: Work.RESOLVED,
    EventKind.REOPENED: Work.OPEN,
    EventKind.CANCELLED: Work.CANCELLED,
    EventKind.MERGED: Work.MERGED,
}
_MESSAGES = {
    "duplicate_seq": "has the sequence number of another event",
    "unknown_correction": "corrects no earlier event",
    "no_opening": "comes before the ticket is opened",
    "opened_twice": "opens a ticket that is already open",
    "already_paused": "pauses a ticket that is already paused for the same reason",
    "not_paused": "resumes a ticket that is not paused",
    "not_resolved": "reopens a ticket that is not finished",
    "already_resolved": "resolves a ticket that is already resolved",
    "already_finished": "comes after the ticket is finished",
    "missing_value": "names no priority or contract",
}


def _order(item):
    return item[:3]


def _mended(events):
    """Return ``{seq: right instant or None if void}``; the last correction counts."""
    mended = {}
    corrections = (event for event in events if event.kind is EventKind.CORRECTION)
    for event in sorted(corrections, key=lambda item: item.seq, reverse=True):
        at = mended.get(event.seq, event.at)
        if at is not None:
            mended.setdefault(event.corrects, None if event.void else at)
    return mended


def _fault(work, reason, event):
    """Return the code of what is wrong with an event in a state, None if nothing."""
    kind = event.kind
    if kind is EventKind.OPENED:
        return None if work is Work.NONE else "opened_twice"
    if work is Work.NONE:
        return "no_opening"
    if kind in (EventKind.PRIORITY_CHANGED, EventKind.CONTRACT_CHANGED):
        return None if event.value else "missing_value"
    if kind is EventKind.REOPENED:
        return None if work in FINISHED else "not_resolved"
    if work in FINISHED:
        again = kind is EventKind.RESOLVED and work is Work.RESOLVED
        withdraws = kind in (EventKind.CANCELLED, EventKind.MERGED)
        if again:
            return "already_resolved"
        return None if withdraws and work is Work.RESOLVED else "already_finished"
    if kind is EventKind.RESUMED and work is not Work.PAUSED:
        return "not_paused"
    if kind is EventKind.PAUSED and work is Work.PAUSED and event.reason == reason:
        return "already_paused"
    return None


def _refused(code, position, event):
    return TimelineError(
        code,
        "Event %(position)s (%(kind)s) " + _MESSAGES[code],
        position=position,
        seq=event.seq,
        kind=event.kind.value,
    )
