"""Every problem of a file is named with its row and column; all of them at once."""

import pytest
from test_history_table import COLUMNS, OPTIONS, read, row

from engine.history import MESSAGES, ReadOptions, read_history


def problems(*rows, **values):
    """Return (row, column, code) of everything wrong."""
    found = read(*rows, **values)
    assert all(problem.message for problem in found.problems)
    return [(item.row, item.column, item.code) for item in found.problems]


@pytest.mark.parametrize(
    ("values", "column", "code"),
    [
        ({"ref": ""}, "ref", "missing_value"),
        ({"opened_at": ""}, "opened_at", "missing_value"),
        ({"opened_at": "yesterday"}, "opened_at", "bad_date"),
        ({"opened_at": "2026-02-30 09:00"}, "opened_at", "bad_date"),
        ({"opened_at": "2026-08-04 24:01"}, "opened_at", "bad_date"),
        ({"opened_at": "08/04/2026 09:00"}, "opened_at", "bad_date"),
        ({"priority": "P9"}, "priority", "unknown_priority"),
        ({"priority": ""}, "priority", "missing_value"),
        ({"type": ""}, "type", "missing_value"),
        ({"state": "lost"}, "state", "unknown_state"),
        ({"state": ""}, "state", "missing_value"),
        ({"rating": "6"}, "rating", "bad_rating"),
        ({"rating": "good"}, "rating", "bad_rating"),
        ({"support_line": "0"}, "support_line", "bad_support_line"),
        (
            {"first_response_at": "2026-08-04 08:59"},
            "first_response_at",
            "before_opening",
        ),
        ({"resolved_at": "2026-08-03 09:00"}, "resolved_at", "before_opening"),
        ({"resolved_at": ""}, "resolved_at", "resolution_missing"),
        ({"state": "in_progress"}, "resolved_at", "resolution_unexpected"),
        ({"pauses": "2026-08-04 08:00>2026-08-04 10:00"}, "pauses", "before_opening"),
        (
            {"pauses": "2026-08-04 11:00>2026-08-04 10:00"},
            "pauses",
            "ends_before_start",
        ),
        ({"pauses": "2026-08-04 16:00>"}, "pauses", "after_resolution"),
        ({"pauses": "lunch"}, "pauses", "bad_spans"),
        ({"pauses": "2026-08-04 11:00>noon"}, "pauses", "bad_date"),
        ({"reopen": "2026-08-04 10:00>"}, "reopen", "bad_spans"),
        (
            {"reopen": "2026-08-04 11:00>2026-08-04 10:00"},
            "reopen",
            "ends_before_start",
        ),
        (
            {"reopen": "2026-08-04 11:00>2026-08-04 16:00"},
            "resolved_at",
            "before_reopening",
        ),
    ],
)
def test_wrong_cell(values, column, code):
    assert problems(row(**values)) == [(2, column, code)]
    assert read(row(**values)).tickets == ()


def test_a_time_that_does_not_exist():
    """Berlin, 29 March 2026: the clocks go from 02:00 to 03:00."""
    values = {"first_response_at": "", "resolved_at": "", "state": "open"}
    line = row(opened_at="2026-03-29 02:30", **values)
    found = problems(line, options=ReadOptions("Europe/Berlin"))
    assert found == [(2, "opened_at", "nonexistent_time")]


def test_types_are_checked_when_they_are_known():
    options = ReadOptions("Asia/Shanghai", types=frozenset({"request"}))
    assert problems(row(), options=options) == [(2, "type", "unknown_type")]


def test_duplicate_reference_names_the_first_row():
    (problem,) = read(row(), row(ref="T2"), row()).problems
    assert (problem.row, problem.code) == (4, "duplicate_reference")
    assert problem.values == {"value": "T1", "first_row": 2}


def test_all_problems_come_at_once():
    rows = [row(rating="9", priority="P7"), row(ref="T2"), row(ref="T3", state="?")]
    assert problems(*rows) == [
        (2, "priority", "unknown_priority"),
        (2, "rating", "bad_rating"),
        (4, "state", "unknown_state"),
    ]


def test_problems_are_limited():
    rows = [row(ref=f"T{number}", rating="9") for number in range(300)]
    found = read(*rows)
    assert (len(found.problems), found.tickets) == (200, ())


def test_too_few_and_too_many_fields():
    assert problems(row() + ",", row(ref="T2")[:-1], row(ref="T3")) == [
        (2, "", "field_count"),
        (3, "", "field_count"),
    ]


def test_missing_and_duplicate_columns():
    header = "ref,opened_at,type,priority,state,ref"
    assert problems("T1,2026-08-04 09:00,incident,P3,new,T1", header=header) == [
        (1, "ref", "duplicate_column"),
        (1, "first_response_at", "missing_column"),
        (1, "resolved_at", "missing_column"),
    ]


@pytest.mark.parametrize(
    ("content", "row_number", "code"),
    [
        (b"", 0, "empty_file"),
        (b"\xef\xbb\xbf\r\n\r\n", 0, "empty_file"),
        (COLUMNS.encode(), 0, "no_rows"),
        (b"name,colour\na,b\n", 1, "unknown_format"),
        (f"{COLUMNS}\n{row()}\n".encode("utf-16"), 1, "not_utf8"),
        (f"{COLUMNS}\n{row(title_zh='打印')}\n".encode("gbk"), 2, "not_utf8"),
    ],
)
def test_whole_file(content, row_number, code):
    found = read_history(content, OPTIONS)
    assert [(item.row, item.code) for item in found.problems] == [(row_number, code)]


def test_an_unclosed_quote_is_named():
    (problem,) = read(row(), row(ref="T2", note='"never closed')).problems
    assert (problem.row, problem.code) == (3, "unreadable_row")


def test_the_message_says_what_to_do():
    (problem,) = read(row(state="lost")).problems
    assert problem.message.startswith("The state “lost” has no meaning yet. Add it")


def test_every_message_can_be_filled_in():
    found = read(row(rating="9"), row(ref="T2", state="lost"), row(ref="T2"))
    assert {item.code for item in found.problems} <= MESSAGES.keys()
    assert all("%(" not in item.message for item in found.problems)
