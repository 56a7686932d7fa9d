"""Hard cases 1 to 7: pause and resume, as users of other products reported them.

2026-08-03 is a Monday. Service: Monday to Friday 09:00 to 18:00, without lunch.
"""

from fractions import Fraction

import pytest
from build import HOUR, MINUTE, NINE_TO_SIX, at, hours, judge, policy, timeline, wall

from engine.clock import ClockState, Metric, used_up_at

SERVICE = hours(NINE_TO_SIX)
NINE_HOURS = policy(SERVICE, 1 * HOUR, 9 * HOUR)


def test_01_priority_changed_while_pending_keeps_the_pause():
    """Case 1 (glpi 6902, 15605): the pending time is lost, a false breach."""
    rules = policy(SERVICE, None, 18 * HOUR, P1=(None, 4 * HOUR))
    events = [
        "2026-08-03 09:00 opened",
        "2026-08-03 11:00 paused",
        "2026-08-05 10:00 priority_changed P1",
        "2026-08-06 10:00 resumed",
    ]
    # Two hours used before the pause, so two of P1's four hours are left.
    paused = judge(events, rules, "2026-08-05 12:00")
    assert (paused.state, paused.used_seconds) == (ClockState.PAUSED, 2 * HOUR)
    assert paused.target_seconds == 4 * HOUR
    resumed = judge(events, rules, "2026-08-06 11:00")
    assert (resumed.state, resumed.used_seconds) == (ClockState.RUNNING, 3 * HOUR)
    assert wall(resumed.deadline) == "2026-08-06 12:00"


def test_02_pause_over_a_weekend_does_not_extend_the_deadline():
    """Case 2 (glpi 10594): the weekend is added to the deadline a second time."""
    events = [
        "2026-08-07 09:00 opened",
        "2026-08-07 17:00 paused",
        "2026-08-10 10:00 resumed",
    ]
    # Eight hours used on Friday; the last one runs from Monday 10:00.
    clock = judge(events, NINE_HOURS, "2026-08-10 10:00")
    assert wall(clock.deadline) == "2026-08-10 11:00"


def test_02_hold_from_evening_to_morning_deducts_only_service_time():
    """Case 2 (erpnext 49414): a hold from 17:00 to 09:00 shifts by off-hours."""
    events = [
        "2026-08-03 14:00 opened",
        "2026-08-03 17:00 paused",
        "2026-08-04 09:00 resumed",
    ]
    # Three hours used; six left from Tuesday 09:00.
    clock = judge(events, NINE_HOURS, "2026-08-04 09:00")
    assert (clock.used_seconds, wall(clock.deadline)) == (3 * HOUR, "2026-08-04 15:00")


def test_03_not_breached_while_pending():
    """Case 3 (glpi 24481, 7946): breached, or an expiry mail sent, while pending."""
    events = ["2026-08-03 09:00 opened", "2026-08-03 17:00 paused"]
    clock = judge(events, NINE_HOURS, "2026-11-30 09:00")
    assert clock.state is ClockState.PAUSED
    assert (clock.deadline, clock.breaches_at, clock.outcome_at) == (None, None, None)
    history = timeline(*events)
    as_of = at("2026-11-30 09:00")
    metric = Metric.RESOLUTION
    assert used_up_at(history, NINE_HOURS, metric, Fraction(1), as_of) is None


def test_03_elapsed_share_stands_still_while_pending():
    """Case 3 (glpi 15948): the elapsed share keeps growing while pending."""
    events = ["2026-08-03 09:00 opened", "2026-08-03 12:00 paused"]
    for as_of in ("2026-08-03 12:00", "2026-08-03 17:00", "2026-09-03 12:00"):
        clock = judge(events, NINE_HOURS, as_of)
        assert (clock.used_seconds, clock.at_risk_at) == (3 * HOUR, None)


def test_03_overdue_stands_still_in_a_pause_after_the_breach():
    """Case 3 (frappe/helpdesk 3709): overdue grows in a pause after the breach."""
    events = [
        "2026-08-03 09:00 opened",
        "2026-08-04 11:00 paused",
        "2026-08-06 11:00 resumed",
    ]
    for as_of in ("2026-08-04 11:00", "2026-08-05 15:00", "2026-08-06 11:00"):
        clock = judge(events, NINE_HOURS, as_of)
        assert clock.state is ClockState.BREACHED
        assert clock.used_seconds == 11 * HOUR
        assert wall(clock.outcome_at) == "2026-08-03 18:00"
        assert clock.finished_at is None


