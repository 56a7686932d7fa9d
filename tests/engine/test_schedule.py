"""Numbering, rolling up and moving plans, against values worked out by hand."""

from datetime import date
from fractions import Fraction

import pytest

from engine.schedule import (
    Row,
    ScheduleError,
    Summary,
    completion,
    move,
    number,
    outline,
    reschedule,
    roll_up,
    slack,
    variance,
)

HOUR = 3600


def sept(day):
    return date(2026, 9, day)


def task(key, first, last, *after, parent=None, hours=None, **more):
    effort = None if hours is None else hours * HOUR
    return Row(key, parent, sept(first), sept(last), effort, after, **more)


def days(changed):
    """Return changes by the days of September."""
    return {key: (start.day, end.day) for key, (start, end) in changed.items()}


# Preparation 1–6 (survey 1–3, design 4–6), its milestone on the 6th, then the build.
PLAN = [
    Row("prepare"),
    task("survey", 1, 3, parent="prepare", hours=8, progress=100, done=True),
    task("design", 4, 6, "survey", parent="prepare", hours=24, progress=50),
    task("agreed", 6, 6, "prepare", milestone=True),
    task("build", 7, 9, "agreed"),
]


def test_numbers_follow_the_order_of_siblings():
    rows = [Row("b", "a"), Row("a"), Row("c"), Row("d", "a"), Row("e", "d")]
    assert number(rows) == {"a": "1", "b": "1.1", "d": "1.2", "e": "1.2.1", "c": "2"}
    assert outline(rows) == [("a", 0), ("b", 1), ("d", 1), ("e", 2), ("c", 0)]


def test_rows_with_a_wrong_parent_are_numbered_all_the_same():
    rows = [Row("a", "gone"), Row("b", "c"), Row("c", "b"), Row("d", "d")]
    assert number(rows) == {"a": "1", "b": "2", "c": "2.1", "d": "3"}


def test_two_rows_with_one_key_are_refused():
    with pytest.raises(ScheduleError) as caught:
        number([Row("a"), Row("a")])
    assert caught.value.code == "duplicate_key"
    assert caught.value.values == {"key": "a"}


def test_a_summary_adds_up_what_is_below_it():
    # 8 h at 100 % and 24 h at 50 % of 32 h: 62.5 %, cut.
    assert roll_up(PLAN) == {"prepare": Summary(sept(1), sept(6), 32 * HOUR, 62)}


def test_without_hours_progress_weighs_days():
    rows = [
        Row("s"),
        task("a", 1, 3, parent="s", progress=100),
        task("b", 4, 4, parent="s"),
        task("m", 4, 4, parent="s", milestone=True),
    ]
    assert roll_up(rows) == {"s": Summary(sept(1), sept(4), None, 60)}


def test_levels_are_added_up_from_the_bottom():
    rows = [
        Row("top"),
        Row("mid", "top", sept(20), sept(25), 99, progress=7),
        task("a", 2, 3, parent="mid", hours=1, progress=99),
        task("b", 5, 8, parent="mid"),
        task("c", 1, 1, parent="top", hours=1, progress=100),
    ]
    assert roll_up(rows) == {
        "top": Summary(sept(1), sept(8), 2 * HOUR, 99),
        "mid": Summary(sept(2), sept(8), HOUR, 99),
    }


def test_a_summary_without_dates_below_has_none():
    assert roll_up([Row("s"), Row("a", "s")]) == {"s": Summary(None, None, None, 0)}


def test_what_waits_is_pushed_behind():
    # Design 6–8, the milestone with it, the build behind it.
    assert days(move(PLAN, "survey", 2)) == {
        "survey": (3, 5),
        "design": (6, 8),
        "prepare": (3, 8),
        "agreed": (8, 8),
        "build": (9, 11),
    }


def test_a_gap_is_used_up_first():
    rows = [task("a", 1, 2), task("b", 5, 6, "a"), task("c", 8, 9, "b")]
    assert days(move(rows, "a", 2)) == {"a": (3, 4)}
    assert days(move(rows, "a", 3)) == {"a": (4, 5), "b": (6, 7)}
    assert days(move(rows, "a", 5)) == {"a": (6, 7), "b": (8, 9), "c": (10, 11)}


def test_nothing_is_pulled_forward():
    assert days(move(PLAN, "prepare", -1)) == {
        "survey": (31, 2),
        "design": (3, 5),
        "prepare": (31, 5),
    }


def test_a_summary_moves_as_one_block_and_pushes_what_waits_for_it():
    assert days(move(PLAN, "prepare", 1)) == {
        "survey": (2, 4),
        "design": (5, 7),
        "prepare": (2, 7),
        "agreed": (7, 7),
        "build": (8, 10),
    }


def test_a_summary_that_waits_pushes_only_the_rows_that_begin_too_early():
    rows = [
        task("first", 1, 2),
        Row("s", None, predecessors=("first",)),
        task("a", 3, 4, parent="s"),
        task("b", 6, 7, parent="s"),
    ]
    assert days(move(rows, "first", 2)) == {"first": (3, 4), "a": (5, 6), "s": (5, 7)}


