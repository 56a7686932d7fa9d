"""The event log: one row per update of a ticket, as ServiceNow exports it.

Required columns: ``number, incident_state, opened_at, sys_updated_at, priority``.
Optional: ``category, contact_type, reassignment_count``. Times may be written day
first (29-02-2016 06:10). ``?`` means unknown.

Rows of one ``number`` are in order. A row's instant is its ``sys_updated_at``, but
never before the row above it nor before ``opened_at``. The first row whose state is not
new responds, entering a resolved or closed state resolves, leaving them re-opens;
entering a paused state pauses until the paused states are left. ``resolved_at`` and
``closed_at`` are not used: they disagree with the states in places.
"""

import re
from dataclasses import dataclass, field

from ..timeline import Event, EventKind
from .cells import Row, positions
from .local_times import LocalTimes
from .model import ReadOptions, TicketHistory
from .problems import Problems
from .states import Meaning, Phase
from .table import Table

REQUIRED = ("number", "incident_state", "opened_at", "sys_updated_at", "priority")

_UNKNOWN = "?"
_MANY = 10**9

# "3 - Moderate" and plain "P3" are both priority P3.
_PRIORITY = re.compile(r"[Pp]?(\d)\b.*")


@dataclass
class _Updates:
    """What the rows of one ticket have told so far."""

    first: Row
    last: Row
    opened_at: int
    at: int
    meaning: Meaning = Meaning(Phase.NEW)
    responded: bool = False
    facts: list[tuple[EventKind, int, str]] = field(default_factory=list)

    def enter(self, meaning: Meaning) -> None:
        """Note what a change of state at `self.at` means."""
        before, self.meaning = self.meaning, meaning
        if not self.responded and meaning.phase is not Phase.NEW:
            self.responded = True
            self._add(EventKind.RESPONDED)
        if before == meaning:
            return
        was_over = before.phase.is_solved or before.phase.is_void
        is_over = meaning.phase.is_solved or meaning.phase.is_void
        if was_over and not is_over:
            self._add(EventKind.REOPENED)
        if before.phase is Phase.PAUSED and not is_over:
            self._add(EventKind.RESUMED)
        if meaning.phase is Phase.PAUSED:
            self._add(EventKind.PAUSED, meaning.reason)
        elif meaning.phase.is_void and not before.phase.is_void:
            self._add(EventKind(meaning.phase.value))
        elif meaning.phase.is_solved and not was_over:
            self._add(EventKind.RESOLVED)

    def _add(self, kind: EventKind, reason: str = "") -> None:
        self.facts.append((kind, self.at, reason))

    def events(self, priority: str) -> tuple[Event, ...]:
        opened = Event(EventKind.OPENED, self.opened_at, 0, value=priority)
        later = (
            Event(kind, at, seq, reason=reason)
            for seq, (kind, at, reason) in enumerate(self.facts, start=1)
        )
        return opened, *later


def read_event_log(
    table: Table, options: ReadOptions, problems: Problems
) -> list[TicketHistory]:
    """The tickets of an event log, in the order of their first rows."""
    times = LocalTimes(options.timezone, problems)
    updates: dict[str, _Updates] = {}
    where = positions(table)
    for number, fields in table.rows:
        row = Row(number, fields, where, options, problems)
        _read_update(row, times, updates)
    tickets = [_ticket(ref, told) for ref, told in updates.items()]
    return [] if problems.found else tickets


def _read_update(row: Row, times: LocalTimes, updates: dict[str, _Updates]) -> None:
    ref = row.required("number")
    meaning = row.state("incident_state")
    updated_text = row.required("sys_updated_at")
    updated_at = None
    if updated_text:
        updated_at = times.read(updated_text, row.row, "sys_updated_at")
    told = updates.get(ref)
    if told is None:
        opened_text = row.required("opened_at")
        if not opened_text:
            return
        opened_at = times.read(opened_text, row.row, "opened_at")
        if opened_at is None:
            return
        told = updates[ref] = _Updates(row, row, opened_at, opened_at)
    told.last = row
    if updated_at is not None and meaning is not None:
        told.at = max(told.at, updated_at)
        told.enter(meaning)


def _ticket(ref: str, told: _Updates) -> TicketHistory:
    priority = _priority(told.last)
    return TicketHistory(
        row=told.first.row,
        ref=ref,
        opened_at=told.opened_at,
        type="incident",
        priority=priority,
        phase=told.meaning.phase,
        events=told.events(priority),
        category_code=told.last.text("category"),
        channel=told.last.text("contact_type"),
        support_line=_support_line(told.last),
    )


def _priority(row: Row) -> str:
    text = row.required("priority")
    match = _PRIORITY.fullmatch(text)
    if match is None:
        if text:
            row.refuse("priority", "unknown_priority", value=text, known=_known(row))
        return ""
    return row.code("priority", f"P{match[1]}", row.options.priorities)


def _known(row: Row) -> str:
    return ", ".join(sorted(row.options.priorities or ("P1", "P2", "P3", "P4")))


def _support_line(row: Row) -> int | None:
    """1 when the ticket was never reassigned, else 2; None when the file is silent."""
    if row.text("reassignment_count") in ("", _UNKNOWN):
        return None
    count = row.between("reassignment_count", 0, _MANY, "bad_number")
    return None if count is None else (1 if count == 0 else 2)
