"""Policies: the targets of an agreement."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from .errors import PolicyError, _lt
from .service_hours import ServiceHours


class Metric(str, Enum):
    """What a target is set for."""

    RESPONSE = "response"
    RESOLUTION = "resolution"


@dataclass(frozen=True)
class Target:
    """Service seconds within which something is to be done.

    :raise PolicyError: ``negative_target``
    """

    seconds: int
    hours: ServiceHours

    def __post_init__(self):
        if self.seconds < 0:
            raise PolicyError(
                "negative_target",
                _lt("A target cannot be negative: %(seconds)s s"),
                seconds=self.seconds,
            )


@dataclass(frozen=True)
class Policy:
    """The targets of an agreement.

    :param targets: ``{(priority code, Metric): Target}``; absent = not applicable
    :param pause_reasons: reasons that stop the resolution clock; None = all
    :param at_risk_share: share of the target from which on the clock is at risk
    :raise PolicyError: ``malformed_share``
    """

    targets: Mapping[tuple[str, Metric], Target]
    pause_reasons: frozenset[str] | None = None
    at_risk_share: Fraction = Fraction(3, 4)

    def __post_init__(self):
        if not 0 < self.at_risk_share <= 1:
            raise PolicyError(
                "malformed_share",
                _lt("The at-risk share is not above 0 and up to 1: %(share)s"),
                share=str(self.at_risk_share),
            )
