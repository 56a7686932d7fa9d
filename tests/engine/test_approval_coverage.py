"""Whether a round can find enough different people."""

from datetime import date

import approval_naive as naive
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from engine.approval import (
    Act,
    ApprovalError,
    Decision,
    Kind,
    Outcome,
    Part,
    Round,
    Stage,
    shortage,
)

DAY = date(2026, 9, 1)
REVIEW, OPINION, APPROVE = Act.REVIEW, Act.SERVICE_OPINION, Act.APPROVE

# stages as (act, role, needed), candidates of each, index of the short stage
ROWS = [
    ([(APPROVE, "sdm", 1)], ["a"], None),
    ([(APPROVE, "sdm", 1)], [""], 0),
    ([(APPROVE, "sdm", 2)], ["a"], 0),
    ([(APPROVE, "sdm", 2)], ["ab"], None),
    # R12: one person, two roles
    ([(REVIEW, "tm", 1), (APPROVE, "sdm", 1)], ["a", "a"], 1),
    ([(REVIEW, "tm", 1), (APPROVE, "sdm", 1)], ["ab", "a"], None),
    ([(REVIEW, "tm", 1), (OPINION, "sdm", 1), (APPROVE, "dir", 1)], ["ab"] * 3, 2),
    (
        [(REVIEW, "tm", 1), (OPINION, "s", 1), (APPROVE, "d", 1)],
        ["ab", "bc", "ac"],
        None,
    ),
    ([(REVIEW, "tm", 2), (APPROVE, "sdm", 2)], ["abc", "abc"], 1),
    ([(REVIEW, "tm", 2), (APPROVE, "sdm", 2)], ["abcd", "abcd"], None),
    # R2: in one role, but the only reviewer
    ([(REVIEW, "sdm", 1), (APPROVE, "sdm", 1)], ["a", "a"], 1),
    ([(REVIEW, "sdm", 1), (APPROVE, "sdm", 1)], ["ab", "ab"], None),
    ([(REVIEW, "sdm", 1), (REVIEW, "sdm", 1), (APPROVE, "sdm", 1)], ["a"] * 3, 2),
    ([(REVIEW, "sdm", 2), (APPROVE, "sdm", 2)], ["ab", "ab"], None),
    # one role, one of two reviewers approves; another role reviews, too
    (
        [(REVIEW, "x", 1), (REVIEW, "sdm", 1), (APPROVE, "sdm", 1)],
        ["x", "a", "a"],
        None,
    ),
    # the reviewer of one role is the only one of another
    ([(REVIEW, "x", 1), (REVIEW, "sdm", 1), (APPROVE, "sdm", 1)], ["a", "a", "a"], 1),
    # only the approval itself is reviewed by its own role: nobody is left alone
    ([(APPROVE, "sdm", 1), (APPROVE, "sdm", 1)], ["a", "a"], None),
    # R5: the only evaluator awards
    ([(Act.EVALUATE, "com", 1), (Act.AWARD, "com", 1)], ["a", "a"], 1),
    ([(Act.EVALUATE, "com", 2), (Act.AWARD, "com", 1)], ["ab", "a"], None),
    # sharing a person within a role spares another for the next
    ([(REVIEW, "s", 1), (OPINION, "s", 1), (APPROVE, "d", 1)], ["ab", "b", "a"], None),
    ([(REVIEW, "s", 1), (OPINION, "s", 1), (APPROVE, "d", 1)], ["a", "b", "ab"], 2),
]


def _stages(rows):
    return [Stage(10 * key, *row) for key, row in enumerate(rows)]


@pytest.mark.parametrize(("rows", "people", "short"), ROWS)
def test_shortage(rows, people, short):
    stages = _stages(rows)
    candidates = {
        stage.key: frozenset(names) for stage, names in zip(stages, people, strict=True)
    }
    expected = None if short is None else stages[short]
    assert shortage(stages, candidates, {}) == expected


def test_excluded_people_do_not_count():
    stages = _stages([(REVIEW, "tm", 1), (APPROVE, "sdm", 1)])
    candidates = {0: frozenset("ab"), 10: frozenset("c")}
    assert shortage(stages, candidates, {0: frozenset("a")}) is None
    assert shortage(stages, candidates, {0: frozenset("ab")}) == stages[0]
    assert shortage(stages, candidates, {10: frozenset("c")}) == stages[1]