def test_04_resolved_straight_from_paused_deducts_the_pause():
    """Case 4: the open pause is not deducted."""
    events = [
        "2026-08-03 09:00 opened",
        "2026-08-03 12:00 paused",
        "2026-08-06 12:00 resolved",
    ]
    clock = judge(events, NINE_HOURS, "2026-08-07 09:00")
    assert (clock.state, clock.used_seconds) == (ClockState.MET, 3 * HOUR)
    assert wall(clock.outcome_at) == wall(clock.finished_at) == "2026-08-06 12:00"


def test_05_hold_on_a_ticket_created_on_a_holiday():
    """Case 5 (frappe/helpdesk 2449): hold time added to the creation time."""
    closed = [("2026-10-01 00:00", "2026-10-08 00:00")]
    rules = policy(hours(NINE_TO_SIX, closures=closed), None, 9 * HOUR)
    events = [
        "2026-10-03 10:00 opened",
        "2026-10-05 10:00 paused",
        "2026-10-08 11:00 resumed",
    ]
    # Thursday the 8th is the first day of service; the pause ends at 11:00.
    clock = judge(events, rules, "2026-10-08 11:00")
    assert (clock.used_seconds, wall(clock.deadline)) == (0, "2026-10-09 11:00")


def test_06_a_pause_that_shows_stops_the_clock():
    """Case 6 (frappe/helpdesk 1554): shown as paused, the clock runs."""
    events = ["2026-08-03 09:00 opened", "2026-08-03 10:00 paused vendor"]
    stops = policy(SERVICE, None, 9 * HOUR, pause_reasons=frozenset(["vendor"]))
    clock = judge(events, stops, "2026-08-03 15:00")
    assert (clock.state, clock.used_seconds) == (ClockState.PAUSED, 1 * HOUR)
    runs = policy(SERVICE, None, 9 * HOUR, pause_reasons=frozenset(["customer"]))
    clock = judge(events, runs, "2026-08-03 15:00")
    assert (clock.state, clock.used_seconds) == (ClockState.RUNNING, 6 * HOUR)


@pytest.mark.parametrize(
    ("leaving", "state", "used"),
    [
        ("resumed", ClockState.RUNNING, 3 * HOUR),
        ("resolved", ClockState.MET, 1 * HOUR),
        ("cancelled", ClockState.NOT_APPLICABLE, 1 * HOUR),
        ("merged", ClockState.NOT_APPLICABLE, 1 * HOUR),
        ("responded", ClockState.PAUSED, 1 * HOUR),
        ("priority_changed P3", ClockState.PAUSED, 1 * HOUR),
    ],
)
def test_06_leaving_the_hold_by_any_event(leaving, state, used):
    """Case 6 (erpnext 22476): leaving the hold for any stage but open breaks it.

    A reply or a change of priority does not leave it.
    """
    events = [
        "2026-08-03 09:00 opened",
        "2026-08-03 10:00 paused",
        f"2026-08-03 12:00 {leaving}",
    ]
    clock = judge(events, NINE_HOURS, "2026-08-03 14:00")
    assert (clock.state, clock.used_seconds) == (state, used)


def test_06_reopened_after_resolution_from_a_pause_runs():
    """Case 6 (erpnext 22476): the pause must not come back with the reopening."""
    events = [
        "2026-08-03 09:00 opened",
        "2026-08-03 10:00 paused",
        "2026-08-03 12:00 resolved",
        "2026-08-03 15:00 reopened",
    ]
    clock = judge(events, NINE_HOURS, "2026-08-03 16:00")
    assert (clock.state, clock.used_seconds) == (ClockState.RUNNING, 2 * HOUR)


@pytest.mark.parametrize(
    "words",
    [("customer", "customer"), ("customer", "vendor"), ("", "")],
)
def test_07_overlapping_pauses_are_deducted_once(words):
    """Case 7: overlapping pauses deducted twice."""
    events = [
        "2026-08-03 09:00 opened",
        f"2026-08-03 10:00 paused {words[0]}".strip(),
        f"2026-08-03 11:00 paused {words[1]}".strip(),
        "2026-08-03 13:00 resumed",
    ]
    # 09:00 to 10:00 and 13:00 to 15:00.
    clock = judge(events, NINE_HOURS, "2026-08-03 15:00")
    assert (clock.state, clock.used_seconds) == (ClockState.RUNNING, 3 * HOUR)


def test_07_a_pause_for_another_reason_takes_over():
    """Case 7: only the accepted part of two pauses that follow on each other stops."""
    rules = policy(SERVICE, None, 9 * HOUR, pause_reasons=frozenset(["customer"]))
    events = [
        "2026-08-03 09:00 opened",
        "2026-08-03 10:00 paused customer",
        "2026-08-03 11:30 paused vendor",
        "2026-08-03 13:00 resumed",
    ]
    clock = judge(events, rules, "2026-08-03 13:00")
    assert clock.used_seconds == 150 * MINUTE
