"""Events: what can happen to a ticket, and when it was recorded."""

from dataclasses import dataclass
from enum import Enum


class EventKind(str, Enum):
    """What can happen to a ticket."""

    OPENED = "opened"
    RESPONDED = "responded"
    PAUSED = "paused"
    RESUMED = "resumed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CANCELLED = "cancelled"
    MERGED = "merged"
    PRIORITY_CHANGED = "priority_changed"
    CONTRACT_CHANGED = "contract_changed"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    :param int at: the instant it happened; of a correction, the right instant
    :param int seq: order of recording, unique within a timeline; breaks ties of ``at``
    :param recorded_at: when it was recorded; None = when it happened
    :param str reason: paused, resumed: code of the pause reason; else free text
    :param str value: opened, priority_changed: priority code; contract_changed:
        contract key
    :param corrects: correction: the ``seq`` of the event it mends
    :param bool void: correction: the event never happened
    """

    kind: EventKind
    at: int
    seq: int = 0
    recorded_at: int | None = None
    reason: str = ""
    value: str = ""
    corrects: int | None = None
    void: bool = False

    def known_by(self, instant):
        """Return whether it was on record at an instant."""
        recorded_at = self.at if self.recorded_at is None else self.recorded_at
        return recorded_at <= instant
