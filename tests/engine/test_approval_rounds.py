"""A round: turns, how many approve, how it ends, and what is refused first."""

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
REVIEW, APPROVE = Stage(1, Act.REVIEW, "tm", 2), Stage(2, Act.APPROVE, "sdm")
PARTS = {Part.AUTHOR: {"pm"}, Part.SUBMITTER: {"pm", "desk"}}
TM, SDM = frozenset(["tina", "tom", "tess"]), frozenset(["sam", "sue"])


def decision(kind, person, stage=None, principal=None, comment="because"):
    return Decision(Kind(kind), person, DAY, stage, principal, comment)


def approved(*people):
    """Return the round after approvals, of its first stage first."""
    current = Round((REVIEW, APPROVE), PARTS, "plan")
    for person in people:
        current = current.decide(decision("approved", person), TM | SDM)
    return current


def refusal(current, given, candidates=TM, delegations=()):
    """Return the error of a decision, which must leave the round as it is."""
    with pytest.raises(ApprovalError) as caught:
        current.check(given, candidates, delegations)
    with pytest.raises(ApprovalError) as again:
        current.decide(given, candidates, delegations)
    assert again.value.code == caught.value.code
    return caught.value


def test_stages_decide_in_order():
    current = approved()
    assert (current.outcome, current.pending) == (Outcome.OPEN, REVIEW)
    current = approved("tina")
    assert (current.outcome, current.pending) == (Outcome.OPEN, REVIEW)
    current = approved("tina", "tom")
    assert (current.outcome, current.pending) == (Outcome.OPEN, APPROVE)
    current = approved("tina", "tom", "sam")
    assert (current.outcome, current.pending) == (Outcome.APPROVED, None)
    assert [done.person for done in current.approvals(1)] == ["tina", "tom"]
    assert [done.person for done in current.approvals(2)] == ["sam"]
    assert current.approvals(3) == ()


def test_a_decision_is_kept_with_its_stage():
    given = decision("approved", "tina")
    current = approved().decide(given, TM)
    assert current.decisions == (decision("approved", "tina", stage=1),)
    assert approved().decisions == ()


@pytest.mark.parametrize(
    ("kind", "person"),
    [
        ("returned", "tina"),
        ("rejected", "tina"),
        ("withdrawn", "pm"),
        ("withdrawn", "desk"),
    ],
)
def test_it_ends_before_everybody_agreed(kind, person):
    current = approved("tom").decide(decision(kind, person), TM)
    assert (current.outcome, current.pending) == (Outcome(kind), None)
    assert [done.person for done in current.approvals(1)] == ["tom"]
    again = [("approved", "tess"), ("returned", "tess"), ("withdrawn", "pm")]
    for other, who in again:
        assert refusal(current, decision(other, who)).code == "round_closed"
    assert current.principals("tess", TM, (), DAY) == ()


def test_nothing_happens_after_approval():
    current = approved("tina", "tom", "sam")
    for kind, person in [("approved", "sue"), ("returned", "sue"), ("withdrawn", "pm")]:
        assert refusal(current, decision(kind, person), SDM).code == "round_closed"


@pytest.mark.parametrize("kind", ["approved", "returned", "rejected"])
@pytest.mark.parametrize("stage", [2, 3])
def test_another_stage_waits(kind, stage):
    given = decision(kind, "sam", stage)
    assert refusal(approved("tina"), given, SDM).code == "out_of_turn"


@pytest.mark.parametrize("kind", ["returned", "rejected"])
@pytest.mark.parametrize("comment", ["", "  \n\t"])
def test_a_reason_is_needed(kind, comment):
    given = decision(kind, "tina", comment=comment)
    assert refusal(approved(), given).code == "reason_missing"


def test_no_reason_is_needed_to_approve_or_to_withdraw():
    approved().check(decision("approved", "tina", comment=""), TM)
    approved().check(decision("withdrawn", "pm", comment=""), ())


@pytest.mark.parametrize(
    ("person", "principal"), [("tina", None), ("tina", "pm"), ("pm", "tina")]
)
def test_only_the_author_and_the_submitter_withdraw(person, principal):
    given = decision("withdrawn", person, principal=principal)
    lent = [Delegation("pm", "tina", DAY, DAY), Delegation("tina", "pm", DAY, DAY)]
    assert refusal(approved(), given, TM, lent).code == "not_the_submitter"


def test_it_is_submitted_once_and_first():
    current = approved().decide(decision("submitted", "desk"), ())
    assert (current.outcome, current.pending) == (Outcome.OPEN, REVIEW)
    assert current.decisions[0].stage is None
    assert refusal(current, decision("submitted", "desk")).code == "out_of_turn"
    late = approved("tina")
    assert refusal(late, decision("submitted", "desk")).code == "out_of_turn"
    other = decision("submitted", "tina")
    assert refusal(approved(), other).code == "not_the_submitter"


