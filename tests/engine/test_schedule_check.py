"""What is found wrong with a plan."""

from datetime import date

import pytest

from engine.schedule import MESSAGES, Finding, Problem, Row, check


def task(key, first, last, *after, parent=None, **more):
    dates = date(2026, 9, first), date(2026, 9, last)
    return Row(key, parent, *dates, None, after, **more)


def found(*rows):
    return [(finding.problem.value, *finding.keys) for finding in check(rows)]


def test_a_plan_that_is_right():
    rows = [
        task("kick-off", 1, 1, milestone=True),
        Row("s", predecessors=("kick-off",)),
        task("a", 1, 3, parent="s"),
        task("b", 4, 6, "a", parent="s"),
        task("m", 6, 6, "s", milestone=True),
        task("c", 7, 7, "m", "kick-off"),
    ]
    assert found(*rows) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (Row("a"), ("date_missing", "a")),
        (Row("a", end=date(2026, 9, 1)), ("date_missing", "a")),
        (task("a", 2, 1), ("end_before_start", "a")),
        (task("a", 1, 2, milestone=True), ("milestone_takes_time", "a")),
        (task("a", 1, 1, parent="x"), ("unknown_parent", "a")),
        (task("a", 1, 1, parent="a"), ("parent_circle", "a")),
        (task("a", 1, 1, "x"), ("unknown_predecessor", "a")),
        (task("a", 1, 1, "a"), ("predecessor_circle", "a")),
    ],
)
def test_one_row_that_is_wrong(row, expected):
    assert found(row) == [expected]


def test_a_milestone_has_no_rows_below_it():
    assert found(Row("m", milestone=True), task("a", 1, 1, parent="m")) == [
        ("milestone_with_rows", "m")
    ]


def test_circles_are_named_with_all_their_rows():
    rows = [
        task("a", 1, 1, "c"),
        task("b", 2, 2, "a"),
        task("c", 3, 3, "b"),
        task("behind", 4, 4, "c"),
        task("d", 1, 1, "e"),
        task("e", 2, 2, "d"),
    ]
    assert [item for item in found(*rows) if "circle" in item[0]] == [
        ("predecessor_circle", "a", "b", "c"),
        ("predecessor_circle", "d", "e"),
    ]
    assert found(Row("a", "b"), Row("b", "c"), Row("c", "a"))[0] == (
        "parent_circle",
        "a",
        "b",
        "c",
    )


def test_a_circle_through_a_summary_is_one():
    # x waits for the whole of s, and a part of s waits for x.
    rows = [Row("s"), task("a", 2, 2, "x", parent="s"), task("x", 1, 1, "s")]
    assert ("predecessor_circle", "s", "x", "a") in found(*rows)


def test_waiting_within_a_summary_is_no_circle():
    # b waits for x, which waits for a, all at different levels.
    rows = [
        Row("s"),
        task("a", 1, 1, parent="s"),
        task("b", 3, 3, "x", parent="s"),
        task("x", 2, 2, "a"),
    ]
    assert found(*rows) == []


def test_a_row_cannot_wait_for_what_it_is_part_of():
    rows = [Row("s", predecessors=("a",)), task("a", 1, 1, "s", parent="s")]
    assert found(*rows) == [
        ("predecessor_is_relative", "s", "a"),
        ("predecessor_is_relative", "a", "s"),
    ]


def test_a_row_may_not_start_before_its_predecessor_has_ended():
    assert found(task("a", 1, 3), task("b", 3, 4, "a")) == [
        ("predecessor_ends_later", "b", "a")
    ]
    assert found(task("a", 1, 3), task("b", 4, 4, "a")) == []


def test_a_summary_is_judged_by_what_is_below_it():
    rows = [
        Row("s", None, date(2026, 9, 1), date(2026, 9, 1)),
        task("a", 1, 5, parent="s"),
        task("b", 5, 6, "s"),
        Row("t", predecessors=("b",)),
        task("c", 6, 6, parent="t"),
    ]
    assert found(*rows) == [
        ("predecessor_ends_later", "b", "s"),
        ("predecessor_ends_later", "t", "b"),
    ]


def test_messages_name_the_rows():
    finding = Finding(Problem.PREDECESSOR_ENDS_LATER, ("b", "a"))
    assert finding.message({"a": "1 Survey", "b": "2 Design"}.get).startswith(
        "“2 Design” starts before its predecessor “1 Survey” has ended."
    )
    finding = Finding(Problem.PREDECESSOR_CIRCLE, ("a", "b", "c"))
    assert "a → b → c" in finding.message()


def test_every_problem_has_a_message():
    for problem in Problem:
        assert Finding(problem, ("first", "second")).message()
    assert set(MESSAGES) == set(Problem)
