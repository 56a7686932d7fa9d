"""The columns of a ticket table's row → the events of its timeline."""

import re
from collections.abc import Iterator

from ..timeline import Event, EventKind
from .cells import Row
from .local_times import LocalTimes
from .states import Phase

# Order of recording of what happens at one instant: who resumes and resolves in the
# same minute resumes first; what is re-opened can be paused only after that.
_RANK = {
    EventKind.OPENED: 0,
    EventKind.RESPONDED: 1,
    EventKind.RESUMED: 2,
    EventKind.RESOLVED: 3,
    EventKind.REOPENED: 3,
    EventKind.PAUSED: 4,
    EventKind.CANCELLED: 5,
    EventKind.MERGED: 5,
}

# The table has no column for the time of a cancellation; people write it in the note.
_NOTED_END = re.compile(
    r"(?:cancel|merge|duplicate|取消|合并|重复).{0,24}?"
    r"(?:(?P<year>\d{4})-)?(?P<rest>\d{2}-\d{2} \d{2}:\d{2})",
    re.IGNORECASE,
)

_NEVER = float("inf")


class TicketEvents:
    """Reads the times of one row; notes what contradicts itself."""

    def __init__(self, row: Row, times: LocalTimes, opened_at: int, phase: Phase):
        self.row = row
        self.times = times
        self.opened_at = opened_at
        self.phase = phase
        self._facts = [(EventKind.OPENED, opened_at, "")]

    def read(self, priority: str) -> tuple[Event, ...]:
        """The events in order, numbered from 0; incomplete when a problem was noted.

        :param priority: what the opening event carries
        """
        responded_at = self._since_opening("first_response_at")
        if responded_at is not None:
            self._add(EventKind.RESPONDED, responded_at)
        resolved_at = self._since_opening("resolved_at")
        self._read_reopenings(resolved_at)
        if self.phase.is_void:
            ended_at = self._cancelled_at(resolved_at)
            self._add(EventKind(self.phase.value), ended_at)
        else:
            ended_at = resolved_at
            self._check_state(resolved_at)
            if resolved_at is not None:
                self._add(EventKind.RESOLVED, resolved_at)
        self._read_pauses(ended_at)
        self._facts.sort(key=lambda fact: (fact[1], _RANK[fact[0]]))
        first, *rest = self._facts
        opened = Event(first[0], first[1], 0, value=priority)
        events = (
            Event(kind, at, seq, reason=reason)
            for seq, (kind, at, reason) in enumerate(rest, start=1)
        )
        return opened, *events

    def _add(self, kind: EventKind, at: int, reason: str = "") -> None:
        self._facts.append((kind, at, reason))

    def _time(self, text: str, column: str) -> int | None:
        return self.times.read(text, self.row.row, column) if text else None

    def _since_opening(self, column: str, text: str | None = None) -> int | None:
        text = self.row.text(column) if text is None else text
        instant = self._time(text, column)
        if instant is not None and instant < self.opened_at:
            opened = self.row.text("opened_at")
            self.row.refuse(column, "before_opening", value=text, opened_at=opened)
        return instant

    # === RESOLUTION === #

    def _check_state(self, resolved_at: int | None) -> None:
        state = self.row.text("state")
        if self.phase.is_solved and not self.row.text("resolved_at"):
            self.row.refuse("resolved_at", "resolution_missing", state=state)
        if not self.phase.is_solved and resolved_at is not None:
            self.row.refuse("resolved_at", "resolution_unexpected", state=state)

    def _read_reopenings(self, resolved_at: int | None) -> None:
        reopened_at, reopened = self.opened_at, ""
        for start, end in self._spans("reopen"):
            first = self._since_opening("reopen", start)
            again = self._since_opening("reopen", end)
            if first is None or again is None:
                continue
            if again < first:
                self._refuse_order("reopen", start, end)
            self._refuse_before(first, "reopen", start, reopened_at, reopened)
            self._add(EventKind.RESOLVED, first)
            self._add(EventKind.REOPENED, again)
            reopened_at, reopened = again, end
        if resolved_at is not None:
            text = self.row.text("resolved_at")
            self._refuse_before(resolved_at, "resolved_at", text, reopened_at, reopened)

    def _refuse_before(self, instant, column, text, reopened_at, reopened) -> None:
        if reopened and instant < reopened_at:
            self.row.refuse(column, "before_reopening", value=text, earlier=reopened)

    def _refuse_order(self, column: str, start: str, end: str) -> None:
        self.row.refuse(column, "ends_before_start", value=f"{start}>{end}")

    def _cancelled_at(self, resolved_at: int | None) -> int:
        """When it ended: `resolved_at`, else the note, else its last known event."""
        latest = max(at for _kind, at, _reason in self._facts)
        ended_at = self._noted_end() if resolved_at is None else resolved_at
        return latest if ended_at is None else max(latest, ended_at)

    def _noted_end(self) -> int | None:
        noted = _NOTED_END.search(self.row.text("note"))
        if noted is None:
            return None
        year = self.times.year(self.opened_at)
        years = [int(noted["year"])] if noted["year"] else [year, year + 1]
        guesses = (self.times.guess(f"{y:04}-{noted['rest']}") for y in years)
        return next((at for at in guesses if at and at >= self.opened_at), None)

    # === PAUSES === #

    def _read_pauses(self, ended_at: int | None) -> None:
        """Paused and resumed; overlapping pauses become one (domain 3.3)."""
        limit = _NEVER if ended_at is None else ended_at
        merged: list[list] = []
        for start, end in sorted(self._pauses(limit)):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            elif start < min(end, limit):
                merged.append([start, end])
        for start, end in merged:
            self._add(EventKind.PAUSED, start, self.row.options.pause_reason)
            # Resolving or cancelling ends an open pause: it needs no event of its own.
            if end < limit:
                self._add(EventKind.RESUMED, end)

    def _pauses(self, limit: float) -> Iterator[tuple[float, float]]:
        for start_text, end_text in self._spans("pauses", open_end=True):
            start = self._since_opening("pauses", start_text)
            end = self._since_opening("pauses", end_text)
            if start is None or (end_text and end is None):
                continue
            if end is not None and end < start:
                self._refuse_order("pauses", start_text, end_text)
            if start > limit:
                resolved = self.row.text("resolved_at")
                values = {"value": start_text, "resolved_at": resolved}
                self.row.refuse("pauses", "after_resolution", **values)
            yield start, _NEVER if end is None else end

    def _spans(self, column: str, open_end: bool = False) -> Iterator[tuple[str, str]]:
        """The texts of ``start>end;start>end``; what is not one is noted."""
        for part in filter(None, map(str.strip, self.row.text(column).split(";"))):
            start, separator, end = (piece.strip() for piece in part.partition(">"))
            if start and separator and (end or open_end):
                yield start, end
            else:
                self.row.refuse(column, "bad_spans", value=part)
