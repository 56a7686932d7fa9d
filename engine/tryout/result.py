"""What a try-out says of one candidate, as values and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ..attainment import ALL
from ..clock import Metric
from ..instants import to_datetime
from ..rounding import half_up, ratio
from .missed import MissedTarget, MissedTargets

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class MonthCredit:
    """The credit of a month: percent of the fee (`Fraction`), and the amount.

    `missed_pct` for the missed targets and `overall_pct` for the overall attainment add
    up to what is due before the cap; `pct` is what is left under it.
    """

    missed_pct: Fraction
    overall_pct: Fraction
    pct: Fraction
    amount: Decimal

    @property
    def is_capped(self) -> bool:
        return self.pct < self.missed_pct + self.overall_pct


@dataclass(frozen=True, slots=True)
class Tightest:
    """The tightest target of a priority, and the times behind it, in service seconds.

    :param target_seconds: the candidate's target
    :param tightest_seconds: the shortest time of a finished ticket that would have met
        the wanted share as a target; None when not even the longest would
    :param met: those within it (None: within the longest time of all)
    :param decided: the finished ones, and those still open that had used more
    :param open: all that were still open at the end
    :param median: of the finished ones, as `p90` and `p95` (nearest rank)
    """

    target_seconds: int
    tightest_seconds: int | None
    met: int
    decided: int
    open: int
    median: Fraction | None
    p90: int | None
    p95: int | None


@dataclass(frozen=True, slots=True)
class TicketCounts:
    """How many tickets of the history a try-out looked at.

    `registered` were opened within the limits, `backlog` before them and were still
    open then; `before` and `after` have nothing to do with them. Of those within,
    `cancelled` were withdrawn and `open` are open at the end.
    """

    given: int
    registered: int
    backlog: int
    before: int
    after: int
    cancelled: int
    open: int


@dataclass(frozen=True)
class CandidateResult:
    """What a candidate would have been.

    :param months: ``"2026-08"``, every calendar month of the limits
    :param attainment: ``{(metric, priority or ALL): {month or ALL: (met, decided)}}``
    :param load: tickets opened by hour of the week, local, Monday 00 h first
    :param outside: tickets opened outside of the hours of their resolution target (the
        response target's where there is none), by priority
    :param service: seconds of service in each hour of a usual week, by priority
    :param no_target: tickets within the limits whose priority has no target, by
        priority
    """

    key: object
    months: tuple[str, ...]
    tickets: TicketCounts
    attainment: Mapping[tuple[Metric, str], Mapping[str, Pair]]
    missed: MissedTargets
    credits: Mapping[str, MonthCredit]
    load: Sequence[int]
    outside: Mapping[str, int]
    service: Mapping[str, Sequence[int]]
    no_target: Mapping[str, int]
    tightest: Mapping[tuple[Metric, str], Tightest]

    def share(
        self, metric: Metric, priority: str = ALL, month: str = ALL
    ) -> Fraction | None:
        """An attainment, unrounded; None (not applicable) for 0 of 0."""
        return ratio(*self.attainment[metric, priority][month])

    @property
    def worst_month(self) -> str | None:
        """The month of the greatest credit, the first of equals; None without any."""
        costly = [month for month, item in self.credits.items() if item.pct]
        return max(costly, key=lambda month: self.credits[month].pct, default=None)

    def mean_credit(self) -> tuple[Fraction, Decimal]:
        """Mean percentage and amount of a month; the amount rounded half-up to 0.01."""
        items = list(self.credits.values())
        if not items:
            return Fraction(0), Decimal("0.00")
        pct = sum((item.pct for item in items), Fraction(0)) / len(items)
        amount = sum(Fraction(item.amount) for item in items) / len(items)
        return pct, half_up(amount, 2)

    def as_json(self, missed_limit: int | None = None) -> dict:
        """Plain values, as docs/presales.md has them.

        :param missed_limit: list no more than so many missed targets;
            ``missed_total`` counts them all
        """
        return {
            "months": list(self.months),
            "tickets": {
                name: getattr(self.tickets, name) for name in TicketCounts.__slots__
            },
            "attainment": self._attainment(),
            "missed": [_missed(item) for item in self.missed[:missed_limit]],
            "missed_total": len(self.missed),
            "credits": self._credits(),
            "load": list(self.load),
            "outside": sum(self.outside.values()),
            "outside_by_priority": dict(self.outside),
            "service": {code: list(week) for code, week in self.service.items()},
            "no_target": dict(self.no_target),
            "tightest": self._tightest(),
        }

    def _attainment(self) -> dict:
        return {
            metric.value: {
                _all(code): {_all(month): list(pair) for month, pair in pairs.items()}
                for (kind, code), pairs in self.attainment.items()
                if kind is metric
            }
            for metric in Metric
        }

    def _credits(self) -> dict:
        pct, amount = self.mean_credit()
        worst = self.credits.get(self.worst_month)
        return {
            "months": {
                month: {
                    "pct": _percent(item.pct),
                    "missed_pct": _percent(item.missed_pct),
                    "overall_pct": _percent(item.overall_pct),
                    "amount": str(item.amount),
                }
                for month, item in self.credits.items()
            },
            "mean_pct": _percent(pct),
            "mean": str(amount),
            "worst_pct": _percent(worst.pct if worst else 0),
            "worst": str(worst.amount) if worst else "0.00",
            "worst_month": self.worst_month,
        }

    def _tightest(self) -> dict:
        return {
            metric.value: {
                code: {
                    "target": item.target_seconds,
                    "tightest": item.tightest_seconds,
                    "met": item.met,
                    "decided": item.decided,
                    "open": item.open,
                    "median": _whole(item.median),
                    "p90": item.p90,
                    "p95": item.p95,
                }
                for (kind, code), item in self.tightest.items()
                if kind is metric
            }
            for metric in Metric
        }


def _all(name: str) -> str:
    return "all" if name == ALL else name


def _percent(value) -> str:
    return str(half_up(value, 4))


def _whole(seconds: Fraction | None) -> int | None:
    return None if seconds is None else int(half_up(seconds, 0))


def _missed(item: MissedTarget) -> dict:
    return {
        "ref": item.ref,
        "priority": item.priority,
        "metric": item.metric.value,
        "month": item.month,
        "opened_at": _iso(item.opened_at),
        "target": item.target_seconds,
        "used": item.used_seconds,
        "decided_at": _iso(item.decided_at),
    }


def _iso(instant: int) -> str:
    return f"{to_datetime(instant).isoformat()}Z"
