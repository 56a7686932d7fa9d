"""Selections and codes that several rooms share."""

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
