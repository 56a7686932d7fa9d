"""The ticket table: what a row becomes, in whatever dialect of CSV it comes."""

from build import wall
from monthly import RULES

from engine.clock import Metric, evaluate
from engine.history import Phase, ReadOptions, read_history
from engine.timeline import EventKind, Timeline

COLUMNS = (
    "ref,opened_at,type,priority,category_code,category_zh,category_en,channel_zh,"
    "title_zh,title_en,support_line,first_response_at,resolved_at,pauses,reopen,state,"
    "rating,note"
)
OPTIONS = ReadOptions("Asia/Shanghai", frozenset({"P1", "P2", "P3", "P4"}))


def row(**values):
    """Return a row of the full header with these values, the rest as a closed P3."""
    usual = {
        "ref": "T1",
        "opened_at": "2026-08-04 09:00",
        "type": "incident",
        "priority": "P3",
        "first_response_at": "2026-08-04 09:30",
        "resolved_at": "2026-08-04 15:00",
        "state": "closed",
    }
    values = usual | values
    return ",".join(values.get(name, "") for name in COLUMNS.split(","))


def read(*rows, options=OPTIONS, header=COLUMNS):
    return read_history("\n".join([header, *rows]).encode(), options)


def events(ticket):
    """Return a ticket's events as wall-clock times and kinds."""
    return [(wall(event.at)[5:], event.kind.value) for event in ticket.events]


def only(*rows):
    """Return the one ticket of rows without a problem."""
    found = read(*rows)
    assert not found.problems
    (ticket,) = found.tickets
    return ticket


def test_a_closed_ticket():
    ticket = only(row(support_line="2", rating="4", title_en="Printer", note="x"))
    assert events(ticket) == [
        ("08-04 09:00", "opened"),
        ("08-04 09:30", "responded"),
        ("08-04 15:00", "resolved"),
    ]
    assert (ticket.row, ticket.ref, ticket.phase) == (2, "T1", Phase.CLOSED)
    assert (ticket.support_line, ticket.rating, ticket.title) == (2, 4, "Printer")
    assert ticket.events[0].value == "P3"
    assert all(event.recorded_at is None for event in ticket.events)


def test_an_open_ticket_without_a_response():
    ticket = only(row(first_response_at="", resolved_at="", state="new"))
    assert events(ticket) == [("08-04 09:00", "opened")]
    assert (ticket.support_line, ticket.rating) == (None, None)


def test_pauses_may_overlap_and_one_may_be_open():
    pauses = (
        "2026-08-04 11:00>2026-08-04 12:00;2026-08-04 11:30>2026-08-04 14:00;"
        "2026-08-04 14:30>"
    )
    ticket = only(row(pauses=pauses, resolved_at="", state="paused"))
    assert events(ticket)[2:] == [
        ("08-04 11:00", "paused"),
        ("08-04 14:00", "resumed"),
        ("08-04 14:30", "paused"),
    ]
    assert ticket.events[2].reason == "customer"


def test_resolved_straight_from_a_pause():
    """Hard case 4: the pause is deducted. Two of six hours are left."""
    ticket = only(row(pauses="2026-08-04 11:00>"))
    assert events(ticket)[2:] == [
        ("08-04 11:00", "paused"),
        ("08-04 15:00", "resolved"),
    ]
    timeline = Timeline(ticket.events)
    clock = evaluate(timeline, RULES, Metric.RESOLUTION, ticket.events[-1].at)
    assert clock.used_seconds == 2 * 3600


def test_re_opened_twice():
    again = "2026-08-04 10:00>2026-08-04 11:00; 2026-08-04 12:00>2026-08-04 13:00"
    ticket = only(row(reopen=again))
    assert events(ticket)[2:] == [
        ("08-04 10:00", "resolved"),
        ("08-04 11:00", "reopened"),
        ("08-04 12:00", "resolved"),
        ("08-04 13:00", "reopened"),
        ("08-04 15:00", "resolved"),
    ]


def test_cancelled_when_the_note_says_so():
    values = {"resolved_at": "", "state": "cancelled"}
    noted = only(row(note='"duplicate, cancelled 08-05 14:00: no rate"', **values))
    assert events(noted)[-1] == ("08-05 14:00", "cancelled")
    silent = only(row(**values))
    assert events(silent)[-1] == ("08-04 09:30", "cancelled")
    nonsense = only(row(note="cancelled 02-30 14:00", **values))
    assert events(nonsense)[-1] == ("08-04 09:30", "cancelled")


def test_cancelled_in_the_new_year():
    values = {"resolved_at": "", "state": "cancelled", "first_response_at": ""}
    opened = "2026-12-30 09:00"
    ticket = only(row(opened_at=opened, note="已取消 01-02 10:00", **values))
    assert wall(ticket.events[-1].at) == "2027-01-02 10:00"


def test_merged_is_not_cancelled():
    ticket = only(row(state="Merged", resolved_at="2026-08-04 10:00"))
    assert ticket.events[-1].kind is EventKind.MERGED


def test_byte_order_mark_semicolons_tabs_and_windows_line_ends():
    for separator in ";\t":
        text = "\r\n".join(
            line.replace(",", separator) for line in (COLUMNS, row(), "", "")
        )
        found = read_history(b"\xef\xbb\xbf" + text.encode(), OPTIONS)
        assert (found.format, found.problems) == ("ticket_table", ())
        assert len(found.tickets) == 1


def test_quoted_fields_hold_separators_and_line_ends():
    title = '"Line one,\nline two"'
    found = read(row(title_en=title), row(ref="T2"))
    assert found.tickets[0].title_en == "Line one,\nline two"
    assert found.tickets[1].row == 3


def test_optional_columns_may_be_absent_and_others_are_ignored():
    header = (
        "Ref,Opened_At,type,priority,first_response_at,resolved_at,state,response_met"
    )
    line = "T1,2026-08-04 09:00,incident,P3,,2026-08-04 10:00,closed,whatever"
    found = read(line, header=header)
    assert found.problems == ()
    assert found.tickets[0].channel == ""


def test_dates_as_spreadsheets_write_them():
    opened = [
        "2026-08-04 09:00:00",
        "2026/8/4 9:00",
        "2026-08-04T09:00",
        "04-08-2026 09:00",
    ]
    for text in opened:
        assert events(only(row(opened_at=text)))[0] == ("08-04 09:00", "opened")


def test_local_times_of_a_zone_with_daylight_saving():
    """Berlin: 02:30 on 25 October comes twice; the later one counts, as in Odoo."""
    options = ReadOptions("Europe/Berlin")
    later = {"first_response_at": "", "resolved_at": "2026-10-25 04:00"}
    found = read(row(opened_at="2026-10-25 02:30", **later), options=options)
    opened, resolved = found.tickets[0].events
    assert resolved.at - opened.at == 90 * 60
