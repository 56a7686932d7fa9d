"""Availability of a service in a period (domain 3.6).

- Agreed service time (AST) is the service hours within the period and the contract,
  less the maintenance windows.
- Downtime (DT) is the union of the outages within the AST, less the exclusions. So the
  overrun of a window counts, and overlapping outages count once (a partial outage
  counts with its weight, the heaviest one where several overlap). An outage still open
  at the end is cut there; the rest falls into the next period.
- Overlapping or touching outages are one failure. It belongs to the period in which its
  downtime begins to count: an outage wholly inside a window or outside service hours is
  no failure, and one that overruns its window is one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from .errors import EngineError, _lt
from .rounding import Number, meets
from .service_hours import ServiceHours
from .spans import intersect, subtract, total, union

Span = tuple[int, int]


class OutageError(EngineError):
    """An outage that cannot have happened."""


@dataclass(frozen=True)
class Outage:
    """A service was down from `start` on.

    :param key: identifies its record in the figures
    :param end: None while it lasts
    :param weight: share of users or sites affected, above 0 and up to 1
    :param recorded_at: when it became known; None = when it happened
    :raise OutageError: ``reversed_outage``, ``malformed_weight``
    """

    start: int
    end: int | None = None
    weight: Fraction = Fraction(1)
    key: object = None
    recorded_at: int | None = None

    def __post_init__(self):
        if self.end is not None and self.end < self.start:
            raise OutageError(
                "reversed_outage", _lt("The outage ends before it starts")
            )
        if not 0 < self.weight <= 1:
            raise OutageError(
                "malformed_weight",
                _lt("The weight of an outage is not above 0 and up to 1: %(weight)s"),
                weight=str(self.weight),
            )

    def known_before(self, end: int) -> bool:
        """Whether it had happened and was on record before an instant."""
        return max(self.start, self.recorded_at or self.start) < end


@dataclass(frozen=True)
class Exclusion:
    """A span that is not held against the provider, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Availability:
    """Availability of one service; durations in seconds, unrounded.

    `failures` are tuples of outage keys, one per failure; `excluded` is
    ``((reason, seconds), …)``.
    """

    agreed: int
    downtime: Fraction
    failures: tuple[tuple, ...]
    excluded: tuple[tuple[str, int], ...] = ()
    target_pct: Fraction | None = None

    @property
    def share(self) -> Fraction | None:
        """(AST − DT) / AST; None when no service time was agreed."""
        return 1 - self.downtime / self.agreed if self.agreed else None

    @property
    def met(self) -> bool | None:
        """Whether the target was met, compared unrounded; None: not applicable."""
        return meets(self.share, self.target_pct)

    @property
    def mtbf(self) -> Fraction | None:
        """Mean time between failures: uptime per failure; None without a failure."""
        uptime = self.agreed - self.downtime
        return uptime / len(self.failures) if self.failures else None

    @property
    def mtrs(self) -> Fraction | None:
        """Mean time to restore service; None without a failure."""
        return self.downtime / len(self.failures) if self.failures else None

    @property
    def mtbsi(self) -> Fraction | None:
        """Mean time between service incidents: MTBF + MTRS."""
        return self.mtbf + self.mtrs if self.failures else None

    @property
    def allowed_downtime(self) -> Fraction | None:
        """Seconds of downtime that still meet the target."""
        if self.target_pct is None:
            return None
        return self.agreed * (1 - self.target_pct / 100)


def availability(
    period: Span,
    hours: ServiceHours,
    outages: Iterable[Outage],
    *,
    windows: Callable[[int, int], Sequence[Span]] = lambda start, end: (),
    exclusions: Iterable[Exclusion] = (),
    target_pct: Number | None = None,
    since: int | None = None,
) -> Availability:
    """Availability of one service.

    :param period: already clipped to the contract
    :param windows: the maintenance windows within ``[start, end)``
    :param since: from when on service was agreed at all (the contract's start): nothing
        before it makes a failure
    """
    start, end = period
    known = [outage for outage in outages if outage.known_before(end)]
    cut = [replace(item, end=_ending(item, end)) for item in known]
    horizon = hours.horizon[0]
    since = horizon if since is None else max(since, horizon)
    exclusions = list(exclusions)
    pardoned = [(item.start, item.end) for item in exclusions]

    def agreed(first: int, last: int) -> list[Span]:
        return subtract(hours.spans_within(first, last), windows(first, last))

    agreed_time = agreed(start, end) if start < end else []
    down = intersect([(item.start, item.end) for item in cut], agreed_time)
    counted = subtract(agreed_time, pardoned)
    return Availability(
        agreed=total(agreed_time),
        downtime=_weighted(cut, counted),
        failures=_failures(cut, start, since, agreed, counted, pardoned),
        excluded=_excluded(down, exclusions),
        target_pct=None if target_pct is None else Fraction(target_pct),
    )


def _ending(outage: Outage, end: int) -> int:
    return end if outage.end is None else min(outage.end, end)


def _weighted(outages: Sequence[Outage], counted: Sequence[Span]) -> Fraction:
    """Seconds down; where outages overlap, the heaviest one counts."""
    seconds, covered = Fraction(0), []
    for weight in sorted({outage.weight for outage in outages}, reverse=True):
        spans = [(item.start, item.end) for item in outages if item.weight == weight]
        spans = intersect(spans, counted)
        seconds += weight * total(subtract(spans, covered))
        covered = union(covered, spans)
    return seconds


def _failures(outages, start, since, agreed, counted, pardoned) -> tuple[tuple, ...]:
    failures = []
    for (first, last), keys in _groups(outages):
        if not intersect([(first, last)], counted):
            continue
        first = max(first, since)
        earlier = agreed(first, start) if first < start else []
        if not subtract(earlier, pardoned):
            failures.append(keys)
    return tuple(failures)


def _groups(outages: Sequence[Outage]) -> list[tuple[Span, tuple]]:
    """Outages that overlap or touch, together: ``[(span, keys)]``."""
    groups: list[list] = []
    for item in sorted(outages, key=lambda outage: (outage.start, outage.end)):
        if groups and item.start <= groups[-1][1]:
            groups[-1][1] = max(groups[-1][1], item.end)
            groups[-1][2].append(item.key)
        else:
            groups.append([item.start, item.end, [item.key]])
    return [((start, end), tuple(keys)) for start, end, keys in groups]


def _excluded(down, exclusions: Sequence[Exclusion]) -> tuple[tuple[str, int], ...]:
    """Excluded seconds by reason; what two reasons cover goes to the first."""
    result: dict[str, int] = {}
    for item in exclusions:
        span = [(item.start, item.end)]
        seconds = total(intersect(down, span))
        down = subtract(down, span)
        if seconds:
            result[item.reason] = result.get(item.reason, 0) + seconds
    return tuple(result.items())
