"""Deciding for somebody else (R11), and what a delegation does not defeat."""

from datetime import date, timedelta

import pytest

from engine.approval import (
    Act,
    ApprovalError,
    Decision,
    Delegation,
    Kind,
    Part,
    Round,
    Stage,
)

FIRST, LAST = date(2026, 9, 7), date(2026, 9, 11)
PLAN = frozenset(["plan"])
LENT = Delegation("sam", "dee", FIRST, LAST)


def opened(act=Act.APPROVE, parts=None, needed=1, document_type="plan"):
    stages = (Stage(1, act, "sdm", needed), Stage(2, Act.APPROVE, "director"))
    return Round(stages, parts or {}, document_type)


def code(current, person, principal, delegations, day=FIRST, kind=Kind.APPROVED):
    """Return the code of the refusal, None if the decision is taken."""
    given = Decision(kind, person, day, None, principal, "because")
    try:
        current.check(given, {"sam", "sue"}, delegations)
    except ApprovalError as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (FIRST - timedelta(days=1), "not_delegated"),
        (FIRST, None),
        (LAST, None),
        (LAST + timedelta(days=1), "not_delegated"),
    ],
)
@pytest.mark.parametrize("kind", [Kind.APPROVED, Kind.RETURNED, Kind.REJECTED])
def test_both_days_are_included(day, expected, kind):
    assert code(opened(), "dee", "sam", [LENT], day, kind) == expected
    allowed = ("sam",) if expected is None else ()
    assert opened().principals("dee", {"sam"}, [LENT], day, kind) == allowed


@pytest.mark.parametrize(
    ("types", "document_type", "expected"),
    [
        (frozenset(), "plan", None),
        (PLAN, "plan", None),
        (PLAN, "report", "not_delegated"),
        (frozenset(["report", "plan"]), "plan", None),
    ],
)
def test_types_of_documents(types, document_type, expected):
    lent = Delegation("sam", "dee", FIRST, LAST, types)
    current = opened(document_type=document_type)
    assert code(current, "dee", "sam", [lent]) == expected


@pytest.mark.parametrize(
    "lent",
    [
        [],
        [Delegation("dee", "sam", FIRST, LAST)],  # the other way round
        [Delegation("sue", "dee", FIRST, LAST)],  # of somebody else
        [Delegation("sam", "eve", FIRST, LAST)],  # to somebody else
        [Delegation("sam", "dee", LAST, FIRST)],  # of no day
        # not transitive
        [Delegation("sam", "eve", FIRST, LAST), Delegation("eve", "dee", FIRST, LAST)],
    ],
)
def test_nothing_that_covers_it(lent):
    assert code(opened(), "dee", "sam", lent) == "not_delegated"
    assert "sam" not in opened().principals("dee", {"sam"}, lent, FIRST)


def test_the_refusal_names_the_rule():
    given = Decision(Kind.APPROVED, "dee", FIRST, principal="sam")
    with pytest.raises(ApprovalError) as caught:
        opened().check(given, {"sam"})
    assert caught.value.values == {"rule": "R11", "rules": ["R11"]}


def test_a_delegate_must_say_for_whom():
    assert code(opened(), "dee", None, [LENT]) == "not_a_decider"


def test_a_principal_without_the_role_lends_nothing():
    lent = [Delegation("tom", "dee", FIRST, LAST)]
    assert code(opened(), "dee", "tom", lent) == "not_a_decider"


def test_nobody_delegates_to_himself():
    own = Delegation("sam", "sam", FIRST, LAST)
    assert not own.covers("sam", FIRST, "plan")
    assert opened().principals("sam", {"sam"}, [own], FIRST) == ("sam",)
    assert opened().principals("sam", {"sue"}, [own], FIRST) == ()
    assert code(opened(), "sam", "sam", []) is None


def test_principals_himself_first_each_once():
    lent = [
        Delegation("sue", "sam", FIRST, LAST),
        Delegation("ann", "sam", FIRST, LAST),
        Delegation("sue", "sam", FIRST, FIRST),
        Delegation("sam", "sue", FIRST, LAST),
    ]
    current = opened()
    assert current.principals("sam", {"sam", "sue"}, lent, FIRST) == ("sam", "sue")
    assert current.principals("sam", {"ann", "sue"}, lent, FIRST) == ("sue", "ann")


