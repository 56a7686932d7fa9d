"""What is wrong with an imported file: row, column, what, and what to do."""

from dataclasses import dataclass, field

from ..errors import _lt

# English wording per code. Whoever shows a problem in another language translates these
# templates and fills in `values`.
MESSAGES = {
    "empty_file": _lt(
        "The file is empty. Export the tickets again and choose that file."
    ),
    "not_utf8": _lt(
        "Byte %(position)s is not UTF-8 text. Save the file as “CSV UTF-8”."
    ),
    "no_rows": _lt("The file has a header but no tickets."),
    "unreadable_row": _lt(
        "The row cannot be read as CSV (%(reason)s). Check its quotes."
    ),
    "unknown_format": _lt(
        "The header is of no known format: it needs the columns "
        "%(ticket_table)s (ticket table) or %(event_log)s (event log)."
    ),
    "missing_column": _lt("The column “%(column)s” is missing. Add it to the header."),
    "duplicate_column": _lt(
        "The column “%(column)s” is there twice. Remove one of them."
    ),
    "field_count": _lt(
        "The row has %(found)s fields, the header has %(expected)s. "
        "Check for a separator or quote too many or too few."
    ),
    "missing_value": _lt("The value is missing."),
    "bad_date": _lt(
        "“%(value)s” is not a date and time. Write it as 2026-08-31 14:05."
    ),
    "nonexistent_time": _lt(
        "%(value)s does not exist in %(timezone)s: the clocks were "
        "moved forward over it. Correct the time."
    ),
    "unknown_priority": _lt(
        "The priority “%(value)s” is not known. Known are: %(known)s."
    ),
    "unknown_type": _lt(
        "The ticket type “%(value)s” is not known. Known are: %(known)s."
    ),
    "unknown_state": _lt(
        "The state “%(value)s” has no meaning yet. Add it to the state "
        "mapping (new, active, paused, resolved, closed or cancelled), or correct it."
    ),
    "duplicate_reference": _lt(
        "The reference “%(value)s” is already in row %(first_row)s. "
        "Each ticket may be there once."
    ),
    "bad_rating": _lt("The rating “%(value)s” is not a whole number from 1 to 5."),
    "bad_support_line": _lt("The support line “%(value)s” is not 1, 2 or 3."),
    "bad_number": _lt("“%(value)s” is not a whole number."),
    "bad_spans": _lt(
        "“%(value)s” is not a list of “start>end”, separated by semicolons."
    ),
    "before_opening": _lt("%(value)s is before the ticket was opened (%(opened_at)s)."),
    "before_reopening": _lt(
        "%(value)s is before the ticket was re-opened (%(earlier)s)."
    ),
    "after_resolution": _lt(
        "%(value)s is after the ticket was resolved (%(resolved_at)s)."
    ),
    "in_the_future": _lt(
        "Ticket %(value)s has a time that is yet to come. Correct it, or the "
        "time zone of the file."
    ),
    "ends_before_start": _lt("“%(value)s” ends before it starts."),
    "resolution_missing": _lt(
        "The state “%(state)s” says the ticket is resolved, but the "
        "time is missing. Fill in when it was resolved."
    ),
    "resolution_unexpected": _lt(
        "The state “%(state)s” says the ticket is not resolved, "
        "but a time of resolution is there. Correct one of the two."
    ),
}


@dataclass(frozen=True, slots=True)
class HistoryError:
    """One problem of one cell.

    `row` counts as a spreadsheet does: the header is row 1; 0 speaks of the whole file.
    `column` is the header's name, "" for the whole row.
    """

    row: int
    column: str
    code: str
    values: dict[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The problem in English, without its place."""
        return MESSAGES[self.code] % self.values


class TooManyProblems(Exception):
    """Enough problems are collected; reading on would not help anybody."""


class Problems:
    """Collects problems in the order found, up to a limit."""

    def __init__(self, limit: int = 200):
        self.limit = limit
        self.found: list[HistoryError] = []

    def add(self, row: int, column: str, code: str, /, **values: object) -> None:
        """Note one problem.

        :raise TooManyProblems: the limit is reached
        """
        self.found.append(HistoryError(row, column, code, values))
        if len(self.found) >= self.limit:
            raise TooManyProblems
