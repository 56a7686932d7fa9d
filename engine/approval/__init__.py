"""Controlled documents: rounds of approval, duties, evidence, versions."""

from ..errors import ApprovalError
from .compare import Change, Difference, differences
from .coverage import shortage
from .delegation import Delegation
from .duties import Rule, broken_rules
from .evidence import (
    GENESIS,
    ChainLine,
    Finding,
    Flaw,
    canonical,
    check_chain,
    digest,
    line_hash,
)
from .parts import Act, Decision, Kind, Outcome, Part, Stage
from .rounds import Round
from .versions import next_version

__all__ = [
    "GENESIS",
    "Act",
    "ApprovalError",
    "ChainLine",
    "Change",
    "Decision",
    "Delegation",
    "Difference",
    "Finding",
    "Flaw",
    "Kind",
    "Outcome",
    "Part",
    "Round",
    "Rule",
    "Stage",
    "broken_rules",
    "canonical",
    "check_chain",
    "differences",
    "digest",
    "line_hash",
    "next_version",
    "shortage",
]
