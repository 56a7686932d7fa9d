"""Who has which part in a document, what a stage asks, and what people decide.

People, stages and types of documents are plain values (integers or strings).
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Part(str, Enum):
    """The part that a person has on a record."""

    AUTHOR = "author"
    SUBMITTER = "submitter"
    PROJECT_MANAGER = "project_manager"
    SALES_OWNER = "sales_owner"
    REQUESTER = "requester"
    SCORER = "scorer"
    AUDITED = "audited"
    NC_OWNER = "nc_owner"
    IMPLEMENTER = "implementer"
    AUDITOR = "auditor"
    CUSTOMER_CONTACT = "customer_contact"


class Act(str, Enum):
    """What whoever decides a stage does."""

    REVIEW = "review"
    APPROVE = "approve"
    SERVICE_OPINION = "service_opinion"
    EVALUATE = "evaluate"
    AWARD = "award"
    AUDIT = "audit"
    VERIFY_EFFECTIVENESS = "verify_effectiveness"
    VERIFY_SECURITY = "verify_security"
    CLOSE_PROBLEM = "close_problem"
    CHAIR_ACCEPTANCE = "chair_acceptance"
    SIGN_FOR_CUSTOMER = "sign_for_customer"


class Kind(str, Enum):
    """What is decided."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Outcome(str, Enum):
    """How a round stands."""

    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a round.

    :param int key: identifies it within its round
    :param str role: in which capacity one decides it (R12)
    :param int needed: how many different people must approve
    """

    key: int
    act: Act
    role: str
    needed: int = 1


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on a day.

    :param day: the day of the decision, for the delegation
    :param stage: key of the stage; None = whichever is pending
    :param principal: the person for whom a delegate decides; None = for himself
    """

    kind: Kind
    person: int | str
    day: date
    stage: int | None = None
    principal: int | str | None = None
    comment: str = ""

    @property
    def decider(self):
        """The person whose decision it is: the principal of a delegate."""
        return self.person if self.principal is None else self.principal

    @property
    def people(self):
        """Everyone behind it: who decided, and for whom."""
        return frozenset([self.person, self.decider])
