"""Tickets read once for all candidates: how the work stood at each month's end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from ..events import Event, EventKind
from ..facts import Reader
from ..history.model import TicketHistory
from ..timeline import FINISHED, Timeline, Work
from .months import Months

Spans = list[tuple[int, int | None]]
Stretches = Sequence[tuple[Work, int, int | None, str]]

_ODD = (EventKind.CORRECTION, EventKind.PRIORITY_CHANGED)


@dataclass(slots=True)
class Case:
    """A ticket whose priority never changed and whose events are known as they happen.

    :param position: in the history
    :param responded_at: within the time tried, else None
    :param stretches: ``(work, start, end, reason)`` that begin in the time tried; an
        end after it is None
    :param pauses: the reasons for which it was paused
    :param first: the month of its opening, 0 before the first one
    :param works: how the work stands at the end of the months from `first` on, up to
        the one after which nothing happens to it any more
    :param resolved_in: the months by whose end it was resolved in them
    :param events: for the rare clock that must be read anew
    """

    position: int
    priority: str
    opened_at: int
    responded_at: int | None
    stretches: Stretches
    pauses: Collection[str]
    first: int
    works: Sequence[Work]
    resolved_in: Sequence[int]
    events: Sequence[Event]
    is_straight: bool = field(init=False)  # opened and resolved for good in one month
    response_spans: Spans = field(init=False)
    _spans: Spans = field(init=False)

    def __post_init__(self):
        works = self.works
        resolved = len(works) == 1 and works[0] is Work.RESOLVED
        self.is_straight = resolved and self.first > 0
        self.response_spans = self._until_response()
        self._spans = self._without(self.pauses)

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was cancelled or merged when all was over."""
        return self.works[-1] in (Work.CANCELLED, Work.MERGED)

    def resolution_spans(self, accepted: frozenset[str] | None) -> Spans:
        """The spans in which the resolution clock runs.

        :param accepted: reasons that pause it; None = all
        """
        if accepted is None or accepted.issuperset(self.pauses):
            return self._spans
        return self._without(accepted)

    def _without(self, accepted: Collection[str]) -> Spans:
        """The time at work less the pauses for these reasons."""
        spans: Spans = []
        for work, start, end, reason in self.stretches:
            if work in FINISHED or (work is Work.PAUSED and reason in accepted):
                continue
            if spans and spans[-1][1] == start:
                start = spans.pop()[0]
            spans.append((start, end))
        return spans

    def _until_response(self) -> Spans:
        """The time at work, pauses or not, up to the response."""
        answered = self.responded_at
        spans: Spans = []
        for work, start, end, _reason in self.stretches:
            if work in FINISHED:
                continue
            if answered is not None:
                if start > answered:
                    break
                end = answered if end is None else min(end, answered)
            if spans and spans[-1][1] == start:
                start = spans.pop()[0]
            spans.append((start, end))
        return spans


def is_unusual(history: TicketHistory) -> bool:
    """Whether a ticket must be read anew for each report: its priority changed, or
    events were recorded late or corrected. No file that is read holds such tickets."""
    for event in history.events:
        if event.recorded_at is not None or event.kind in _ODD:
            return True
    return False


def read_case(position: int, history: TicketHistory, months: Months) -> Case | int:
    """Read a ticket.

    :return: 0 when it was finished before the months, `months.last` + 1 when it was
        opened after them (or never)
    """
    last, known_in = months.last, months.known_in
    reader = _read(history)
    if reader.opened_at is None:
        return last + 1
    first = known_in(reader.opened_at)
    if first > last:
        return last + 1
    until = months.edges[-1]
    parts = [
        (part.work, part.start, part.end, part.reason) for part in reader.stretches
    ]
    parts.append((reader.work, reader.since, None, reader.reason))
    stretches, works, resolved, pauses = [], [], [], set()
    work = None
    for part in parts:
        _work, start, end, reason = part
        if start >= until:
            break
        known = known_in(start)
        while first + len(works) < known:
            works.append(work)
        work = _work
        if work is Work.RESOLVED:
            resolved.append(known)
        elif work is Work.PAUSED:
            pauses.add(reason)
        if end is not None and end >= until:
            part = work, start, None, reason
        stretches.append(part)
    works.append(work)
    if work not in FINISHED:
        works += [work] * (last + 1 - first - len(works))
    elif first + len(works) == 1:
        return 0
    answered = reader.responded_at
    return Case(
        position=position,
        priority=reader.priorities[-1][1],
        opened_at=reader.opened_at,
        responded_at=answered if answered is not None and answered < until else None,
        stretches=stretches,
        pauses=pauses,
        first=first,
        works=works,
        resolved_in=[
            month
            for month in dict.fromkeys(resolved)
            if month and works[month - first] is Work.RESOLVED
        ],
        events=history.events,
    )


def _read(history: TicketHistory) -> Reader:
    """Read all events, in the order in which they happened."""
    reader = Reader()
    for at, event in _happened(history.events):
        reader.read(at, event)
    return reader


def _happened(events: Sequence[Event]):
    before = None
    for event in events:
        place = event.at, event.seq
        if event.kind is EventKind.CORRECTION or (before and place < before):
            return Timeline(events).effective()
        before = place
    return [(event.at, event) for event in events]
