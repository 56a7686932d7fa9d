"""Service credits: what the missed targets of a period take off the fee (domain 3.7).

Three rules, all optional: a percentage of the monthly fee per missed target, one per
started step below an availability target, one per overall attainment below its target.
A figure that is not applicable is never penalised. The sum is capped; the amount is
rounded half-up to 0.01 once, at the end.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil

from .clock import Metric
from .figures import Missed, PeriodFigures
from .rounding import Number, exact, half_up, meets

MISSED_TARGET = "missed_target"
AVAILABILITY = "availability"
OVERALL = "overall"


@dataclass(frozen=True)
class CreditRules:
    """Percentages of the monthly fee, as `Fraction` (1/2 = 0.5 %).

    :param missed_pct: by priority and metric, per missed target
    :param availability_pct: per started step of `availability_step` points below the
        target of a service
    :param overall_pct: each for response and resolution overall below
        `overall_target_pct`, from `overall_minimum` decided targets on
    :param overall_targets: by metric, where they differ from `overall_target_pct`
    :param cap_pct: most that a month can cost; None = no cap
    :param greater_only: of a ticket that missed both targets only the greater counts
    """

    missed_pct: Mapping[tuple[str, Metric], Fraction] = field(default_factory=dict)
    availability_pct: Fraction = Fraction(0)
    availability_step: Fraction = Fraction(1, 10)
    overall_pct: Fraction = Fraction(0)
    overall_target_pct: Fraction | None = None
    overall_targets: Mapping[Metric, Fraction] = field(default_factory=dict)
    overall_minimum: int = 0
    cap_pct: Fraction | None = None
    greater_only: bool = False


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One reason for a credit.

    :param rule: `MISSED_TARGET`, `AVAILABILITY` or `OVERALL`
    :param subject: priority, service code or metric
    :param metric: None for availability
    :param count: missed targets, started steps, or 1
    :param each_pct: per count; `pct` is their product
    :param keys: tickets (or outages) behind it
    """

    rule: str
    subject: str
    metric: Metric | None
    count: int
    each_pct: Fraction
    keys: tuple

    @property
    def pct(self) -> Fraction:
        return self.count * self.each_pct


@dataclass(frozen=True)
class Credits:
    """The credits of a period: `pct` after the cap, `uncapped_pct` before it."""

    lines: tuple[CreditLine, ...]
    uncapped_pct: Fraction
    pct: Fraction
    amount: Decimal

    @property
    def is_capped(self) -> bool:
        return self.pct < self.uncapped_pct


def compute_credits(
    figures: PeriodFigures, rules: CreditRules, monthly_fee: Number
) -> Credits:
    """The credits that follow from a period's figures.

    :param monthly_fee: the amount has its currency; no fee means an amount of 0
    """
    lines = tuple(_lines(figures, rules))
    uncapped = sum((line.pct for line in lines), Fraction(0))
    pct = uncapped if rules.cap_pct is None else min(uncapped, rules.cap_pct)
    return Credits(lines, uncapped, pct, half_up(exact(monthly_fee) * pct / 100, 2))


def _lines(figures: PeriodFigures, rules: CreditRules) -> Iterator[CreditLine]:
    yield from _missed_lines(figures.missed, rules)
    yield from _availability_lines(figures, rules)
    yield from _overall_lines(figures, rules)


def _missed_lines(missed: Iterable[Missed], rules: CreditRules):
    costly = [item for item in missed if _cost(item, rules)]
    if rules.greater_only:
        costly = _greater(costly, rules)
    groups: dict[tuple[str, Metric], list] = {}
    for item in costly:
        groups.setdefault((item.priority, item.metric), []).append(item.key)
    for (priority, metric), keys in sorted(groups.items()):
        each = rules.missed_pct[priority, metric]
        yield CreditLine(MISSED_TARGET, priority, metric, len(keys), each, tuple(keys))


def _cost(item: Missed, rules: CreditRules) -> Fraction:
    return rules.missed_pct.get((item.priority, item.metric), Fraction(0))


def _greater(missed: Iterable[Missed], rules: CreditRules) -> list[Missed]:
    """The costlier of the two missed targets of a ticket."""
    kept: dict[object, Missed] = {}
    for item in missed:
        other = kept.get(item.key)
        if other is None or _cost(item, rules) > _cost(other, rules):
            kept[item.key] = item
    return list(kept.values())


def _availability_lines(figures: PeriodFigures, rules: CreditRules):
    for code, item in figures.availability.items():
        if item.met is not False or not rules.availability_pct:
            continue
        points = item.target_pct - item.share * 100
        steps = ceil(points / rules.availability_step)
        keys = tuple(key for failure in item.failures for key in failure)
        yield CreditLine(AVAILABILITY, code, None, steps, rules.availability_pct, keys)


def _overall_lines(figures: PeriodFigures, rules: CreditRules):
    for metric in Metric:
        overall = figures.attainment(metric)
        target = rules.overall_targets.get(metric, rules.overall_target_pct)
        below = meets(overall.share, target) is False
        if below and rules.overall_pct and overall.decided >= rules.overall_minimum:
            yield CreditLine(
                OVERALL, metric.value, metric, 1, rules.overall_pct, overall.missed
            )
