"""Separation of duties: the rules R1 to R13 of the procedure."""

from enum import Enum

from ..errors import _lt
from .parts import Act, Part


class Rule(str, Enum):
    """A rule of separation of duties; ``message`` says what it forbids."""

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"
    R6 = "R6"
    R7 = "R7"
    R8 = "R8"
    R9 = "R9"
    R10 = "R10"
    R11 = "R11"
    R12 = "R12"
    R13 = "R13"

    @property
    def message(self):
        """The rule in one English sentence, marked for translation."""
        return _MESSAGES[self]


_MESSAGES = {
    Rule.R1: _lt("Whoever wrote or submitted a document may not approve it."),
    Rule.R2: _lt(
        "The author may not review a document, and its only reviewer may not"
        " approve it."
    ),
    Rule.R3: _lt("Project managers may not approve documents of their own projects."),
    Rule.R4: _lt("The sales owner may not give the opinion of the service department."),
    Rule.R5: _lt(
        "Whoever requested a purchase may not evaluate it, and its only scorer may not"
        " award it."
    ),
    Rule.R6: _lt("Nobody may audit their own work."),
    Rule.R7: _lt(
        "Effectiveness is verified by an auditor who does not own the nonconformity."
    ),
    Rule.R8: _lt(
        "Whoever implemented the measures of a security incident may not verify them."
    ),
    Rule.R9: _lt("Whoever implemented the solution of a problem may not close it."),
    Rule.R10: _lt(
        "The project manager may not chair the internal review of an acceptance, and"
        " only a contact of the customer signs for the customer."
    ),
    Rule.R11: _lt(
        "Deciding for somebody else needs a delegation for this day and this type of"
        " document."
    ),
    Rule.R12: _lt("Nobody may decide on the same document in two roles."),
    Rule.R13: _lt("Decisions of an earlier round do not count."),
}

APPROVING = frozenset([Act.APPROVE, Act.AWARD])
"""The acts that put a document into effect."""

REVIEWING = frozenset([Act.REVIEW, Act.SERVICE_OPINION, Act.CHAIR_ACCEPTANCE])
"""The acts that look at a document before it is approved."""

# Who of which part may not do what.
_FORBIDDEN = (
    (Rule.R1, APPROVING, (Part.AUTHOR, Part.SUBMITTER)),
    (Rule.R2, {Act.REVIEW, Act.SERVICE_OPINION}, (Part.AUTHOR,)),
    (Rule.R3, {Act.APPROVE}, (Part.PROJECT_MANAGER,)),
    (Rule.R4, {Act.SERVICE_OPINION}, (Part.SALES_OWNER,)),
    (Rule.R5, {Act.EVALUATE}, (Part.REQUESTER,)),
    (Rule.R6, {Act.AUDIT}, (Part.AUDITED,)),
    (Rule.R7, {Act.VERIFY_EFFECTIVENESS}, (Part.NC_OWNER,)),
    (Rule.R8, {Act.VERIFY_SECURITY}, (Part.IMPLEMENTER,)),
    (Rule.R9, {Act.CLOSE_PROBLEM}, (Part.IMPLEMENTER,)),
    (Rule.R10, {Act.CHAIR_ACCEPTANCE}, (Part.PROJECT_MANAGER,)),
)
# Who alone may do what.
_RESERVED = (
    (Rule.R7, Act.VERIFY_EFFECTIVENESS, Part.AUDITOR),
    (Rule.R10, Act.SIGN_FOR_CUSTOMER, Part.CUSTOMER_CONTACT),
)


def broken_rules(
    act, person, parts, reviewers=(), roles_taken=frozenset(), role="", agrees=True
):
    """Return the rules that forbid a person to decide a stage.

    Ask for the person who decides and for the one he decides for. With the defaults it
    tells what the parts alone forbid: whom ``shortage`` must leave out.

    :param Act act: of the stage
    :param parts: ``{Part: set of people}``; a part may be missing
    :param reviewers: the approvals of earlier stages of the round, as
        ``[(act, people behind it)]``
    :param roles_taken: the roles in which the person has decided in the round
    :param str role: of the stage
    :param bool agrees: False when he returns or rejects: being the only reviewer or
        scorer does not forbid that
    :return: tuple of ``Rule``, in order; empty = he may
    """
    broken = {
        rule
        for rule, acts, barred in _FORBIDDEN
        if act in acts and any(person in parts.get(part, ()) for part in barred)
    }
    broken |= {
        rule
        for rule, reserved, part in _RESERVED
        if act is reserved and person not in parts.get(part, ())
    }
    if agrees and act in APPROVING:
        reviews = [people for done, people in reviewers if done in REVIEWING]
        if _alone(person, reviews):
            broken.add(Rule.R2)
    if agrees and act is Act.AWARD:
        scores = [people for done, people in reviewers if done is Act.EVALUATE]
        scores += [{scorer} for scorer in parts.get(Part.SCORER, ())]
        if _alone(person, scores):
            broken.add(Rule.R5)
    if set(roles_taken) - {role}:
        broken.add(Rule.R12)
    return tuple(rule for rule in Rule if rule in broken)


def _alone(person, groups):
    """Return whether a person is behind each of the groups, and there are any."""
    return bool(groups) and all(person in people for people in groups)
