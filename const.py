"""Selections and codes that several rooms share."""

from .engine.approval import Act
from .engine.clock import ClockState, Metric
from .engine.timeline import EventKind

LEVELS = [("high", "High"), ("medium", "Medium"), ("low", "Low")]

METRICS = [(Metric.RESPONSE.value, "Response"), (Metric.RESOLUTION.value, "Resolution")]

CLOCK_STATES = [
    (ClockState.RUNNING.value, "Running"),
    (ClockState.PAUSED.value, "Paused"),
    (ClockState.MET.value, "Met"),
    (ClockState.BREACHED.value, "Breached"),
    (ClockState.NOT_APPLICABLE.value, "Not applicable"),
]

EVENT_KINDS = [
    (EventKind.OPENED.value, "Opened"),
    (EventKind.RESPONDED.value, "Responded"),
    (EventKind.PAUSED.value, "Paused"),
    (EventKind.RESUMED.value, "Resumed"),
    (EventKind.RESOLVED.value, "Resolved"),
    (EventKind.REOPENED.value, "Reopened"),
    (EventKind.CANCELLED.value, "Cancelled"),
    (EventKind.MERGED.value, "Merged"),
    (EventKind.PRIORITY_CHANGED.value, "Priority changed"),
    (EventKind.CONTRACT_CHANGED.value, "Contract changed"),
    (EventKind.CORRECTION.value, "Correction"),
]

