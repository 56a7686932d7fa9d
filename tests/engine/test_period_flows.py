"""How tickets move through the backlog of a period. 2026-09-01 is a Tuesday."""

import pytest
from build import ZONE, at, timeline
from monthly import RULES, identity_holds, month, ticket

from engine.clock import Metric
from engine.instants import month_period
from engine.period import Ticket, clip_period
from engine.timeline import Event, EventKind, Timeline

OPENED = "2026-09-02 09:00 opened"
EARLIER = "2026-08-20 09:00 opened"
SOLVED_EARLIER = (EARLIER, "2026-08-20 12:00 resolved")
FLOWS = ("registered", "opened", "reopened", "resolved", "cancelled")


@pytest.mark.parametrize(
    ("events", "flows", "backlog"),
    [
        ([OPENED], {"registered", "opened"}, (0, 1)),
        (
            [OPENED, "2026-09-02 10:00 resolved"],
            {"registered", "opened", "resolved"},
            (0, 0),
        ),
        ([OPENED, "2026-09-02 10:00 cancelled"], {"registered", "cancelled"}, (0, 0)),
        ([OPENED, "2026-09-02 10:00 merged"], {"registered", "cancelled"}, (0, 0)),
        ([OPENED, "2026-10-01 00:00 resolved"], {"registered", "opened"}, (0, 1)),
        ([EARLIER], set(), (1, 1)),
        ([EARLIER, "2026-09-02 10:00 resolved"], {"resolved"}, (1, 0)),
        ([EARLIER, "2026-09-02 10:00 cancelled"], {"cancelled"}, (1, 0)),
        ([*SOLVED_EARLIER], set(), (0, 0)),
        ([*SOLVED_EARLIER, "2026-09-02 10:00 reopened"], {"reopened"}, (0, 1)),
        (
            [
                *SOLVED_EARLIER,
                "2026-09-02 10:00 reopened",
                "2026-09-03 10:00 resolved",
            ],
            {"reopened", "resolved"},
            (0, 0),
        ),
        (
            [
                OPENED,
                "2026-09-02 10:00 resolved",
                "2026-09-02 11:00 reopened",
                "2026-09-03 10:00 resolved",
            ],
            {"registered", "opened", "resolved"},
            (0, 0),
        ),
        ([*SOLVED_EARLIER, "2026-09-02 10:00 cancelled"], set(), (0, 0)),
        (
            [EARLIER, "2026-08-21 09:00 cancelled", "2026-09-02 10:00 reopened"],
            {"reopened"},
            (0, 1),
        ),
        (["2026-10-01 00:00 opened"], set(), (0, 0)),
        (["2026-09-01 00:00 opened"], {"registered", "opened"}, (0, 1)),
    ],
)
def test_flow(events, flows, backlog):
    found = month([ticket("T", *events)])
    assert {flow for flow in FLOWS if getattr(found, flow)} == flows
    assert (len(found.opening_backlog), len(found.closing_backlog)) == backlog
    assert identity_holds(found)


def test_reopened_within_the_month_counts_in_the_reopen_rate():
    again = ticket(
        "T",
        OPENED,
        "2026-09-02 10:00 resolved",
        "2026-09-02 11:00 reopened",
        "2026-09-03 10:00 resolved",
    )
    other = ticket("U", OPENED, "2026-09-02 10:00 resolved")
    found = month([again, other])
    assert (found.reopenings, found.reopened) == (("T",), ())
    assert found.reopen_share == 0.5


def test_a_ticket_recorded_late_counts_in_the_month_it_becomes_known():
    """Reported on 31 August at 23:50, typed after midnight."""
    events = (
        Event(
            EventKind.OPENED,
            at("2026-08-31 23:50"),
            0,
            recorded_at=at("2026-09-01 00:10"),
            value="P3",
        ),
    )
    late = Ticket("T", "T", Timeline(events), RULES)
    assert month([late], "2026-08").registered == ()
    found = month([late])
    assert found.registered == ("T",)
    assert identity_holds(found)


def test_a_correction_recorded_later_does_not_change_the_past():
    wrong = Event(EventKind.RESOLVED, at("2026-09-04 10:00"), 2)
    mended = Event(
        EventKind.CORRECTION,
        at("2026-09-02 10:00"),
        3,
        recorded_at=at("2026-10-06 09:00"),
        corrects=2,
    )
    base = timeline("2026-09-02 09:00 opened", "2026-09-02 09:30 responded")
    before = Ticket("T", "T", base.append(wrong), RULES)
    after = Ticket("T", "T", base.append(wrong, mended), RULES)
    assert month([before]) == month([after])
    assert month([after]).attainment(Metric.RESOLUTION).pair == (0, 1)
    october = month([after], "2026-10")
    assert [(item.was, item.now) for item in october.adjustments] == [(False, True)]
    assert october.attainment(Metric.RESOLUTION).decided == 0