def test_a_stage_that_nobody_is_named_for_is_short():
    stages = _stages([(REVIEW, "tm", 1)])
    assert shortage(stages, {}, {}) == stages[0]


@pytest.mark.parametrize(
    ("rows", "people", "scorers", "short"),
    [
        ([(Act.AWARD, "com", 1)], ["a"], "a", 0),
        ([(Act.AWARD, "com", 1)], ["ab"], "a", None),
        ([(Act.AWARD, "com", 1)], ["a"], "ab", None),
        ([(APPROVE, "com", 1)], ["a"], "a", None),
        ([(Act.EVALUATE, "com", 1), (Act.AWARD, "com", 1)], ["a", "a"], "b", None),
        ([(Act.EVALUATE, "com", 1), (Act.AWARD, "com", 1)], ["a", "a"], "a", 1),
        ([(Act.EVALUATE, "com", 1), (Act.AWARD, "com", 1)], ["b", "a"], "a", None),
        ([(Act.EVALUATE, "x", 1), (Act.AWARD, "com", 1)], ["b", "a"], "a", None),
    ],
)
def test_scorers_on_the_record(rows, people, scorers, short):
    stages = _stages(rows)
    candidates = {
        stage.key: frozenset(names) for stage, names in zip(stages, people, strict=True)
    }
    expected = None if short is None else stages[short]
    assert shortage(stages, candidates, {}, frozenset(scorers)) == expected


def test_many_people_in_many_roles_are_quick():
    """Thirty people who may decide everything but lack one for the last stage."""
    stages = [Stage(key, REVIEW, f"role {key % 10}", 3) for key in range(10)]
    stages.append(Stage(10, APPROVE, "director", 1))
    people = frozenset(range(30))
    candidates = dict.fromkeys(range(11), people)
    assert shortage(stages, candidates, {}) == stages[10]
    candidates[10] = people | {30}
    assert shortage(stages, candidates, {}) is None


@st.composite
def _cases(draw):
    """Return ``(stages, candidates, excluded, scorers)`` with four people."""
    people = st.frozensets(st.sampled_from("abcd"), max_size=4)
    acts = [Act.REVIEW, Act.SERVICE_OPINION, Act.APPROVE, Act.EVALUATE, Act.AWARD]
    rows = st.tuples(
        st.sampled_from(acts),
        st.sampled_from(["tm", "sdm"]),
        st.sampled_from([1, 1, 2]),
    )
    stages = _stages(draw(st.lists(rows, min_size=1, max_size=4)))
    keys = [stage.key for stage in stages]
    candidates = {key: draw(people) | draw(people) for key in keys}
    excluded = {key: draw(st.frozensets(st.sampled_from("ab"))) for key in keys}
    return stages, candidates, excluded, draw(st.sampled_from(["", "", "a", "ab"]))


@settings(max_examples=400)
@given(_cases())
def test_agrees_with_trying_everybody(case):
    stages, candidates, excluded, scorers = case
    short = shortage(stages, candidates, excluded, frozenset(scorers))
    plain = [
        {"key": s.key, "act": s.act.value, "role": s.role, "needed": s.needed}
        for s in stages
    ]
    allowed = {key: candidates[key] - excluded[key] for key in candidates}
    event("short" if short else "enough")
    assert (short.key if short else None) == naive.short_stage(plain, allowed, scorers)


@settings(max_examples=200)
@given(_cases())
def test_agrees_with_playing_the_round(case):
    """Some order of decisions approves the round if and only if nobody is missing."""
    stages, candidates, excluded, scorers = case
    allowed = {key: candidates[key] - excluded[key] for key in candidates}
    rounds = [Round(stages, {Part.SCORER: scorers}, "plan")]
    seen = set()
    approved = False
    while rounds and not approved:
        current = rounds.pop()
        stage = current.pending
        for person in sorted(allowed[stage.key]):
            try:
                after = current.decide(
                    Decision(Kind.APPROVED, person, DAY), allowed[stage.key]
                )
            except ApprovalError:
                continue
            approved = approved or after.outcome is Outcome.APPROVED
            mark = frozenset((line.stage, line.person) for line in after.decisions)
            if after.pending and mark not in seen:
                seen.add(mark)
                rounds.append(after)
    short = shortage(stages, candidates, excluded, frozenset(scorers))
    assert approved == (short is None)
