"""Clocks give what playing the events minute by minute gives, in any order."""

import naive
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import cases

from engine.clock import ClockState, Metric, evaluate, evaluate_at_end
from engine.errors import HoursError

METRICS = st.sampled_from(list(Metric))
DECIDED = (ClockState.MET, ClockState.BREACHED)


def engine(judge, *args):
    try:
        return judge(*args)
    except HoursError as error:
        assert error.code == "beyond_horizon"
        assume(False)


@given(cases(), METRICS, st.integers(0, 9 * 1440))
def test_as_the_minutes_tell(case, metric, later):
    _opening, history, timeline, policy, targets, accepted = case
    as_of = history[0][0] + later
    ticket = naive.Ticket(history, targets, accepted, metric is Metric.RESPONSE)
    ticket.play(history[0][0], as_of, as_of)
    state, used, outcome = ticket.result()
    clock = engine(evaluate, timeline, policy, metric, as_of * 60)
    assert clock.state.value == state
    assert clock.outcome_at == (None if outcome is None else outcome * 60)
    if used is not None:
        assert clock.used_seconds == used * 60


@given(cases(), METRICS, st.lists(st.integers(0, 12 * 1440), min_size=2, max_size=6))
def test_time_only_adds(case, metric, instants):
    """A breach stays, an outcome stays unless reopened, used time never shrinks."""
    _opening, history, timeline, policy, _targets, _accepted = case
    before = None
    for minute in sorted(instants):
        as_of = (history[0][0] + minute) * 60
        clock = engine(evaluate, timeline, policy, metric, as_of)
        assert clock == evaluate(timeline, policy, metric, as_of)
        facts = timeline.facts(as_of)
        if before and clock.target_seconds == before[0].target_seconds:
            changed = before[1].reopenings != facts.reopenings
            withdrawn = facts.withdrawn_at is not None
            if clock.target_seconds is not None and len(facts.priorities) == 1:
                assert clock.used_seconds >= before[0].used_seconds
            if before[0].state is ClockState.BREACHED and not withdrawn:
                assert clock.state is ClockState.BREACHED
                assert clock.outcome_at == before[0].outcome_at
            if before[0].state is ClockState.MET and not (changed or withdrawn):
                assert clock == before[0]
        before = clock, facts


@given(cases(), METRICS, st.lists(st.integers(0, 30 * 1440), min_size=1, max_size=8))
def test_every_target_counts_in_exactly_one_period(case, metric, boundaries):
    """Whatever the periods, and although each knows only what its report may."""
    opening, history, timeline, policy, _targets, _accepted = case
    for event in timeline.events:
        assume(event.kind.value not in ("reopened", "cancelled"))
    edges = sorted({opening, *(opening + m for m in boundaries), opening + 38 * 1440})
    final = engine(evaluate, timeline, policy, metric, (opening + 39 * 1440) * 60)
    counted = []
    for start, end in zip(edges, edges[1:], strict=False):
        clock = engine(evaluate_at_end, timeline, policy, metric, end * 60)
        if clock.state in DECIDED and start * 60 <= clock.outcome_at < end * 60:
            counted.append((clock.state, clock.outcome_at))
    late = final.state not in DECIDED or final.outcome_at >= edges[-1] * 60
    assert counted == ([] if late else [(final.state, final.outcome_at)])


@given(cases(), METRICS, st.integers(0, 20 * 1440), st.integers(0, 2000))
def test_a_period_never_changes_by_what_happens_later(case, metric, minute, more):
    """A report drawn when nothing is in the balance is the same at any later time."""
    opening, _history, timeline, policy, _targets, _accepted = case
    end = (opening + minute) * 60
    drawn_at = end + more * 60
    early = engine(evaluate_at_end, timeline, policy, metric, end, drawn_at)
    late = engine(evaluate_at_end, timeline, policy, metric, end)
    if early != late:
        assert early.state is ClockState.RUNNING
        assert early.deadline < end <= drawn_at <= early.breaches_at
        assert late.state is ClockState.BREACHED


@given(cases(), METRICS, st.integers(0, 12 * 1440))
def test_a_running_clock_tells_its_future(case, metric, minute):
    """Left alone, it is in time at ``breaches_at`` and breached a second later."""
    _opening, history, timeline, policy, _targets, _accepted = case
    as_of = (history[0][0] + minute) * 60
    clock = engine(evaluate, timeline, policy, metric, as_of)
    if clock.state is not ClockState.RUNNING:
        return
    alone = type(timeline)(event for event in timeline.events if event.at <= as_of)
    assert clock.deadline <= clock.breaches_at >= as_of
    last = evaluate(alone, policy, metric, clock.breaches_at)
    assert (last.state, last.used_seconds) == (ClockState.RUNNING, clock.target_seconds)
    breached = evaluate(alone, policy, metric, clock.breaches_at + 1)
    assert (breached.state, breached.outcome_at) == (
        ClockState.BREACHED,
        max(clock.deadline, breached.outcome_at),
    )
    assert breached.used_seconds == clock.target_seconds + 1
    assert clock.at_risk_at <= clock.deadline


def test_the_naive_count_counts():
    service = set(range(540, 600))
    assert naive.between(service, 0, 2000) == 60
    assert naive.deadline(service, 0, 60) == 600
