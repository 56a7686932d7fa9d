"""Hard cases 8 to 16: reopening, merging, responses, changes of policy, escalation.

2026-08-03 is a Monday. Service: Monday to Friday 09:00 to 18:00, without lunch.
"""

from fractions import Fraction

import pytest
from build import (
    HOUR,
    NINE_TO_SIX,
    RESOLUTION,
    RESPONSE,
    at,
    hours,
    judge,
    policy,
    timeline,
    wall,
)

from engine.clock import ClockState, evaluate, used_up_at

SERVICE = hours(NINE_TO_SIX)
RULES = policy(SERVICE, 1 * HOUR, 9 * HOUR)


def test_08_gap_between_resolution_and_reopening_is_not_counted():
    """Case 8 (glpi 23359): the gap between resolution and reopening counted."""
    events = [
        "2026-08-03 09:00 opened",
        "2026-08-03 11:00 resolved",
        "2026-08-05 09:00 reopened",
        "2026-08-05 12:00 resolved",
    ]
    clock = judge(events, RULES, "2026-08-06 09:00")
    assert (clock.state, clock.used_seconds) == (ClockState.MET, 5 * HOUR)
    assert wall(clock.outcome_at) == "2026-08-05 12:00"


def test_08_reopened_after_met_is_undecided_again():
    """Case 8 (erpnext 28550): met once and failed for ever after the reopening."""
    events = [
        "2026-08-03 09:00 opened",
        "2026-08-03 11:00 resolved",
        "2026-08-05 09:00 reopened",
    ]
    assert judge(events, RULES, "2026-08-04 09:00").state is ClockState.MET
    clock = judge(events, RULES, "2026-08-05 10:00")
    assert (clock.state, clock.outcome_at) == (ClockState.RUNNING, None)
    assert wall(clock.deadline) == "2026-08-05 16:00"
    clock = judge(events, RULES, "2026-08-06 10:00")
    assert (clock.state, wall(clock.outcome_at)) == (
        ClockState.BREACHED,
        "2026-08-05 16:00",
    )


def test_08_missed_time_stands_still_after_the_resolution():
    """Case 8 (chatwoot 15024): missed time grows after resolution."""
    events = ["2026-08-03 09:00 opened", "2026-08-04 11:00 resolved"]
    first = judge(events, RULES, "2026-08-04 11:00")
    assert (first.state, first.used_seconds) == (ClockState.BREACHED, 11 * HOUR)
    assert judge(events, RULES, "2026-12-01 11:00") == first


def test_08_reopening_does_not_erase_a_breach():
    """Case 8: a breach stays at its first instant, its time goes on."""
    events = [
        "2026-08-03 09:00 opened",
        "2026-08-04 11:00 resolved",
        "2026-08-05 09:00 reopened",
        "2026-08-05 10:00 resolved",
    ]
    clock = judge(events, RULES, "2026-08-06 09:00")
    assert (clock.state, clock.used_seconds) == (ClockState.BREACHED, 12 * HOUR)
    assert wall(clock.outcome_at) == "2026-08-03 18:00"


@pytest.mark.parametrize("end", ["cancelled", "merged"])
@pytest.mark.parametrize("metric", [RESPONSE, RESOLUTION])
def test_09_a_withdrawn_ticket_has_no_deadline(end, metric):
    """Case 9 (zammad 904, libredesk 70): a merged or closed ticket still escalates."""
    events = ["2026-08-03 09:00 opened", f"2026-08-03 09:30 {end}"]
    clock = judge(events, RULES, "2026-08-10 09:00", metric)
    assert clock.state is ClockState.NOT_APPLICABLE
    assert wall(clock.finished_at) == "2026-08-03 09:30"
    assert (clock.deadline, clock.at_risk_at, clock.outcome_at) == (None, None, None)
    history, as_of = timeline(*events), at("2026-08-10 09:00")
    assert used_up_at(history, RULES, metric, Fraction(1), as_of) is None


def test_09_a_resolved_ticket_does_not_escalate():
    """Case 9 (zammad 904): nothing is due after the resolution."""
    history = timeline("2026-08-03 09:00 opened", "2026-08-03 10:00 resolved")
    for share in (Fraction(1, 2), Fraction(3, 4), Fraction(1)):
        as_of = at("2026-08-10 09:00")
        assert used_up_at(history, RULES, RESOLUTION, share, as_of) is None


def test_10_the_reply_stops_the_response_clock():
    """Case 10 (zammad 3140, 2082): the agent replied and the response clock runs on."""
    events = ["2026-08-03 09:00 opened", "2026-08-03 09:40 responded"]
    clock = judge(events, RULES, "2026-08-05 09:00", RESPONSE)
    assert (clock.state, clock.used_seconds) == (ClockState.MET, 2400)
    assert wall(clock.finished_at) == "2026-08-03 09:40"


def test_10_only_a_response_stops_the_response_clock():
    """Case 10: a pause, a note (no event at all) and a second reply change nothing."""
    events = [
        "2026-08-03 09:00 opened",
        "2026-08-03 09:10 paused",
        "2026-08-03 09:50 resumed",
        "2026-08-03 09:55 responded",
        "2026-08-03 11:00 responded",
    ]
    assert judge(events, RULES, "2026-08-03 09:30", RESPONSE).used_seconds == 1800
    clock = judge(events, RULES, "2026-08-03 12:00", RESPONSE)
    assert (clock.state, clock.used_seconds) == (ClockState.MET, 3300)


