"""SLA attainment: which targets count in a period, and which of them were met.

Three bases (domain 3.4):

- ``decided`` (default): a target counts in the period in which it was decided, that is
  met or missed. It counts exactly once: what an earlier report, by what was known then,
  has counted stays there, whatever happens to the ticket later.
- ``resolved_in_period``: the tickets resolved in the period (a missed ticket that is
  never resolved escapes).
- ``opened_in_period``: the tickets opened in the period, as far as they are decided at
  its end.

0 of 0 is not applicable. The overall figure sums tickets; it is no mean of percentages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from .clock import Metric
from .rounding import ratio

ALL = "ALL"


class Basis(str, Enum):
    """By what a ticket's target belongs to a period."""

    DECIDED = "decided"
    RESOLVED_IN_PERIOD = "resolved_in_period"
    OPENED_IN_PERIOD = "opened_in_period"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One target of one ticket at the end of the period.

    `met` is None while it is undecided or not applicable; `bases` are those on which
    it counts in the period.
    """

    key: object
    metric: Metric
    priority: str
    met: bool | None
    bases: frozenset[Basis]


@dataclass(frozen=True, slots=True)
class Attainment:
    """The keys of the tickets that met and that missed a target."""

    met: tuple = ()
    missed: tuple = ()

    @property
    def decided(self) -> int:
        return len(self.met) + len(self.missed)

    @property
    def share(self) -> Fraction | None:
        """met / decided, unrounded; None (not applicable) for 0 of 0."""
        return ratio(len(self.met), self.decided)

    @property
    def pair(self) -> tuple[int, int]:
        """(met, decided)."""
        return len(self.met), self.decided


def attainments(
    judgements: Iterable[Judgement], basis: Basis, priorities: Iterable[str]
) -> dict[tuple[Metric, str], Attainment]:
    """Attainment by metric and priority, with `ALL` for each metric.

    :param priorities: those that are shown even when nothing was decided
    """
    found: dict[tuple[Metric, str], tuple[list, list]] = {
        (metric, priority): ([], [])
        for metric in Metric
        for priority in (*priorities, ALL)
    }
    for item in judgements:
        if item.met is None or basis not in item.bases:
            continue
        for priority in (item.priority, ALL):
            met, missed = found.setdefault((item.metric, priority), ([], []))
            (met if item.met else missed).append(item.key)
    return {
        place: Attainment(tuple(met), tuple(missed))
        for place, (met, missed) in found.items()
    }
