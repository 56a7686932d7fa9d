"""The timeline of a ticket: append-only events, and the facts they establish.

Nothing is ever edited: a wrong time is mended, or an event voided, by a later
``correction``. ``Timeline.facts`` reads the events as of an instant and as known at
another; it accepts what real histories hold, ``Timeline.validate`` does not.
"""

from .errors import TimelineError
from .events import Event, EventKind
from .facts import FINISHED, MOVES, Facts, Reader, Stretch, Work

__all__ = ["FINISHED", "Event", "EventKind", "Facts", "Stretch", "Timeline", "Work"]


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
        reader = Reader()
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
            work = MOVES.get(event.kind, work)
            reason = event.reason if event.kind is EventKind.PAUSED else reason

    def _validate_corrections(self):
        seen = set()
        for position, event in enumerate(self.events):
            if event.seq in seen:
                raise _refused("duplicate_seq", position, event)
            if event.kind is EventKind.CORRECTION and event.corrects not in seen:
                raise _refused("unknown_correction", position, event)
            seen.add(event.seq)


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
    if kind is EventKind.RESPONDED and work is Work.RESOLVED:
        return None  # an answer after the resolution tells the clocks nothing
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
