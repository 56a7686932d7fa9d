"""Compiled service hours give what counting the minutes one by one gives."""

import naive
from hypothesis import given
from hypothesis import strategies as st
from strategies import hours

MINUTES = st.integers(0, 20 * 1440)


@given(hours(), MINUTES, MINUTES)
def test_seconds_between(place, first, second):
    zone, day, compiled, service = place
    opening = naive.minute_of(day, 0, zone)
    a, b = opening + min(first, second), opening + max(first, second)
    expected = naive.between(service, a, b)
    assert compiled.seconds_between(a * 60, b * 60) == expected * 60
    spans = compiled.spans_within(a * 60, b * 60)
    assert sum(end - start for start, end in spans) == expected * 60


@given(hours(), MINUTES, st.integers(0, 3000))
def test_deadline_after_and_latest_within(place, start, count):
    zone, day, compiled, service = place
    start += naive.minute_of(day, 0, zone)
    if len([m for m in service if m >= start]) <= count:
        return
    deadline = naive.deadline(service, start, count)
    latest = naive.latest(service, start, count)
    assert compiled.deadline_after(start * 60, count * 60) == deadline * 60
    assert compiled.latest_within(start * 60, count * 60) == latest * 60


@given(hours(), MINUTES, st.integers(0, 200000))
def test_the_three_questions_agree_to_the_second(place, start, seconds):
    zone, day, compiled, service = place
    start = naive.minute_of(day, 0, zone) * 60 + start * 7 % 86400
    if compiled.seconds_between(start, compiled.horizon[1]) <= seconds:
        return
    deadline = compiled.deadline_after(start, seconds)
    latest = compiled.latest_within(start, seconds)
    assert start <= deadline <= latest
    assert compiled.seconds_between(start, deadline) == seconds
    assert compiled.seconds_between(start, latest) == seconds
    assert compiled.seconds_between(start, latest + 1) == seconds + 1
    assert deadline == start or compiled.seconds_between(start, deadline - 1) < seconds
