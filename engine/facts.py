"""Facts: what the events of a ticket establish, read in order of happening.

How a messy history is read:

- a pause while already paused does not add up; with another reason it takes over from
  the first (a ticket is in one state at a time);
- only ``resumed``, or the end of the work (resolved, cancelled, merged), ends a pause:
  a reply while paused does not. A ``resumed`` with a reason ends only a pause of that
  reason;
- ``reopened`` starts the work again, also after a cancellation;
- what makes no sense in the state it meets (a resume without a pause, a second opening,
  a pause of a resolved ticket) is passed over; an event before the opening counts as
  happening at the opening.
"""

from dataclasses import dataclass
from enum import Enum

from .events import EventKind


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


_AT_WORK = (Work.OPEN, Work.PAUSED)
FINISHED = (Work.RESOLVED, Work.CANCELLED, Work.MERGED)
MOVES = {
    EventKind.OPENED: Work.OPEN,
    EventKind.PAUSED: Work.PAUSED,
    EventKind.RESUMED: Work.OPEN,
    EventKind.RESOLVED: Work.RESOLVED,
    EventKind.REOPENED: Work.OPEN,
    EventKind.CANCELLED: Work.CANCELLED,
    EventKind.MERGED: Work.MERGED,
}


class Reader:
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
        """Take note of an event that happened at an instant."""
        if self.work is Work.NONE and event.kind is not EventKind.OPENED:
            self.early.append(event)  # dated before the opening: counts at it
        else:
            self._readers[event.kind](self, at, event)

    def _open(self, at, event):
        if self.work is not Work.NONE:
            return
        self.opened_at = self.since = at
        self.work = Work.OPEN
        self.priorities.append((at, event.value))
        for earlier in self.early:
            self.read(at, earlier)

    def _respond(self, at, _event):
        if self.responded_at is None and self.work in _AT_WORK:
            self.responded_at = at

    def _pause(self, at, event):
        if self.work in _AT_WORK:
            self._move(Work.PAUSED, at, event.reason)

    def _resume(self, at, event):
        if self.work is Work.PAUSED and event.reason in ("", self.reason):
            self._move(Work.OPEN, at)

    def _resolve(self, at, _event):
        if self.work not in _AT_WORK:
            return
        if self.responded_at is None:
            self.responded_at = at
        self.resolutions.append(at)
        self._move(Work.RESOLVED, at)

    def _reopen(self, at, _event):
        if self.work in FINISHED:
            self.reopenings.append(at)
            self._move(Work.OPEN, at)

    def _withdraw(self, at, event):
        if self.work not in (Work.CANCELLED, Work.MERGED):
            self._move(MOVES[event.kind], at)

    def _change_priority(self, at, event):
        self.priorities.append((at, event.value))

    def _change_contract(self, at, event):
        self.contracts.append((at, event.value))

    _readers = {
        EventKind.OPENED: _open,
        EventKind.RESPONDED: _respond,
        EventKind.PAUSED: _pause,
        EventKind.RESUMED: _resume,
        EventKind.RESOLVED: _resolve,
        EventKind.REOPENED: _reopen,
        EventKind.CANCELLED: _withdraw,
        EventKind.MERGED: _withdraw,
        EventKind.PRIORITY_CHANGED: _change_priority,
        EventKind.CONTRACT_CHANGED: _change_contract,
    }

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