def test_a_milestone_lies_at_the_beginning_or_the_end_of_its_day():
    # The kick-off waits for nothing: work begins on its day. The acceptance waits.
    rows = [
        task("kick-off", 1, 1, milestone=True),
        task("work", 1, 4, "kick-off"),
        task("accepted", 4, 4, "work", milestone=True),
        task("run", 5, 6, "accepted"),
    ]
    assert days(move(rows, "kick-off", 1)) == {
        "kick-off": (2, 2),
        "work": (2, 5),
        "accepted": (5, 5),
        "run": (6, 7),
    }


def test_an_overlap_of_before_is_not_touched():
    rows = [task("a", 1, 5), task("b", 3, 4, "a", "c"), task("c", 1, 1)]
    assert days(move(rows, "c", 1)) == {"c": (2, 2)}
    assert days(move(rows, "c", -1)) == {"c": (31, 31)}
    assert days(move(rows, "c", 3)) == {"c": (4, 4), "b": (5, 6)}


def test_a_summary_that_ends_as_before_pushes_nothing():
    rows = [
        Row("s"),
        task("a", 1, 2, parent="s"),
        task("long", 1, 9, parent="s"),
        task("meanwhile", 3, 4, "s"),
    ]
    assert days(move(rows, "a", 2)) == {"a": (3, 4)}
    assert days(move(rows, "long", 1)) == {
        "long": (2, 10),
        "s": (1, 10),
        "meanwhile": (11, 12),
    }


def test_a_task_that_takes_longer_pushes_too():
    dates = {"survey": (sept(1), sept(4))}
    assert days(reschedule(PLAN, dates)) == {
        "survey": (1, 4),
        "design": (5, 7),
        "prepare": (1, 7),
        "agreed": (7, 7),
        "build": (8, 10),
    }
    dates = {"survey": (sept(2), sept(3))}
    assert days(reschedule(PLAN, dates)) == {"survey": (2, 3), "prepare": (2, 6)}


def test_rows_that_are_given_dates_keep_them():
    dates = {"survey": (sept(1), sept(4)), "build": (sept(7), sept(8))}
    assert days(reschedule(PLAN, dates))["build"] == (7, 8)


def test_a_row_that_gets_its_first_dates_pushes_nothing():
    rows = [Row("a"), task("b", 1, 1, "a")]
    assert days(reschedule(rows, {"a": (sept(1), sept(9))})) == {"a": (1, 9)}


def test_rows_without_dates_do_not_stand_in_the_way():
    rows = [task("a", 1, 2), Row("b", predecessors=("a",)), task("c", 3, 3, "b")]
    assert days(move(rows, "a", 4)) == {"a": (5, 6)}
    assert move(rows, "b", 4) == {}
    assert move(rows, "a", 0) == {}


@pytest.mark.parametrize(
    ("key", "by", "code"),
    [("x", 1, "unknown_row"), ("a", 1, "circle"), ("a", -10**9, "out_of_range")],
)
def test_a_move_that_cannot_be_made_is_refused(key, by, code):
    rows = [task("a", 1, 1, "b"), task("b", 2, 2, "a")]
    with pytest.raises(ScheduleError) as caught:
        move(rows, key, by)
    assert caught.value.code == code


def test_slack_is_what_is_left_before_the_plan_is_late():
    # The build waits for the agreement; the report is written meanwhile.
    rows = [*PLAN, task("report", 2, 3, "survey"), task("print", 5, 5, "report")]
    assert slack(rows) == {
        "prepare": 0,
        "survey": 0,
        "design": 0,
        "agreed": 0,
        "build": 0,
        "report": 5,  # until the 8th, so that it is printed on the 9th
        "print": 4,
    }
    assert slack([Row("a"), Row("b", predecessors=("b",))]) == {}


def test_a_row_that_overlaps_what_waits_for_it_has_less_than_none():
    assert slack([task("a", 1, 4), task("b", 3, 9, "a")]) == {"a": -2, "b": 0}


@pytest.mark.parametrize(
    ("baseline", "actual", "done", "expected"),
    [
        (sept(10), sept(12), True, 2),
        (sept(10), sept(7), True, -3),
        (sept(10), None, True, None),
        (sept(10), None, False, 5),  # open and late on the 15th
        (sept(15), None, False, 0),  # its last day is not over
        (sept(20), None, False, 0),
        (None, sept(7), True, None),
    ],
)
def test_variance(baseline, actual, done, expected):
    assert variance(baseline, actual, sept(15), done) == expected


def test_completion_counts_what_is_due():
    assert completion(PLAN, sept(2)) is None
    assert completion(PLAN, sept(3)) == 1
    assert completion(PLAN, sept(6)) == Fraction(1, 3)  # survey of three
    assert completion(PLAN, sept(30)) == Fraction(1, 4)
