"""Separation of duties: who may do what, rule by rule (R1 to R12)."""

import approval_naive as naive
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.approval import Act, Part, Rule, broken_rules

# act, part of Ann on the record, rules that forbid her to act
FORBIDDEN = [
    (Act.APPROVE, Part.AUTHOR, ["R1"]),
    (Act.APPROVE, Part.SUBMITTER, ["R1"]),
    (Act.AWARD, Part.AUTHOR, ["R1"]),
    (Act.AWARD, Part.SUBMITTER, ["R1"]),
    (Act.REVIEW, Part.AUTHOR, ["R2"]),
    (Act.SERVICE_OPINION, Part.AUTHOR, ["R2"]),
    (Act.APPROVE, Part.PROJECT_MANAGER, ["R3"]),
    (Act.SERVICE_OPINION, Part.SALES_OWNER, ["R4"]),
    (Act.EVALUATE, Part.REQUESTER, ["R5"]),
    (Act.AWARD, Part.SCORER, ["R5"]),
    (Act.AUDIT, Part.AUDITED, ["R6"]),
    (Act.VERIFY_EFFECTIVENESS, Part.NC_OWNER, ["R7"]),
    (Act.VERIFY_SECURITY, Part.IMPLEMENTER, ["R8"]),
    (Act.CLOSE_PROBLEM, Part.IMPLEMENTER, ["R9"]),
    (Act.CHAIR_ACCEPTANCE, Part.PROJECT_MANAGER, ["R10"]),
]
RESERVED = {
    Act.VERIFY_EFFECTIVENESS: (Part.AUDITOR, "R7"),
    Act.SIGN_FOR_CUSTOMER: (Part.CUSTOMER_CONTACT, "R10"),
}


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("part", list(Part))
def test_one_part(act, part):
    """Every act by a person of every part, everything else being in order."""
    parts = {part: {"ann"}}
    expected = [
        rule
        for forbidden, barred, rules in FORBIDDEN
        if (forbidden, barred) == (act, part)
        for rule in rules
    ]
    if act in RESERVED and part is not RESERVED[act][0]:
        expected = [RESERVED[act][1]]
    assert broken_rules(act, "ann", parts) == tuple(map(Rule, expected))
    others = {part: {"bob"}}
    reserved = [RESERVED[act][1]] if act in RESERVED else []
    assert broken_rules(act, "ann", others) == tuple(map(Rule, reserved))


def test_several_rules_come_in_order():
    parts = {Part.PROJECT_MANAGER: {"ann"}, Part.SUBMITTER: {"ann"}}
    assert broken_rules(
        Act.APPROVE, "ann", parts, [(Act.REVIEW, {"ann"})], {"tm"}, "sdm"
    ) == (Rule.R1, Rule.R2, Rule.R3, Rule.R12)


REVIEWS = [
    ([], []),
    ([(Act.REVIEW, {"ann"})], ["R2"]),
    ([(Act.SERVICE_OPINION, {"ann"})], ["R2"]),
    ([(Act.CHAIR_ACCEPTANCE, {"ann"})], ["R2"]),
    ([(Act.EVALUATE, {"ann"})], []),  # R5 is about the award
    ([(Act.APPROVE, {"ann"})], []),
    ([(Act.REVIEW, {"bob"})], []),
    ([(Act.REVIEW, {"ann"}), (Act.REVIEW, {"bob"})], []),
    ([(Act.REVIEW, {"ann"}), (Act.SERVICE_OPINION, {"bob"})], []),
    ([(Act.REVIEW, {"ann"}), (Act.REVIEW, {"ann"})], ["R2"]),
    # Ann decided for Bob, or Bob for Ann: one look, hers too
    ([(Act.REVIEW, {"ann", "bob"})], ["R2"]),
    ([(Act.REVIEW, {"ann", "bob"}), (Act.REVIEW, {"bob"})], []),
]