def test_only_those_who_hold_the_role_decide():
    assert refusal(approved(), decision("approved", "sam")).code == "not_a_decider"
    assert refusal(approved(), decision("returned", "sam")).code == "not_a_decider"


@pytest.mark.parametrize("kind", ["approved", "returned", "rejected"])
def test_nobody_decides_a_stage_twice(kind):
    given = decision(kind, "tina")
    assert refusal(approved("tina"), given).code == "already_decided"


def test_the_order_of_refusals():
    """A decision with everything wrong, mended one thing after the other."""
    stages = (Stage(1, Act.REVIEW, "tm", 2), APPROVE)
    current = Round(stages, {Part.AUTHOR: {"bob"}}, "plan")
    lent = [Delegation("amy", "ann", DAY, DAY)]
    current = current.decide(decision("approved", "ann"), {"ann"})
    over = current.decide(decision("withdrawn", "bob"), ())
    wrong = decision("returned", "ann", stage=2, principal="amy", comment=" ")
    assert refusal(over, wrong, ()).code == "round_closed"
    assert refusal(current, wrong, ()).code == "out_of_turn"
    wrong = decision("returned", "ann", stage=1, principal="amy", comment=" ")
    assert refusal(current, wrong, ()).code == "reason_missing"
    wrong = decision("returned", "ann", principal="amy")
    assert refusal(current, wrong, ()).code == "not_a_decider"
    assert refusal(current, wrong, {"amy"}).code == "not_delegated"
    assert refusal(current, wrong, {"amy"}, lent).code == "already_decided"
    error = refusal(current, decision("returned", "bob"), {"bob"})
    assert (error.code, error.values) == ("duty", {"rule": "R2", "rules": ["R2"]})
    current.check(decision("returned", "tom"), {"tom"})


def test_a_broken_duty_says_every_rule():
    parts = {Part.AUTHOR: {"sam"}, Part.PROJECT_MANAGER: {"sam"}}
    current = Round((REVIEW, APPROVE), parts, "plan")
    for person in ("tina", "tom"):
        current = current.decide(decision("approved", person), TM)
    for kind in ("approved", "returned", "rejected"):
        error = refusal(current, decision(kind, "sam"), SDM)
        assert error.code == "duty"
        assert error.values == {"rule": "R1", "rules": ["R1", "R3"]}
        assert str(error) == "Whoever wrote or submitted a document may not approve it."


def test_the_only_reviewer_may_return_but_not_approve():
    stages = (Stage(1, Act.REVIEW, "sdm"), Stage(2, Act.APPROVE, "sdm"))
    current = Round(stages, {}, "plan").decide(decision("approved", "sam"), SDM)
    assert refusal(current, decision("approved", "sam"), SDM).values["rule"] == "R2"
    assert current.principals("sam", SDM, (), DAY) == ()
    assert current.principals("sam", SDM, (), DAY, Kind.RETURNED) == ("sam",)
    after = current.decide(decision("returned", "sam"), SDM)
    assert after.outcome is Outcome.RETURNED


def test_two_roles_on_one_document():
    """R12, in whichever of the two roles he decided first."""
    current = approved("tina", "tom")
    for kind in ("approved", "returned"):
        error = refusal(current, decision(kind, "tom"), SDM | {"tom"})
        assert error.values == {"rule": "R12", "rules": ["R12"]}
    current.check(decision("approved", "tess"), {"tess"})


def test_a_new_round_starts_from_nothing():
    """R13: the approvals of a returned round are not asked for again, nor counted."""
    former = approved("tina").decide(decision("returned", "tom"), TM)
    fresh = Round(former.stages, former.parts, former.document_type)
    assert (fresh.pending, fresh.approvals(1)) == (REVIEW, ())
    fresh.check(decision("approved", "tina"), TM)


@pytest.mark.parametrize(
    "stages",
    [
        (),
        (REVIEW, Stage(1, Act.APPROVE, "sdm")),
        (REVIEW, Stage(2, Act.APPROVE, "sdm", 0)),
    ],
)
def test_stages_that_decide_nothing(stages):
    with pytest.raises(ApprovalError) as caught:
        Round(stages, PARTS, "plan")
    assert caught.value.code == "bad_stages"


def test_it_cannot_be_changed_from_outside():
    parts = {Part.AUTHOR: {"pm"}}
    stages = [REVIEW, APPROVE]
    current = Round(stages, parts, "plan")
    parts[Part.AUTHOR].add("tina")
    stages.pop()
    assert current.parts == {Part.AUTHOR: frozenset(["pm"])}
    assert current.stages == (REVIEW, APPROVE)
    with pytest.raises(TypeError):
        current.parts[Part.AUTHOR] = frozenset()
