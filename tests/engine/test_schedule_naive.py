"""Plans made at random: the same answers as the slow way gives."""

from datetime import timedelta
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st
from schedule_naive import FIRST, below, chain, finish, in_circle, moved, plans

from engine.schedule import (
    Problem,
    check,
    completion,
    move,
    number,
    outline,
    roll_up,
    slack,
)

FORWARD = plans(loops=False)


@given(plans())
def test_every_row_has_one_number_and_the_order_is_that_of_the_numbers(rows):
    numbers = number(rows)
    assert set(numbers) == {row.key for row in rows}
    paths = [tuple(map(int, text.split("."))) for text in numbers.values()]
    assert len(set(paths)) == len(paths)
    assert paths == sorted(paths)
    assert [key for key, _depth in outline(rows)] == list(numbers)
    assert [depth for _key, depth in outline(rows)] == [len(path) - 1 for path in paths]


@given(FORWARD)
def test_a_number_continues_that_of_the_row_above(rows):
    numbers = number(rows)
    for row in rows:
        above = chain(rows, row.key)
        start = numbers[above[0]] + "." if above else ""
        siblings = [other.key for other in rows if other.parent == row.parent]
        assert numbers[row.key] == f"{start}{siblings.index(row.key) + 1}"


@given(FORWARD)
def test_summaries_are_those_of_all_rows_below(rows):
    found = roll_up(rows)
    assert set(found) == {row.parent for row in rows if row.parent}
    for key, summary in found.items():
        tasks = below(rows, key)
        starts = [task.start for task in tasks if task.start]
        ends = [task.end for task in tasks if task.end]
        efforts = [task.effort for task in tasks if task.effort is not None]
        assert summary.start == min(starts, default=None)
        assert summary.end == max(ends, default=None)
        assert summary.effort == (sum(efforts) if efforts else None)
        weights = [
            (task.effort or 0)
            if sum(efforts)
            else (task.end - task.start).days + 1
            if task.dated
            else 1
            for task in tasks
        ]
        worked = sum(
            weight * task.progress for weight, task in zip(weights, tasks, strict=True)
        )
        assert summary.progress == Fraction(worked, sum(weights)) // 1


@given(plans())
def test_a_circle_is_found_if_there_is_one(rows):
    problems = {finding.problem for finding in check(rows)}
    if Problem.PARENT_CIRCLE not in problems:
        assert (Problem.PREDECESSOR_CIRCLE in problems) == in_circle(rows)


@given(plans())
def test_the_rows_of_a_circle_of_parents_lead_from_one_to_the_next(rows):
    parents = {row.key: row.parent for row in rows}
    for finding in check(rows):
        if finding.problem == Problem.PARENT_CIRCLE:
            following = (*finding.keys[1:], finding.keys[0])
            assert tuple(parents[key] for key in finding.keys) == following


@given(FORWARD)
def test_late_predecessors_are_those_that_end_after_the_start(rows):
    found = {
        finding.keys
        for finding in check(rows)
        if finding.problem == Problem.PREDECESSOR_ENDS_LATER
    }
    expected = set()
    for row in rows:
        begins = [task.begins for task in below(rows, row.key) if task.dated]
        for other in row.predecessors:
            ends = finish(rows, other)
            apart = other not in chain(rows, row.key)
            if apart and begins and ends is not None and min(begins) < ends:
                expected.add((row.key, other))
    assert found == expected


@given(FORWARD, st.data(), st.integers(-9, 9))
def test_a_move_is_what_pushing_day_by_day_leads_to(rows, data, days):
    assume(not in_circle(rows))
    key = data.draw(st.sampled_from([row.key for row in rows]))
    after = moved(rows, key, days)
    changed = {
        row.key: (after[row.key].start, after[row.key].end)
        for row in rows
        if after[row.key] != row
    }
    found = move(rows, key, days)
    before, now = roll_up(rows), roll_up(after.values())
    for summary in before:
        dates = now[summary].start, now[summary].end
        if dates != (before[summary].start, before[summary].end):
            changed[summary] = dates
        else:
            changed.pop(summary, None)
    assert found == changed


@given(FORWARD, st.data())
def test_slack_is_how_far_a_task_moves_without_the_end_moving(rows, data):
    tasks = [row for row in rows if below(rows, row.key) == [row] and row.dated]
    assume(tasks and not in_circle(rows))
    late = [item for item in check(rows) if item.problem == "predecessor_ends_later"]
    assume(not late)
    found = slack(rows)
    row = data.draw(st.sampled_from(tasks))
    end = max(task.finishes for task in tasks)
    assert found[row.key] >= 0
    free, tight = (
        moved(rows, row.key, found[row.key] + more) for more in (0, 1)
    )
    assert max(finish(list(free.values()), item.key) for item in tasks) == end
    assert max(finish(list(tight.values()), item.key) for item in tasks) > end


@given(FORWARD, st.integers(-1, 17))
def test_completion_is_a_share_of_the_tasks_due(rows, later):
    day = FIRST + timedelta(later)
    tasks = [row for row in rows if below(rows, row.key) == [row]]
    due = [row.done for row in tasks if row.end and row.end <= day]
    expected = Fraction(due.count(True), len(due)) if due else None
    assert completion(rows, day) == expected
