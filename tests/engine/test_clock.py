"""Clocks: life of a target, changes of priority, and the instant of an outcome.

2026-08-03 is a Monday. Service: Monday to Friday 09:00 to 18:00, without lunch.
"""

from fractions import Fraction

import pytest
from build import (
    HOUR,
    NINE_TO_SIX,
    RESOLUTION,
    RESPONSE,
    ROUND_THE_CLOCK,
    at,
    hours,
    judge,
    policy,
    timeline,
    wall,
)

from engine.clock import (
    Clock,
    ClockState,
    Policy,
    Target,
    evaluate,
    evaluate_at_end,
    in_balance,
    used_up_at,
)
from engine.errors import PolicyError
from engine.service_hours import ALWAYS
from engine.timeline import Event, EventKind, Timeline

SERVICE = hours(NINE_TO_SIX)
RULES = policy(
    SERVICE,
    HOUR,
    9 * HOUR,
    P1=(None, 4 * HOUR),
    P4=(4 * HOUR, 18 * HOUR),
    P5=(None, None),
)
END_OF_JULY = at("2026-08-01 00:00")  # Friday the 31st closes at 18:00


def test_a_running_clock():
    clock = judge(["2026-08-03 14:00 opened"], RULES, "2026-08-03 16:00")
    assert clock == Clock(
        RESOLUTION,
        ClockState.RUNNING,
        target_seconds=9 * HOUR,
        used_seconds=2 * HOUR,
        deadline=at("2026-08-04 14:00"),
        breaches_at=at("2026-08-04 14:00"),
        at_risk_at=at("2026-08-04 11:45"),
    )


def test_before_the_opening():
    clock = judge(["2026-08-03 14:00 opened"], RULES, "2026-08-03 13:59")
    assert clock == Clock(RESOLUTION, ClockState.NOT_APPLICABLE)


def test_deadline_at_closing_time():
    """Used up on Friday 18:00, and in time until Monday 09:00."""
    events = ["2026-08-07 09:00 opened"]
    for as_of in ("2026-08-07 18:00", "2026-08-08 12:00", "2026-08-10 09:00"):
        clock = judge(events, RULES, as_of)
        assert clock.state is ClockState.RUNNING
        assert wall(clock.deadline) == "2026-08-07 18:00"
        assert wall(clock.breaches_at) == "2026-08-10 09:00"
    clock = judge(events, RULES, "2026-08-10 09:00:01")
    assert (clock.state, wall(clock.outcome_at)) == (
        ClockState.BREACHED,
        "2026-08-07 18:00",
    )


def test_resolved_on_saturday_with_all_time_used_is_met():
    events = ["2026-08-07 09:00 opened", "2026-08-08 11:00 resolved"]
    clock = judge(events, RULES, "2026-08-12 09:00")
    assert (clock.state, clock.used_seconds) == (ClockState.MET, 9 * HOUR)
    assert wall(clock.outcome_at) == "2026-08-08 11:00"


def test_a_met_clock_shows_the_deadline_it_had():
    events = ["2026-08-03 09:00 opened", "2026-08-03 17:00 resolved"]
    clock = judge(events, RULES, "2026-08-12 09:00")
    assert wall(clock.deadline) == "2026-08-03 18:00"
    assert wall(clock.at_risk_at) == "2026-08-03 15:45"
    early = ["2026-08-03 09:00 opened", "2026-08-03 15:00 resolved"]
    assert judge(early, RULES, "2026-08-12 09:00").at_risk_at is None


def test_resolved_as_it_is_opened():
    events = ["2026-08-03 10:00 opened", "2026-08-03 10:00 resolved"]
    for metric in (RESPONSE, RESOLUTION):
        clock = judge(events, RULES, "2026-08-04 09:00", metric)
        assert (clock.state, clock.used_seconds) == (ClockState.MET, 0)


# At risk