def test_voided_opening_leaves_the_backlog():
    void = Event(EventKind.CORRECTION, at("2026-09-03 09:00"), 1, corrects=0, void=True)
    wrong = Ticket("T", "T", timeline(EARLIER).append(void), RULES)
    found = month([wrong])
    assert (found.cancelled, found.closing_backlog) == (("T",), ())
    assert identity_holds(found)


def test_ageing_counts_calendar_days_to_the_day_the_period_is_over():
    tickets = [
        ticket("30 days", "2026-09-01 23:59 opened"),
        ticket("31 days", "2026-08-31 23:59 opened"),
        ticket("1 day", "2026-09-30 00:00 opened"),
        ticket("4 days", "2026-09-27 12:00 opened"),
    ]
    ageing = {label: keys for label, keys in month(tickets).ageing.items() if keys}
    assert ageing == {
        "0-3": ("1 day",),
        "4-7": ("4 days",),
        "16-30": ("30 days",),
        ">30": ("31 days",),
    }


def test_breakdowns_first_line_and_satisfaction():
    solved = ("2026-09-02 09:00 opened", "2026-09-02 10:00 resolved")
    tickets = [
        ticket("A", *solved, support_line=1, rating=5),
        ticket("B", *solved, support_line=2, rating=3, category="DB"),
        ticket("C", *solved, support_line=1, type="request"),
        ticket("D", OPENED, "2026-09-02 10:00 cancelled", category="DB"),
    ]
    found = month(tickets)
    assert found.by_category == {"NET": ("A", "C"), "DB": ("B",)}
    assert found.by_type == {"incident": ("A", "B"), "request": ("C",)}
    assert found.by_line == {1: ("A", "C"), 2: ("B",)}
    assert found.first_line_resolved == ("A", "C")
    assert (found.satisfaction.asked, found.answered) == (3, ("A", "B"))


def test_timeliness_and_overdue():
    late = ticket(
        "late", "2026-09-02 09:00 opened", "2026-09-02 11:00 responded"
    )  # two hours to the response, its nine hours are used up at 18:00
    quick = ticket("quick", OPENED, "2026-09-02 10:00 resolved")
    found = month([late, quick])
    assert found.time(Metric.RESPONSE, "P3").mean == 5400
    assert found.time(Metric.RESOLUTION).seconds == (3600,)
    assert found.overdue == ("late",)
    missed = [(item.metric, item.used_seconds) for item in found.missed]
    assert missed[1] == (Metric.RESPONSE, 7200)


def test_an_empty_month_is_all_zeros_and_not_applicable():
    found = month([])
    assert identity_holds(found)
    assert (found.registered, found.resolved, found.missed) == ((), (), ())
    assert found.attainment(Metric.RESPONSE).share is None
    assert found.first_line_share is None
    assert found.satisfaction.mean is None
    assert found.time(Metric.RESOLUTION).mean is None


def test_the_period_is_clipped_to_the_contract():
    """A contract from 15 September on: what was opened before is opening backlog."""
    tickets = [
        ticket("before", "2026-09-14 09:00 opened", "2026-09-15 11:00 resolved"),
        ticket("done", "2026-09-10 09:00 opened", "2026-09-10 11:00 resolved"),
        ticket("within", "2026-09-15 09:00 opened"),
    ]
    contract = at("2026-09-15 00:00"), at("2027-09-15 00:00")
    found = month(tickets, contract=contract)
    assert found.period == (contract[0], month_period("2026-09", ZONE)[1])
    assert found.opening_backlog == ("before",)
    assert (found.registered, found.resolved) == (("within",), ("before",))


def test_after_the_contract_nothing_is_counted():
    contract = at("2026-01-01 00:00"), at("2026-09-15 00:00")
    tickets = [
        ticket("open", "2026-09-14 09:00 opened"),
        ticket("after", "2026-09-16 09:00 opened"),
    ]
    assert month(tickets, contract=contract).registered == ("open",)
    found = month(tickets, "2026-10", contract=contract)
    assert found.registered == found.resolved == found.missed == ()
    assert found.opening_backlog == found.closing_backlog == ("open",)


def test_clip_period():
    assert clip_period((0, 10), None) == (0, 10)
    assert clip_period((0, 10), (4, 20)) == (4, 10)
    assert clip_period((0, 10), (10, 20)) == (10, 10)
    assert clip_period((20, 30), (0, 20)) == (20, 20)
