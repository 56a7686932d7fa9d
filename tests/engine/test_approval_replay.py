"""A round rebuilt from its log: the same, or refused where it cannot have happened."""

from dataclasses import replace
from datetime import date

import pytest

from engine.approval import (
    Act,
    ApprovalError,
    Decision,
    Delegation,
    Kind,
    Outcome,
    Part,
    Round,
    Stage,
)

DAY = date(2026, 9, 1)
STAGES = (Stage(1, Act.REVIEW, "tm", 2), Stage(2, Act.APPROVE, "sdm"))
PARTS = {Part.AUTHOR: frozenset(["pm"]), Part.SUBMITTER: frozenset(["pm"])}
LENT = [Delegation("tom", "dee", DAY, DAY)]
LOG = (
    Decision(Kind.SUBMITTED, "pm", DAY),
    Decision(Kind.APPROVED, "tina", DAY, 1),
    Decision(Kind.APPROVED, "dee", DAY, 1, "tom"),
    Decision(Kind.APPROVED, "sam", DAY, 2),
)
WITHDRAWN = Decision(Kind.WITHDRAWN, "pm", DAY)


def replayed(log, delegations=None):
    return Round.replay(STAGES, PARTS, "plan", log, delegations)


def test_every_part_of_a_log():
    current = Round(STAGES, PARTS, "plan")
    assert replayed([]) == current
    for count, given in enumerate(LOG, start=1):
        current = current.decide(given, {given.decider}, LENT)
        assert replayed(LOG[:count]) == replayed(LOG[:count], LENT) == current
    assert current.outcome is Outcome.APPROVED


def test_stages_are_filled_in():
    bare = [replace(given, stage=None) for given in LOG]
    assert replayed(bare) == replayed(LOG)


@pytest.mark.parametrize(
    ("log", "code", "position"),
    [
        ([LOG[0], LOG[3]], "out_of_turn", 1),
        ([LOG[1], LOG[0]], "out_of_turn", 1),
        ([LOG[0], LOG[0]], "out_of_turn", 1),
        ([LOG[0], LOG[1], LOG[3]], "out_of_turn", 2),
        ([LOG[0], LOG[1], LOG[1]], "already_decided", 2),
        ([LOG[0], LOG[1], replace(LOG[2], principal="tina")], "already_decided", 2),
        ([*LOG, LOG[3]], "round_closed", 4),
        ([*LOG, WITHDRAWN], "round_closed", 4),
        ([LOG[0], WITHDRAWN, LOG[1]], "round_closed", 2),
        ([replace(LOG[0], person="sam")], "not_the_submitter", 0),
        ([LOG[0], replace(WITHDRAWN, person="tina")], "not_the_submitter", 1),
        ([LOG[0], replace(LOG[1], kind=Kind.REJECTED)], "reason_missing", 1),
        ([LOG[0], replace(LOG[1], person="pm")], "duty", 1),
        ([LOG[0], replace(LOG[1], principal="pm")], "duty", 1),
        ([*LOG[:3], replace(LOG[3], person="tina")], "duty", 3),
    ],
)
def test_a_log_that_cannot_have_happened(log, code, position):
    with pytest.raises(ApprovalError) as caught:
        replayed(log)
    assert (caught.value.code, caught.value.values["position"]) == (code, position)
    assert str(caught.value) == caught.value.message


def test_the_rules_of_a_duty_are_kept():
    with pytest.raises(ApprovalError) as caught:
        replayed([LOG[0], replace(LOG[1], person="pm")])
    assert caught.value.values == {"rule": "R2", "rules": ["R2"], "position": 1}


def test_delegations_are_asked_for_when_they_are_known():
    with pytest.raises(ApprovalError) as caught:
        replayed(LOG, [])
    assert (caught.value.code, caught.value.values["position"]) == ("not_delegated", 2)
