"""SLA try-out: what a service level would have been on tickets that have been."""

from .missed import MissedTarget, MissedTargets
from .model import (
    Candidate,
    TryoutError,
    TryoutInput,
    TryoutStopped,
    covered,
    days_to_compile,
)
from .result import CandidateResult, MonthCredit, TicketCounts, Tightest
from .run import try_out

__all__ = [
    "Candidate",
    "CandidateResult",
    "MissedTarget",
    "MissedTargets",
    "MonthCredit",
    "TicketCounts",
    "Tightest",
    "TryoutError",
    "TryoutInput",
    "TryoutStopped",
    "covered",
    "days_to_compile",
    "try_out",
]