# act, part that bars, rule
BARRED = [
    (Act.APPROVE, Part.AUTHOR, "R1"),
    (Act.APPROVE, Part.SUBMITTER, "R1"),
    (Act.REVIEW, Part.AUTHOR, "R2"),
    (Act.APPROVE, Part.PROJECT_MANAGER, "R3"),
    (Act.SERVICE_OPINION, Part.SALES_OWNER, "R4"),
    (Act.EVALUATE, Part.REQUESTER, "R5"),
    (Act.AWARD, Part.SCORER, "R5"),
    (Act.AUDIT, Part.AUDITED, "R6"),
    (Act.VERIFY_SECURITY, Part.IMPLEMENTER, "R8"),
    (Act.CLOSE_PROBLEM, Part.IMPLEMENTER, "R9"),
    (Act.CHAIR_ACCEPTANCE, Part.PROJECT_MANAGER, "R10"),
]


@pytest.mark.parametrize(("act", "part", "rule"), BARRED)
@pytest.mark.parametrize("barred", ["sam", "dee"])
def test_a_duty_binds_principal_and_delegate(act, part, rule, barred):
    current = opened(act, {part: {barred}})
    given = Decision(Kind.APPROVED, "dee", FIRST, principal="sam")
    with pytest.raises(ApprovalError) as caught:
        current.check(given, {"sam"}, [LENT])
    assert caught.value.code == "duty"
    assert caught.value.values == {"rule": rule, "rules": [rule]}
    assert current.principals("dee", {"sam"}, [LENT], FIRST) == ()


@pytest.mark.parametrize(
    ("act", "part", "rule"),
    [
        (Act.VERIFY_EFFECTIVENESS, Part.AUDITOR, "R7"),
        (Act.SIGN_FOR_CUSTOMER, Part.CUSTOMER_CONTACT, "R10"),
    ],
)
@pytest.mark.parametrize("people", [{"sam"}, {"dee"}, {"sam", "dee"}])
def test_both_must_have_a_part_that_is_required(act, part, rule, people):
    current = opened(act, {part: people})
    expected = None if people == {"sam", "dee"} else "duty"
    assert code(current, "dee", "sam", [LENT]) == expected


@pytest.mark.parametrize(
    ("person", "principal"), [("sam", "sam"), ("dee", "sue"), ("sue", "sam")]
)
def test_both_count_as_having_decided_the_stage(person, principal):
    """Sam's approval by Dee: neither may be behind another of that stage."""
    lent = [
        LENT,
        Delegation("sue", "dee", FIRST, LAST),
        Delegation("sam", "sue", FIRST, LAST),
    ]
    first = Decision(Kind.APPROVED, "dee", FIRST, principal="sam")
    current = opened(needed=2).decide(first, {"sam", "sue"}, lent)
    assert code(current, person, principal, lent) == "already_decided"
    assert code(current, "sue", None, lent) is None


@pytest.mark.parametrize("person", ["sam", "dee"])
def test_both_have_decided_in_the_role(person):
    """R12: after Sam's approval by Dee, neither decides in another role."""
    first = Decision(Kind.APPROVED, "dee", FIRST, principal="sam")
    current = opened(Act.REVIEW).decide(first, {"sam"}, [LENT])
    with pytest.raises(ApprovalError) as caught:
        current.check(Decision(Kind.APPROVED, person, FIRST), {person})
    assert caught.value.values["rules"] == ["R2", "R12"]


def test_both_are_the_only_reviewer():
    """R2 within one role: a review by Dee for Sam is one pair of eyes."""
    stages = (Stage(1, Act.REVIEW, "sdm"), Stage(2, Act.APPROVE, "sdm"))
    first = Decision(Kind.APPROVED, "dee", FIRST, principal="sam")
    current = Round(stages, {}, "plan").decide(first, {"sam"}, [LENT])
    for person in ("sam", "dee"):
        with pytest.raises(ApprovalError) as caught:
            current.check(Decision(Kind.APPROVED, person, FIRST), {person})
        assert caught.value.values["rules"] == ["R2"]
    current.check(Decision(Kind.APPROVED, "sue", FIRST), {"sue"})