def test_at_risk_share():
    rules = Policy(
        {("P3", RESOLUTION): Target(1001, ALWAYS)}, at_risk_share=Fraction(1, 2)
    )
    clock = judge(["2026-08-03 09:00 opened"], rules, "2026-08-03 09:00")
    # Half of 1001 seconds is not used up before the 501st.
    assert clock.at_risk_at == at("2026-08-03 09:00") + 501


def test_at_risk_stays_when_paused_after_it():
    events = ["2026-08-03 09:00 opened", "2026-08-03 17:00 paused"]
    clock = judge(events, RULES, "2026-08-05 09:00")
    assert (clock.state, wall(clock.at_risk_at)) == (
        ClockState.PAUSED,
        "2026-08-03 15:45",
    )


def test_at_risk_when_paused_at_the_very_instant():
    events = ["2026-08-03 09:00 opened", "2026-08-03 15:45 paused"]
    clock = judge(events, RULES, "2026-08-05 09:00")
    assert wall(clock.at_risk_at) == "2026-08-03 15:45"


def test_used_up_at_without_target():
    history = timeline("2026-08-03 09:00 opened P5")
    as_of = at("2026-08-03 10:00")
    assert used_up_at(history, RULES, RESOLUTION, Fraction(1), as_of) is None


# Changes of priority


def test_lower_priority_gives_the_longer_target_from_the_opening():
    events = ["2026-08-03 09:00 opened P1", "2026-08-03 12:00 priority_changed P3"]
    clock = judge(events, RULES, "2026-08-03 15:00")
    assert (clock.state, clock.target_seconds) == (ClockState.RUNNING, 9 * HOUR)
    assert wall(clock.deadline) == "2026-08-03 18:00"


def test_lower_priority_does_not_erase_a_breach():
    events = ["2026-08-03 09:00 opened P1", "2026-08-03 14:00 priority_changed P4"]
    for resolved in ([], ["2026-08-03 15:00 resolved"]):
        clock = judge(events + resolved, RULES, "2026-08-03 16:00")
        assert (clock.state, clock.target_seconds) == (ClockState.BREACHED, 4 * HOUR)
        assert wall(clock.outcome_at) == "2026-08-03 13:00"
    no_target = [events[0], "2026-08-03 14:00 priority_changed P5"]
    assert judge(no_target, RULES, "2026-08-03 16:00").state is ClockState.BREACHED


def test_lower_priority_at_the_last_instant_is_in_time():
    events = ["2026-08-03 09:00 opened P1", "2026-08-03 13:00 priority_changed P3"]
    assert judge(events, RULES, "2026-08-03 17:00").state is ClockState.RUNNING


def test_raised_priority_breaches_at_the_change_not_before():
    events = ["2026-08-03 09:00 opened P3", "2026-08-03 16:00 priority_changed P1"]
    before = judge(events, RULES, "2026-08-03 15:59:59")
    assert (before.state, before.target_seconds) == (ClockState.RUNNING, 9 * HOUR)
    clock = judge(events, RULES, "2026-08-03 16:00")
    assert (clock.state, clock.target_seconds) == (ClockState.BREACHED, 4 * HOUR)
    assert wall(clock.deadline) == "2026-08-03 13:00"
    assert wall(clock.outcome_at) == "2026-08-03 16:00"


def test_raised_priority_in_the_next_month_leaves_the_past_one():
    history = timeline(
        "2026-07-31 09:00 opened P4", "2026-08-03 09:00 priority_changed P1"
    )
    july = evaluate_at_end(history, RULES, RESOLUTION, END_OF_JULY)
    assert july.state is ClockState.RUNNING
    later = evaluate(history, RULES, RESOLUTION, at("2026-08-04 09:00"))
    assert wall(later.outcome_at) == "2026-08-03 09:00"


def test_a_change_to_the_same_priority_is_none():
    events = ["2026-08-07 09:00 opened P3", "2026-08-08 10:00 priority_changed P3"]
    clock = judge(events, RULES, "2026-08-11 09:00")
    assert wall(clock.outcome_at) == "2026-08-07 18:00"


