"""Reads a ticket history of either format, told apart by its header."""

from .event_log import REQUIRED as EVENT_LOG_COLUMNS
from .event_log import read_event_log
from .model import History, ReadOptions
from .problems import Problems, TooManyProblems
from .table import Table, read_table
from .ticket_table import REQUIRED as TICKET_TABLE_COLUMNS
from .ticket_table import read_ticket_table

TICKET_TABLE = "ticket_table"
EVENT_LOG = "event_log"

_FORMATS = {
    TICKET_TABLE: (TICKET_TABLE_COLUMNS, read_ticket_table),
    EVENT_LOG: (EVENT_LOG_COLUMNS, read_event_log),
}

# The columns that only one of the formats has.
_MARKS = {
    TICKET_TABLE: {"ref", "first_response_at", "state"},
    EVENT_LOG: {"number", "incident_state", "sys_updated_at"},
}


def read_history(content: bytes, options: ReadOptions) -> History:
    """The tickets of a CSV file, or everything that is wrong with it.

    :param content: the file as it came: UTF-8, with or without a byte order mark,
        separated by commas, semicolons or tabs
    :raise InstantError: the zone of `options` is unknown
    """
    problems = Problems(options.error_limit)
    name, tickets = "", []
    try:
        table = read_table(content, problems)
        if table is not None:
            name = _format(table, problems)
        if name and _has_required(name, table, problems):
            tickets = _FORMATS[name][1](table, options, problems)
    except TooManyProblems:
        tickets = []
    found = sorted(problems.found, key=lambda problem: problem.row)
    return History(name, tuple(tickets), tuple(found))


def _format(table: Table, problems: Problems) -> str:
    marks = {name: len(mark & set(table.header)) for name, mark in _MARKS.items()}
    best = max(marks, key=marks.get)
    if marks[best]:
        return best
    columns = {name: ", ".join(required) for name, (required, _) in _FORMATS.items()}
    problems.add(1, "", "unknown_format", **columns)
    return ""


def _has_required(name: str, table: Table, problems: Problems) -> bool:
    required = _FORMATS[name][0]
    missing = [column for column in required if column not in table.header]
    for column in missing:
        problems.add(1, column, "missing_column", column=column)
    return not missing
