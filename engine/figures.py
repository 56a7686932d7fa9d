"""The figures of a period, and what they are made of.

Where a field holds keys, the figure is their number: every number can be traced to its
tickets.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from .attainment import ALL, Attainment, Basis
from .availability import Availability, Exclusion, Outage
from .clock import Metric
from .rounding import ratio
from .service_hours import ServiceHours
from .statistics import Satisfaction, mean, median, nearest_rank
from .ticket_period import Ticket, TicketPeriod
from .windows import OneOff, Recurring

Span = tuple[int, int]
Keys = tuple


@dataclass(frozen=True)
class Service:
    """A service with an availability target (percent; None = reported without one)."""

    code: str
    hours: ServiceHours
    target_pct: Fraction | None = None
    windows: Sequence[OneOff | Recurring] = ()
    outages: Sequence[Outage] = ()
    exclusions: Sequence[Exclusion] = ()


@dataclass(frozen=True)
class PeriodInput:
    """What the figures of a period are made of.

    :param period: e.g. ``month_period("2026-08", zone)``
    :param zone: the contract's; ageing counts its calendar days
    :param contract: span of the contract; None = no limits
    :param priorities: shown even when nothing happened in them
    :param earlier_ends: ends of the periods reported before; None = calendar months
    :param drawn_at: when the report is drawn; None = long after the period
    """

    period: Span
    zone: str
    tickets: Iterable[Ticket]
    services: Sequence[Service] = ()
    contract: Span | None = None
    priorities: Sequence[str] = ()
    basis: Basis = Basis.DECIDED
    earlier_ends: Sequence[int] | None = None
    drawn_at: int | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """Net service seconds, ascending; `keys` are in the same order."""

    keys: Keys = ()
    seconds: tuple[int, ...] = ()

    @property
    def mean(self) -> Fraction | None:
        return mean(self.seconds)

    @property
    def median(self) -> Fraction | None:
        return median(self.seconds)

    @property
    def p90(self) -> int | None:
        return nearest_rank(self.seconds)


@dataclass(frozen=True, slots=True)
class Missed:
    """A target missed in the period; durations in seconds, `outcome_at` an instant."""

    key: object
    ref: str
    metric: Metric
    priority: str
    target_seconds: int
    used_seconds: int
    outcome_at: int


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A target that an earlier report has counted as `was` and that now stands
    otherwise (True met, False missed, None undecided or withdrawn). The earlier report
    stays as it is; this one mentions it (数据调整说明)."""

    key: object
    ref: str
    metric: Metric
    was: bool
    now: bool | None


@dataclass(frozen=True)
class PeriodFigures:
    """Figures of a period; where a field holds keys, the figure is their number.

    `opened` are the registered tickets that were not cancelled in the same period, and
    what the breakdowns divide; `reopened` had left the backlog in an earlier period,
    `reopenings` are all tickets re-opened in this one. `in_balance` are undecided only
    because the report is drawn too early to be final. `rows` are the tickets that have
    to do with the period, in the order given.
    """

    period: Span
    zone: str
    basis: Basis
    priorities: tuple[str, ...]
    registered: Keys
    opened: Keys
    cancelled: Keys
    resolved: Keys
    reopened: Keys
    reopenings: Keys
    opening_backlog: Keys
    closing_backlog: Keys
    overdue: Keys
    first_line_resolved: Keys
    by_type: Mapping[str, Keys]
    by_priority: Mapping[str, Keys]
    by_category: Mapping[str, Keys]
    by_channel: Mapping[str, Keys]
    by_line: Mapping[int | None, Keys]
    ageing: Mapping[str, Keys]
    attainments: Mapping[Basis, Mapping[tuple[Metric, str], Attainment]]
    times: Mapping[tuple[Metric, str], Times]
    missed: tuple[Missed, ...]
    satisfaction: Satisfaction
    answered: Keys
    availability: Mapping[str, Availability]
    adjustments: tuple[Adjustment, ...]
    in_balance: Keys
    refs: Mapping[object, str] = field(repr=False)
    rows: tuple[TicketPeriod, ...] = field(repr=False, compare=False)

    def attainment(
        self, metric: Metric, priority: str = ALL, basis: Basis | None = None
    ) -> Attainment:
        """Attainment of a metric; on the contract's basis unless another is asked."""
        found = self.attainments[basis or self.basis]
        return found.get((metric, priority), Attainment())

    def time(self, metric: Metric, priority: str = ALL) -> Times:
        """Net times of the tickets resolved (responded to) in the period."""
        return self.times.get((metric, priority), Times())

    @property
    def first_line_share(self) -> Fraction | None:
        """First-line resolved ÷ resolved."""
        return ratio(len(self.first_line_resolved), len(self.resolved))

    @property
    def reopen_share(self) -> Fraction | None:
        """Re-opened in the period ÷ resolved in the period."""
        return ratio(len(self.reopenings), len(self.resolved))
