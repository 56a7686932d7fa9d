"""Tickets read once for all candidates: how the work stood at each month's end."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..events import EventKind
from ..history.model import TicketHistory
from ..timeline import FINISHED, Timeline, Work
from .months import Months

Stretches = Sequence[tuple[Work, int, int | None, str]]

_EVER = 1 << 62
_ODD = (EventKind.CORRECTION, EventKind.PRIORITY_CHANGED)


@dataclass(slots=True)
class Case:
    """A ticket whose priority never changed and whose events are known as they happen.

    :param position: in the history
    :param timeline: only for a clock in the balance
    :param responded_at: within the time tried, else None
    :param stretches: ``(work, start, end, reason)`` that begin in the time tried; an
        end after it is None
    :param first: the month of its opening, 0 before the first one
    :param works: how the work stands at the end of the months from `first` on, up to
        the one after which nothing happens to it any more
    :param resolved_in: the months by whose end it was resolved in them
    """

    position: int
    priority: str
    opened_at: int
    responded_at: int | None
    stretches: Stretches
    first: int
    works: Sequence[Work]
    resolved_in: Sequence[int]
    timeline: Timeline

    @property
    def is_straight(self) -> bool:
        """Whether it was opened and resolved for good in the same month."""
        works = self.works
        return len(works) == 1 and self.first > 0 and works[0] is Work.RESOLVED

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was cancelled or merged when all was over."""
        return self.works[-1] in (Work.CANCELLED, Work.MERGED)

    def resolution_spans(self, accepted: frozenset[str] | None):
        """The spans in which the resolution clock runs.

        :param accepted: reasons that pause it; None = all
        """
        spans: list[tuple[int, int | None]] = []
        for work, start, end, reason in self.stretches:
            if work in FINISHED or (
                work is Work.PAUSED and (accepted is None or reason in accepted)
            ):
                continue
            if spans and spans[-1][1] == start:
                start = spans.pop()[0]
            spans.append((start, end))
        return spans

    def response_spans(self):
        """The spans in which the response clock runs, up to the response."""
        answered = self.responded_at
        spans: list[tuple[int, int | None]] = []
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
    return any(
        event.recorded_at is not None or event.kind in _ODD for event in history.events
    )


def read_case(position: int, history: TicketHistory, months: Months) -> Case | int:
    """Read a ticket.

    :return: 0 when it was finished before the months, `months.last` + 1 when it was
        opened after them (or never)
    """
    timeline = Timeline(history.events)
    facts = timeline.facts(_EVER)
    last, known_in = months.last, months.known_in
    if facts.opened_at is None:
        return last + 1
    first = known_in(facts.opened_at)
    if first > last:
        return last + 1
    until = months.edges[-1]
    stretches, works, resolved = [], [], []
    work = None
    for part in facts.stretches:
        start, end = part.start, part.end
        if start >= until:
            break
        known = known_in(start)
        while first + len(works) < known:
            works.append(work)
        work = part.work
        if work is Work.RESOLVED:
            resolved.append(known)
        if end is not None and end >= until:
            end = None
        stretches.append((work, start, end, part.reason))
    works.append(work)
    if work not in FINISHED:
        works += [work] * (last + 1 - first - len(works))
    elif first + len(works) == 1:
        return 0
    answered = facts.responded_at
    return Case(
        position=position,
        priority=facts.priority,
        opened_at=facts.opened_at,
        responded_at=answered if answered is not None and answered < until else None,
        stretches=stretches,
        first=first,
        works=works,
        resolved_in=[
            month
            for month in dict.fromkeys(resolved)
            if month and works[month - first] is Work.RESOLVED
        ],
        timeline=timeline,
    )
