"""The event log: how updates of a ticket become its timeline."""

import pytest
from build import wall

from engine.history import (
    DEFAULT_STATES,
    Meaning,
    Phase,
    ReadOptions,
    read_history,
)

HEADER = (
    "number,incident_state,reassignment_count,opened_at,sys_updated_at,contact_type,"
    "category,priority"
)
OPTIONS = ReadOptions("UTC", frozenset({"P1", "P2", "P3", "P4"}))


def update(state, clock, number="INC1", priority="3 - Moderate", reassigned="0"):
    """Return a row of 1 March 2016, opened at 08:00, updated at a time of day."""
    return (
        f"{number},{state},{reassigned},01-03-2016 08:00,01-03-2016 {clock},Phone,"
        f"Category 7,{priority}"
    )


def read(*rows, options=OPTIONS):
    return read_history("\n".join([HEADER, *rows]).encode(), options)


def events(*rows, options=OPTIONS):
    """Return the events after the opening as (HH:MM, kind)."""
    found = read(*rows, options=options)
    assert not found.problems
    (ticket,) = found.tickets
    later = ticket.events[1:]
    return [(wall(event.at, "UTC")[11:], event.kind.value) for event in later]


def test_first_row_that_is_not_new_responds():
    assert events(update("New", "08:10"), update("Active", "08:30")) == [
        ("08:30", "responded")
    ]
    assert events(update("New", "08:10")) == []


def test_resolved_at_once_responds_too():
    assert events(update("Resolved", "08:30"), update("Closed", "09:00")) == [
        ("08:30", "responded"),
        ("08:30", "resolved"),
    ]


def test_leaving_resolved_re_opens():
    rows = [("Active", "08:30"), ("Resolved", "09:00"), ("Active", "10:00")]
    assert events(*(update(*row) for row in rows)) == [
        ("08:30", "responded"),
        ("09:00", "resolved"),
        ("10:00", "reopened"),
    ]


def test_awaiting_pauses_until_the_awaiting_states_are_left():
    rows = [
        ("Awaiting User Info", "08:30"),
        ("Awaiting User Info", "08:40"),
        ("Awaiting Problem", "09:00"),
        ("Active", "10:00"),
    ]
    assert events(*(update(*row) for row in rows)) == [
        ("08:30", "responded"),
        ("08:30", "paused"),
        ("09:00", "resumed"),
        ("09:00", "paused"),
        ("10:00", "resumed"),
    ]


def test_resolved_from_awaiting_and_re_opened_into_awaiting():
    rows = [
        ("Awaiting Vendor", "08:30"),
        ("Resolved", "09:00"),
        ("Awaiting Vendor", "10:00"),
    ]
    assert events(*(update(*row) for row in rows))[2:] == [
        ("09:00", "resolved"),
        ("10:00", "reopened"),
        ("10:00", "paused"),
    ]


def test_cancelled():
    rows = [update("Active", "08:30"), update("Canceled", "09:00")]
    assert events(*rows)[-1] == ("09:00", "cancelled")


def test_a_row_is_never_before_the_one_above_it_nor_the_opening():
    rows = [
        update("New", "07:00"),
        update("Active", "07:30"),
        update("Awaiting User Info", "09:00"),
        update("Active", "08:59"),
    ]
    assert events(*rows) == [
        ("08:00", "responded"),
        ("09:00", "paused"),
        ("09:00", "resumed"),
    ]


def test_what_the_last_row_says_counts():
    rows = [
        update("New", "08:10", priority="2 - High"),
        update("New", "08:20", number="INC2", priority="P1"),
        update("Active", "08:30", priority="4 - Low", reassigned="3"),
    ]
    first, second = read(*rows).tickets
    assert (first.ref, first.priority, first.support_line) == ("INC1", "P4", 2)
    assert (second.ref, second.priority, second.support_line) == ("INC2", "P1", 1)
    assert first.events[0].value == "P4"
    assert (first.type, first.channel, first.category_code) == (
        "incident",
        "Phone",
        "Category 7",
    )


def test_unknown_is_a_question_mark():
    (ticket,) = read(update("New", "08:10", reassigned="?")).tickets
    assert ticket.support_line is None


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (update("Lost", "08:10"), "incident_state", "unknown_state"),
        (update("New", "8 o'clock"), "sys_updated_at", "bad_date"),
        (update("New", "08:10", priority="?"), "priority", "unknown_priority"),
        (update("New", "08:10", priority="9 - None"), "priority", "unknown_priority"),
        (update("New", "08:10", number=""), "number", "missing_value"),
        (update("New", "08:10", reassigned="x"), "reassignment_count", "bad_number"),
        (update("New", "08:10") + ",", "", "field_count"),
    ],
)
def test_problems_name_row_and_column(row, column, code):
    found = read(update("New", "08:05", number="INC0"), row)
    assert [(item.row, item.column, item.code) for item in found.problems] == [
        (3, column, code)
    ]
    assert found.tickets == ()


def test_the_meaning_of_states_can_be_changed():
    states = DEFAULT_STATES.changed(
        {
            "Parked": Meaning(Phase.PAUSED, "third_party"),
            "Awaiting User Info": Meaning(Phase.ACTIVE),
        }
    )
    options = ReadOptions("UTC", states=states)
    rows = [update("Awaiting User Info", "08:30"), update("PARKED", "09:00")]
    assert events(*rows, options=options) == [
        ("08:30", "responded"),
        ("09:00", "paused"),
    ]
    assert DEFAULT_STATES.get("parked") is None


def test_missing_columns_are_all_named():
    found = read_history(b"number,incident_state\nINC1,New\n", OPTIONS)
    assert [item.column for item in found.problems] == [
        "opened_at",
        "sys_updated_at",
        "priority",
    ]