# What a ticket's stage, or a state of an imported history, says of the ticket.
STATE_MEANINGS = [
    ("new", "New"),
    ("active", "In progress"),
    ("paused", "Paused"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]

ATTAINMENT_BASES = [
    ("decided", "Decided in the period"),
    ("resolved_in_period", "Resolved in the period"),
    ("opened_in_period", "Opened in the period"),
]

CONFIDENTIALITY = [
    ("public", "Public"),
    ("internal", "Internal"),
    ("secret", "Secret"),
]

# What deciding a stage is: the engine's acts that are stages of an approval.
STAGE_ACTS = [
    (Act.REVIEW.value, "Review"),
    (Act.SERVICE_OPINION.value, "Opinion of the service department"),
    (Act.EVALUATE.value, "Bid evaluation"),
    (Act.AUDIT.value, "Audit"),
    (Act.VERIFY_EFFECTIVENESS.value, "Effectiveness check"),
    (Act.VERIFY_SECURITY.value, "Verification of a security incident"),
    (Act.CLOSE_PROBLEM.value, "Closure of a problem"),
    (Act.CHAIR_ACCEPTANCE.value, "Internal acceptance review"),
    (Act.AWARD.value, "Award"),
    (Act.APPROVE.value, "Approval"),
]

DECIDER_KINDS = [
    ("role", "A role"),
    ("person", "A person on the document"),
    ("users", "People by name"),
]

APPROVAL_PEOPLE = [
    ("project_manager", "Project manager"),
    ("sales_owner", "Sales owner"),
    ("service_manager", "Service manager in charge"),
    ("department_head", "Head of the author's department"),
]

ROUND_STATES = [
    ("open", "In Review"),
    ("approved", "Approved"),
    ("returned", "Returned"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
]

ROUND_STAGE_STATES = [
    ("waiting", "Waiting"),
    ("pending", "Pending"),
    ("done", "Done"),
    ("closed", "Not Decided"),
]

# Lines of the log: the engine's kinds, and what happens to a document outside of
# rounds.
DECISION_KINDS = [
    ("submitted", "Submitted"),
    ("approved", "Approved"),
    ("returned", "Returned for rework"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
    ("adopted", "Taken over"),
    ("amended", "Amended"),
    ("released", "Sent to the customer"),
    ("recalled", "Recalled"),
    ("declined", "Declined by the customer"),
    ("signed", "Signed"),
    ("scheduled", "Scheduled"),
    ("in_force", "Put in force"),
    ("still_valid", "Reviewed without change"),
    ("used", "Used"),
    ("converted", "Put in a contract"),
    ("lost", "Lost"),
    ("superseded", "Superseded"),
    ("expired", "Expired"),
    ("renewed", "Renewed"),
    ("completed", "Closed with its project"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
    ("filed", "PDF filed"),
]

# A standard SLA: neither of a contract nor drafted for a presales plan.
STANDARD_SLA = [("contract_id", "=", False), ("plan_id", "=", False)]

# Lines that begin a round without stages: the content is decided elsewhere.
DECIDED_ELSEWHERE = ("adopted", "amended")

# The states of an SLA whose dates say when tickets are judged by it.
SLA_RELEASED = ("signed", "in_force", "superseded", "expired", "closed")

CONTRACT_KINDS = [
    ("new", "New Contract"),
    ("amendment", "Amendment"),
    ("renewal", "Renewal"),
]

# The states of a contract that both parties have signed: its dates say what it covers.
CONTRACT_RELEASED = (
    "signed",
    "in_force",
    "expired",
    "renewed",
    "closed",
    "completed",
)
# Those in which it has begun: it may have tickets, outages, reports.
CONTRACT_BEGUN = ("in_force", "expired", "renewed", "closed", "completed")
# Those in which it covers no further day.
CONTRACT_OVER = (
    "expired",
    "renewed",
    "closed",
    "completed",
    "rejected",
    "cancelled",
)

# The life of a controlled document (domain 4). A model may rename and add states.
DOCUMENT_STATES = [
    ("draft", "Draft"),
    ("in_review", "In Review"),
    ("reviewed", "Reviewed"),
    ("approved", "Approved"),
    ("in_force", "In Force"),
    ("superseded", "Superseded"),
    ("closed", "Closed"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]

# Contract reviews (domain 2.3).
REVIEW_MODES = [
    ("sign_off", "Sign-Off"),
    ("meeting", "Meeting"),
]

REVIEW_ANSWERS = [
    ("yes", "Yes"),
    ("no", "No"),
    ("not_applicable", "Not Applicable"),
]

REVIEW_OPINIONS = [
    ("agree", "Agree"),
    ("conditions", "Agree with Conditions"),
    ("disagree", "Disagree"),
]

REVIEW_CONCLUSIONS = [
    ("pass", "Pass"),
    ("conditions", "Pass with Conditions"),
    ("fail", "Fail"),
]

SERVICE_AUDIENCES = [
    ("customer", "Customer-facing"),
    ("supporting", "Supporting"),
]

# Availability that a service of the class usually has (domain 3.7).
SERVICE_CLASSES = [
    ("core", "Core: 99.9 %"),
    ("important", "Important: 99.5 %"),
    ("general", "General: 99.0 %"),
]

CHARGE_BASES = [
    ("fixed", "Fixed price"),
    ("time_material", "Time and material"),
    ("per_item", "Per item"),
]

# Types of service requirements; the first five are those that clause 1.1.3 names.
NAMED_REQUIREMENT_TYPES = [
    ("response_time", "Response time"),
    ("availability", "Availability"),
    ("continuity", "Continuity"),
    ("staff_skills", "Staff skills"),
    ("capacity", "Capacity"),
]
REQUIREMENT_TYPES = [
    *NAMED_REQUIREMENT_TYPES,
    ("resolution_time", "Resolution time"),
    ("security", "Security"),
    ("reporting", "Service reporting"),
    ("satisfaction", "Satisfaction"),
    ("other", "Other"),
]

REQUIREMENT_COMPARISONS = [("at_most", "At most"), ("at_least", "At least")]

# Minutes, hours and working days are service time, unless the customer wants them to
# be counted around the clock.
REQUIREMENT_UNITS = [
    ("minutes", "minutes"),
    ("hours", "hours"),
    ("working_days", "working days"),
    ("percent", "%"),
    ("score", "Points of 5"),
    ("people", "people"),
    ("count", "number"),
    ("per_month", "per month"),
    ("gigabytes", "GB"),
    ("other", "Other"),
]
TIME_UNITS = ("minutes", "hours", "working_days")

# What of an SLA answers a requirement.
ANSWER_KINDS = [
    ("response", "Response target"),
    ("resolution", "Resolution target"),
    ("availability", "Availability target"),
    ("satisfaction", "Satisfaction target"),
    ("overall_response", "Overall response target"),
    ("overall_resolution", "Overall resolution target"),
    ("other", "Other, in words"),
    ("none", "Nothing"),
]

# What the provider issues for a payment (发票).
INVOICE_TYPES = [
    ("special", "Special VAT invoice"),
    ("general", "General VAT invoice"),
    ("none", "No invoice"),
]

# The phases of a project initiation (domain 4.6), as people speak of them.
INITIATION_PHASES = [
    ("appoint", "To Appoint"),
    ("complete", "With the Project Manager"),
    ("submit", "To Submit"),
    ("review", "In Approval"),
    ("initiated", "Initiated"),
    ("over", "Given Up"),
]
