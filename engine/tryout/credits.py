"""The credits of each month, by the rules of `engine.credits`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from ..attainment import ALL
from ..clock import Metric
from ..credits import OVERALL, compute_credits
from ..rounding import ratio
from .missed import MissedTargets
from .model import Candidate
from .result import MonthCredit, Pair


class _Missed(NamedTuple):
    key: int
    priority: str
    metric: Metric


@dataclass(frozen=True)
class _Overall:
    decided: int
    share: Fraction | None
    missed: tuple = ()


@dataclass(frozen=True)
class _Month:
    """What `compute_credits` asks of a month's figures; there are no outages."""

    missed: Sequence[_Missed]
    overall: Mapping[Metric, _Overall]
    availability: Mapping = field(default_factory=dict)

    def attainment(self, metric: Metric) -> _Overall:
        return self.overall[metric]


def month_credits(
    candidate: Candidate,
    months: Sequence[str],
    attainment: Mapping[tuple[Metric, str], Mapping[str, Pair]],
    missed: MissedTargets,
) -> dict[str, MonthCredit]:
    """The credit of each month; availability has none, see `Candidate.rules`."""
    rules = candidate.rules
    costly = {place for place, pct in rules.missed_pct.items() if pct}
    by_month: dict[int, list[_Missed]] = {}
    for month, *item in missed.of(costly):
        by_month.setdefault(month, []).append(_Missed(*item))
    found = {}
    for number, month in enumerate(months, start=1):
        overall = {}
        for metric in Metric:
            met, decided = attainment[metric, ALL][month]
            overall[metric] = _Overall(decided, ratio(met, decided))
        figures = _Month(by_month.get(number, ()), overall)
        credit = compute_credits(figures, rules, candidate.monthly_fee)
        below = [line.pct for line in credit.lines if line.rule == OVERALL]
        overall_pct = sum(below, Fraction(0))
        found[month] = MonthCredit(
            missed_pct=credit.uncapped_pct - overall_pct,
            overall_pct=overall_pct,
            pct=credit.pct,
            amount=credit.amount,
        )
    return found