def test_a_change_to_a_priority_without_target():
    events = ["2026-08-03 09:00 opened P3", "2026-08-03 10:00 priority_changed P5"]
    assert judge(events, RULES, "2026-08-03 11:00").state is ClockState.NOT_APPLICABLE


def test_a_change_after_the_end_leaves_the_clock():
    events = [
        "2026-08-03 09:00 opened P3",
        "2026-08-03 16:00 resolved",
        "2026-08-04 09:00 priority_changed P1",
    ]
    clock = judge(events, RULES, "2026-08-05 09:00")
    assert (clock.state, clock.target_seconds) == (ClockState.MET, 9 * HOUR)
    # Reopened, the target in force counts; seven hours are more than four.
    events.append("2026-08-05 10:00 reopened")
    clock = judge(events, RULES, "2026-08-05 10:00")
    assert (clock.state, wall(clock.outcome_at)) == (
        ClockState.BREACHED,
        "2026-08-05 10:00",
    )


def test_a_response_keeps_the_target_it_was_given_by():
    rules = policy(SERVICE, 4 * HOUR, None, P1=(HOUR, None))
    events = [
        "2026-08-03 09:00 opened P3",
        "2026-08-03 11:00 responded",
        "2026-08-03 12:00 priority_changed P1",
    ]
    clock = judge(events, rules, "2026-08-04 09:00", RESPONSE)
    assert (clock.state, clock.target_seconds) == (ClockState.MET, 4 * HOUR)


# The month of an outcome


def test_in_the_balance_over_the_end_of_a_month():
    """Used up on Friday 31 July 18:00; Monday 3 August 09:00 tells."""
    events = ["2026-07-31 09:00 opened"]
    history = timeline(*events)
    undecided = evaluate(history, RULES, RESOLUTION, END_OF_JULY)
    assert undecided.state is ClockState.RUNNING
    assert in_balance(undecided, END_OF_JULY)
    july = evaluate_at_end(history, RULES, RESOLUTION, END_OF_JULY)
    assert (july.state, wall(july.outcome_at)) == (
        ClockState.BREACHED,
        "2026-07-31 18:00",
    )
    final = evaluate(history, RULES, RESOLUTION, at("2026-09-01 00:00"))
    assert final.outcome_at == july.outcome_at


def test_the_last_chance_is_the_first_instant_of_the_next_month():
    """June 2026 starts on a Monday, when service that ended on Friday 24:00 goes on."""
    rules = policy(hours(ROUND_THE_CLOCK), None, 4 * HOUR)
    history = timeline("2026-05-29 20:00 opened")
    end_of_may = at("2026-06-01 00:00")
    may = evaluate_at_end(history, rules, RESOLUTION, end_of_may)
    assert (may.state, wall(may.outcome_at)) == (
        ClockState.BREACHED,
        "2026-05-30 00:00",
    )
    answered = history.append(Event(EventKind.RESOLVED, end_of_may, 9))
    may = evaluate_at_end(answered, rules, RESOLUTION, end_of_may)
    assert may.state is ClockState.RUNNING
    june = evaluate(answered, rules, RESOLUTION, at("2026-06-30 00:00"))
    assert (june.state, june.outcome_at) == (ClockState.MET, end_of_may)