def test_10_resolved_without_a_reply_is_the_response():
    """Case 10: the first resolution is a response, a reopening does not undo it."""
    events = [
        "2026-08-03 09:00 opened",
        "2026-08-03 09:50 resolved",
        "2026-08-04 09:00 reopened",
    ]
    clock = judge(events, RULES, "2026-08-05 09:00", RESPONSE)
    assert (clock.state, wall(clock.outcome_at)) == (ClockState.MET, "2026-08-03 09:50")


def test_11_a_late_response_keeps_its_true_duration():
    """Case 11 (erpnext 26173): a response after breach keeps its true duration."""
    events = ["2026-08-03 17:30 opened", "2026-08-04 09:50 responded"]
    clock = judge(events, RULES, "2026-08-05 09:00", RESPONSE)
    # Half an hour on Monday and 50 minutes on Tuesday against one hour.
    assert (clock.state, clock.used_seconds) == (ClockState.BREACHED, 80 * 60)
    assert wall(clock.outcome_at) == "2026-08-04 09:30"
    assert wall(clock.finished_at) == "2026-08-04 09:50"


def test_11_an_early_response_never_has_a_negative_duration():
    """Case 11 (erpnext 26173): a variance must not go wrong after an on-time reply."""
    events = ["2026-08-08 10:00 opened", "2026-08-08 10:05 responded"]
    clock = judge(events, RULES, "2026-08-10 12:00", RESPONSE)
    assert (clock.state, clock.used_seconds) == (ClockState.MET, 0)
    # A reply entered with a time before the opening counts as given at the opening.
    events = ["2026-08-03 10:00 opened", "2026-08-03 09:00 responded"]
    clock = judge(events, RULES, "2026-08-10 12:00", RESPONSE)
    assert (clock.state, clock.used_seconds) == (ClockState.MET, 0)


def test_12_a_target_without_a_value_is_not_accomplished():
    """Case 12 (helpdesk_mgmt_sla without stage): accomplished at once."""
    rules = policy(SERVICE, None, 9 * HOUR)
    events = ["2026-08-03 09:00 opened", "2026-08-03 09:10 responded"]
    clock = judge(events, rules, "2026-08-05 09:00", RESPONSE)
    assert clock.state is ClockState.NOT_APPLICABLE
    assert (clock.outcome_at, clock.deadline, clock.target_seconds) == (
        None,
        None,
        None,
    )


def test_13_another_policy_leaves_nothing_of_the_old_one():
    """Case 13 (zammad 4353, 5624, 534): the old escalation, deadline, calendar stay."""
    events = ["2026-08-03 09:00 opened"]
    as_of = "2026-08-04 12:00"
    assert judge(events, RULES, as_of).state is ClockState.BREACHED
    switched_off = judge(events, policy(SERVICE), as_of)
    assert switched_off.state is ClockState.NOT_APPLICABLE
    assert (switched_off.deadline, switched_off.outcome_at) == (None, None)
    afternoons = policy(hours([("13:00", "18:00")]), None, 9 * HOUR)
    clock = judge(events, afternoons, as_of)
    assert (clock.state, wall(clock.deadline)) == (
        ClockState.RUNNING,
        "2026-08-04 17:00",
    )


def test_14_a_clock_depends_on_nothing_but_its_arguments():
    """Case 14: closed clocks are judged by the version given, any time later."""
    history = timeline("2026-08-03 09:00 opened", "2026-08-03 17:00 resolved")
    later = [at(f"2026-{month:02}-01 00:00") for month in (9, 10, 12)]
    clocks = {evaluate(history, RULES, RESOLUTION, as_of) for as_of in later}
    assert {clock.state for clock in clocks} == {ClockState.MET}
    assert len(clocks) == 1


def test_15_thresholds_are_instants_in_service_hours():
    """Case 15 (glpi 15429, 22678): fires at creation, or at 00:00 overnight."""
    history = timeline("2026-08-03 14:00 opened")
    as_of = at("2026-08-03 14:00")
    due = [
        wall(used_up_at(history, RULES, RESOLUTION, share, as_of))
        for share in (Fraction(1, 2), Fraction(3, 4), Fraction(1), Fraction(3, 2))
    ]
    # 4.5, 6.75, 9 and 13.5 hours; four are left on Monday, nine on Tuesday.
    assert due == [
        "2026-08-04 09:30",
        "2026-08-04 11:45",
        "2026-08-04 14:00",
        "2026-08-05 09:30",
    ]


def test_15_a_threshold_that_is_past_stays_where_it_was():
    """Case 15 (glpi 1996, 5319): fires at every run, or only the first level."""
    history = timeline("2026-08-03 09:00 opened", "2026-08-04 10:00 paused")
    first = at("2026-08-03 13:30")
    for as_of in ("2026-08-03 13:30", "2026-08-04 09:00", "2026-09-01 09:00"):
        half = used_up_at(history, RULES, RESOLUTION, Fraction(1, 2), at(as_of))
        assert half == first
    # 150 % is 13.5 hours: paused after ten, so it is not due.
    over = Fraction(3, 2)
    assert used_up_at(history, RULES, RESOLUTION, over, at("2026-09-01 09:00")) is None


def test_16_nothing_falls_due_at_night_or_on_a_weekend():
    """Case 16 (zammad 2157, 4432): reminders at night and on weekends."""
    history = timeline("2026-08-07 17:00 opened")
    as_of = at("2026-08-08 03:00")
    for percent in range(1, 300, 7):
        due = used_up_at(history, RULES, RESOLUTION, Fraction(percent, 100), as_of)
        assert SERVICE.is_open(due - 1)