@pytest.mark.parametrize(("reviewers", "expected"), REVIEWS)
@pytest.mark.parametrize("act", [Act.APPROVE, Act.AWARD])
def test_the_only_reviewer(act, reviewers, expected):
    if act is Act.AWARD and reviewers[:1] == [(Act.EVALUATE, {"ann"})]:
        expected = ["R5"]
    assert broken_rules(act, "ann", {}, reviewers) == tuple(map(Rule, expected))
    assert broken_rules(act, "ann", {}, reviewers, agrees=False) == ()
    assert broken_rules(Act.REVIEW, "ann", {}, reviewers) == ()


@pytest.mark.parametrize(
    ("scorers", "evaluated", "expected"),
    [
        ({"ann"}, [], ["R5"]),
        ({"ann", "bob"}, [], []),
        ({"bob"}, [], []),
        (set(), [{"ann"}], ["R5"]),
        ({"ann"}, [{"ann", "bob"}], ["R5"]),
        ({"ann"}, [{"bob"}], []),
        ({"bob"}, [{"ann"}], []),
        (set(), [{"ann"}, {"bob"}], []),
    ],
)
def test_the_only_scorer(scorers, evaluated, expected):
    parts = {Part.SCORER: scorers}
    reviewers = [(Act.EVALUATE, people) for people in evaluated]
    rules = tuple(map(Rule, expected))
    assert broken_rules(Act.AWARD, "ann", parts, reviewers) == rules
    assert broken_rules(Act.AWARD, "ann", parts, reviewers, agrees=False) == ()
    assert broken_rules(Act.APPROVE, "ann", parts, reviewers) == ()


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        (set(), ()),
        ({"sdm"}, ()),
        ({"tm"}, (Rule.R12,)),
        ({"sdm", "tm"}, (Rule.R12,)),
    ],
)
def test_two_roles(taken, expected):
    assert broken_rules(Act.APPROVE, "ann", {}, (), taken, "sdm") == expected


def test_verifier_may_be_an_auditor_who_owns_nothing():
    parts = {Part.AUDITOR: {"ann", "bob"}, Part.NC_OWNER: {"bob"}}
    assert broken_rules(Act.VERIFY_EFFECTIVENESS, "ann", parts) == ()
    assert broken_rules(Act.VERIFY_EFFECTIVENESS, "bob", parts) == (Rule.R7,)


def test_every_rule_has_a_message_of_its_own():
    messages = {rule.message for rule in Rule}
    assert len(messages) == 13
    assert all(message.endswith(".") for message in messages)


_person = st.sampled_from("abc")
_stages = st.lists(
    st.tuples(st.sampled_from(Act), st.sampled_from(["tm", "sdm"])), max_size=3
)
_lines = st.lists(st.tuples(st.integers(0, 2), _person, _person), max_size=4)


@pytest.mark.parametrize("agrees", [True, False])
@pytest.mark.parametrize("act", list(Act))
@given(
    parts=st.fixed_dictionaries({part: st.frozensets(_person) for part in Part}),
    earlier=_stages,
    lines=_lines,
)
def test_agrees_with_the_naive_reading(act, agrees, parts, earlier, lines):
    """Any parts, after any approvals of earlier stages, some of them by delegates."""
    stages = [
        {"key": key, "act": done.value, "role": role, "needed": 9}
        for key, (done, role) in enumerate([*earlier, (act, "sdm")])
    ]
    lines = [line for line in lines if line[0] < len(earlier)]
    log = [
        {"kind": "approved", "stage": stage, "person": person, "for": principal}
        for stage, person, principal in lines
    ]
    kind = "approved" if agrees else "returned"
    plain = {part.value: people for part, people in parts.items()}
    reviewers = [(earlier[stage][0], {*people}) for stage, *people in lines]
    for person in "abc":
        taken = {earlier[stage][1] for stage, *people in lines if person in people}
        found = broken_rules(act, person, parts, reviewers, taken, "sdm", agrees)
        expected = naive.duties(stages[-1], plain, stages, log, person, kind)
        assert [rule.value for rule in found] == [f"R{n}" for n in sorted(expected)]