@pytest.mark.parametrize(
    ("later", "outcome", "state"),
    [
        (["2026-08-02 10:00 resolved"], "2026-08-02 10:00", "met"),
        (["2026-08-03 09:00 resolved"], "2026-08-03 09:00", "met"),
        (
            ["2026-08-02 10:00 paused", "2026-08-04 15:00 resumed"],
            "2026-08-04 15:00",
            "breached",
        ),
        (["2026-08-01 08:00 priority_changed P1"], "2026-08-01 08:00", "breached"),
        (["2026-08-01 08:00 priority_changed P4"], "2026-08-03 18:00", "breached"),
        (
            ["2026-08-01 00:00 resolved", "2026-08-02 10:00 reopened"],
            "2026-08-02 10:00",
            "breached",
        ),
    ],
)
def test_what_happens_in_the_balance_is_of_the_next_month(later, outcome, state):
    history = timeline("2026-07-31 09:00 opened", *later)
    july = evaluate_at_end(history, RULES, RESOLUTION, END_OF_JULY)
    assert (july.state, july.outcome_at) == (ClockState.RUNNING, None)
    final = evaluate(history, RULES, RESOLUTION, at("2026-08-31 00:00"))
    assert (final.state.value, wall(final.outcome_at)) == (state, outcome)


def test_a_report_drawn_too_early_shows_the_target_undecided():
    history = timeline("2026-07-31 09:00 opened")
    for drawn_at, state in (
        ("2026-08-01 00:00", ClockState.RUNNING),
        ("2026-08-03 09:00", ClockState.RUNNING),
        ("2026-08-03 09:00:01", ClockState.BREACHED),
    ):
        clock = evaluate_at_end(history, RULES, RESOLUTION, END_OF_JULY, at(drawn_at))
        assert clock.state is state
        assert in_balance(clock, END_OF_JULY) is (state is ClockState.RUNNING)


@pytest.mark.parametrize("target", [15 * HOUR - 1, 15 * HOUR])
def test_round_the_clock_at_the_last_second_and_at_midnight(target):
    """A deadline at 23:59:59 is in the month, one at 00:00 in the next."""
    rules = Policy({("P3", RESOLUTION): Target(target, ALWAYS)})
    history = timeline("2026-07-31 09:00 opened")
    july = evaluate_at_end(history, rules, RESOLUTION, END_OF_JULY)
    inside = target < 15 * HOUR
    assert july.state is (ClockState.BREACHED if inside else ClockState.RUNNING)
    final = evaluate(history, rules, RESOLUTION, END_OF_JULY + 1)
    assert final.state is ClockState.BREACHED
    assert (final.outcome_at < END_OF_JULY) is inside


def test_an_event_at_the_end_is_of_the_next_period():
    history = timeline("2026-07-31 16:00 opened", "2026-08-01 00:00 resolved")
    july = evaluate_at_end(history, RULES, RESOLUTION, END_OF_JULY)
    assert (july.state, july.finished_at) == (ClockState.RUNNING, None)
    assert july.used_seconds == 2 * HOUR
    august = evaluate(history, RULES, RESOLUTION, END_OF_JULY)
    assert (august.state, august.outcome_at) == (ClockState.MET, END_OF_JULY)


def test_what_was_recorded_after_the_end_leaves_the_month():
    opened, resolved = at("2026-07-31 09:00"), at("2026-07-31 15:00")
    history = Timeline(
        [
            Event(EventKind.OPENED, opened, 0, value="P3"),
            Event(EventKind.RESOLVED, resolved, 1, recorded_at=at("2026-08-05 10:00")),
        ]
    )
    for drawn_at in (at("2026-08-04 10:00"), at("2026-08-06 10:00"), None):
        july = evaluate_at_end(history, RULES, RESOLUTION, END_OF_JULY, drawn_at)
        assert (july.state, wall(july.outcome_at)) == (
            ClockState.BREACHED,
            "2026-07-31 18:00",
        )
    known = evaluate(history, RULES, RESOLUTION, at("2026-08-06 10:00"))
    assert (known.state, known.outcome_at) == (ClockState.MET, resolved)


# Refused


def test_malformed_policies():
    with pytest.raises(PolicyError) as caught:
        Target(-1, ALWAYS)
    assert (caught.value.code, caught.value.values) == (
        "negative_target",
        {"seconds": -1},
    )
    for share in (Fraction(0), Fraction(-1, 2), Fraction(5, 4)):
        with pytest.raises(PolicyError) as caught:
            Policy({}, at_risk_share=share)
        assert caught.value.code == "malformed_share"
