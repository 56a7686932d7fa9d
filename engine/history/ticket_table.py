"""The ticket table: one row per ticket.

Required columns: ``ref, opened_at, type, priority, first_response_at, resolved_at,
state``. Optional: ``category_code, category_zh, category_en, channel_zh (or channel),
title_zh, title_en, support_line, pauses, reopen, rating, note``. Any other column is
ignored, so that a file which also holds expected results can be read.

``pauses`` is ``start>end;start>end`` (an empty end is still paused; pauses may
overlap), ``reopen`` is ``resolution>re-opened``, several separated by semicolons.
"""

from .cells import Row, positions
from .local_times import LocalTimes
from .model import ReadOptions, TicketHistory
from .problems import Problems
from .table import Table
from .ticket_events import TicketEvents

REQUIRED = (
    "ref",
    "opened_at",
    "type",
    "priority",
    "first_response_at",
    "resolved_at",
    "state",
)


def read_ticket_table(
    table: Table, options: ReadOptions, problems: Problems
) -> list[TicketHistory]:
    """The tickets of a ticket table; a row with a problem gives none."""
    times = LocalTimes(options.timezone, problems)
    first_rows: dict[str, int] = {}
    where = positions(table)
    tickets = []
    for number, fields in table.rows:
        found = len(problems.found)
        row = Row(number, fields, where, options, problems)
        ref = row.required("ref")
        if ref and first_rows.setdefault(ref, number) != number:
            first = first_rows[ref]
            row.refuse("ref", "duplicate_reference", value=ref, first_row=first)
        ticket = _ticket(row, times)
        if ticket is not None and len(problems.found) == found:
            tickets.append(ticket)
    return tickets


def _ticket(row: Row, times: LocalTimes) -> TicketHistory | None:
    """The ticket of a row, with whatever could be read of it."""
    opened_text = row.required("opened_at")
    opened_at = times.read(opened_text, row.row, "opened_at") if opened_text else None
    ticket_type = row.code("type", row.required("type"), row.options.types)
    priority = row.code("priority", row.required("priority"), row.options.priorities)
    support_line = row.between("support_line", 1, 3, "bad_support_line")
    rating = row.between("rating", 1, 5, "bad_rating")
    meaning = row.state("state")
    if opened_at is None or meaning is None:
        return None
    return TicketHistory(
        row=row.row,
        ref=row.text("ref"),
        opened_at=opened_at,
        type=ticket_type,
        priority=priority,
        phase=meaning.phase,
        events=TicketEvents(row, times, opened_at, meaning.phase).read(priority),
        category_code=row.text("category_code"),
        category_zh=row.text("category_zh"),
        category_en=row.text("category_en"),
        channel=row.text("channel_zh") or row.text("channel"),
        title_zh=row.text("title_zh"),
        title_en=row.text("title_en"),
        support_line=support_line,
        rating=rating,
        note=row.text("note"),
    )
