"""The figures of a period: every number with the keys of the tickets behind it.

A report is a pure function of the events known at the end of its period: computing it
again later gives the same figures (design section 6). The period is clipped to the
contract's dates. Tickets opened before the contract are in its opening backlog and
their targets count when they are decided; what happens after its end counts no more.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from .attainment import ALL, Basis, Judgement, attainments
from .availability import Availability, availability
from .clock import ClockState, Metric, in_balance
from .figures import (
    Adjustment,
    Keys,
    Missed,
    PeriodFigures,
    PeriodInput,
    Service,
    Span,
    Times,
)
from .instants import local_date, local_to_instant
from .statistics import AGEING_LABELS, ageing_bucket, satisfaction
from .ticket_period import Flow, Ticket, TicketPeriod, read_ticket
from .windows import expand

__all__ = [
    "PeriodFigures",
    "PeriodInput",
    "Service",
    "Ticket",
    "clip_period",
    "compute_period",
]


def clip_period(period: Span, contract: Span | None) -> Span:
    """The part of a period within the contract; empty (start = end) when there is none.

    >>> clip_period((0, 10), (4, 20)), clip_period((0, 10), (15, 20))
    ((4, 10), (15, 15))
    """
    start, end = period
    if contract is not None:
        first, last = contract
        start, end = min(max(start, first), last), max(min(end, last), first)
    return start, max(start, end)


def compute_period(given: PeriodInput) -> PeriodFigures:
    """The figures of a period.

    :raise HoursError: a target's or service's hours are not compiled far enough
    """
    start, end = clip_period(given.period, given.contract)
    rows = _rows(given, start, end)
    registered = [row for row in rows if Flow.REGISTERED in row.flows]
    opened = [row for row in registered if not row.is_withdrawn]
    resolved = [row for row in rows if Flow.RESOLVED in row.flows]
    backlog = [row for row in rows if row.is_open]
    judgements = [item for row in rows for item in _judgements(row)]
    return PeriodFigures(
        period=(start, end),
        zone=given.zone,
        basis=given.basis,
        priorities=tuple(given.priorities),
        registered=_keys(registered),
        opened=_keys(opened),
        cancelled=_keys(row for row in rows if Flow.CANCELLED in row.flows),
        resolved=_keys(resolved),
        reopened=_keys(row for row in rows if Flow.REOPENED in row.flows),
        reopenings=_keys(row for row in rows if any(row.reopenings(start))),
        opening_backlog=_keys(row for row in rows if row.was_open),
        closing_backlog=_keys(backlog),
        overdue=_keys(row for row in backlog if row.met(Metric.RESOLUTION) is False),
        first_line_resolved=_keys(
            row for row in resolved if row.ticket.support_line == 1
        ),
        by_type=_by(opened, lambda row: row.ticket.type),
        by_priority=_by(opened, lambda row: row.priority),
        by_category=_by(opened, lambda row: row.ticket.category),
        by_channel=_by(opened, lambda row: row.ticket.channel),
        by_line=_by(opened, lambda row: row.ticket.support_line),
        ageing=_ageing(backlog, end, given.zone),
        attainments={
            basis: attainments(judgements, basis, given.priorities) for basis in Basis
        },
        times=_times(rows),
        missed=_missed(rows, judgements, given.basis),
        satisfaction=satisfaction(row.ticket.rating for row in resolved),
        answered=_keys(row for row in resolved if row.ticket.rating is not None),
        availability={
            service.code: _availability(service, (start, end), given)
            for service in given.services
        },
        adjustments=tuple(item for row in rows for item in _adjustments(row)),
        in_balance=_keys(
            row
            for row in rows
            if any(in_balance(clock, end) for clock in row.clocks.values())
        ),
        refs={row.ticket.key: row.ticket.ref for row in rows},
        rows=tuple(rows),
    )


def _rows(given: PeriodInput, start: int, end: int) -> list[TicketPeriod]:
    def earlier_ends(since: int) -> Iterable[int]:
        if given.earlier_ends is not None:
            return (at for at in given.earlier_ends if since < at < start)
        first = given.contract[0] if given.contract else since
        clipped = [first] if since < first < start else []
        return clipped + month_starts(max(since, first), start, given.zone)

    read = (
        read_ticket(item, start, end, earlier_ends, given.drawn_at)
        for item in given.tickets
    )
    return [row for row in read if row is not None]


def month_starts(since: int, until: int, zone: str) -> list[int]:
    """The starts of calendar months after `since` and before `until`."""
    starts, day = [], local_date(since, zone).replace(day=1)
    while (start := local_to_instant(day, 0, zone)) < until:
        if start > since:
            starts.append(start)
        day = (day + timedelta(days=31)).replace(day=1)
    return starts


def _keys(rows: Iterable[TicketPeriod]) -> Keys:
    return tuple(row.ticket.key for row in rows)


def _by(rows: Sequence[TicketPeriod], code: Callable) -> dict[object, Keys]:
    """Keys by code, the largest group first, equal ones in the order they came."""
    groups: dict[object, list] = {}
    for row in rows:
        groups.setdefault(code(row), []).append(row.ticket.key)
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    return {name: tuple(keys) for name, keys in ordered}


def _ageing(backlog: Sequence[TicketPeriod], end: int, zone: str) -> dict[str, Keys]:
    """Calendar days from the day of opening to the day on which the period is over."""
    today = local_date(end, zone)
    buckets: dict[str, list] = {label: [] for label in AGEING_LABELS}
    for row in backlog:
        days = (today - local_date(row.after.opened_at, zone)).days
        buckets[ageing_bucket(days)].append(row.ticket.key)
    return {label: tuple(keys) for label, keys in buckets.items()}


def _judgements(row: TicketPeriod) -> Iterable[Judgement]:
    for metric in Metric:
        met = row.met(metric)
        bases = set()
        if met is not None and row.counted[metric] is None:
            bases.add(Basis.DECIDED)
        if Flow.RESOLVED in row.flows:
            bases.add(Basis.RESOLVED_IN_PERIOD)
        if Flow.REGISTERED in row.flows:
            bases.add(Basis.OPENED_IN_PERIOD)
        yield Judgement(row.ticket.key, metric, row.priority, met, frozenset(bases))


def _missed(rows, judgements, basis: Basis) -> tuple[Missed, ...]:
    """The targets missed on the contract's basis, by reference."""
    by_key = {row.ticket.key: row for row in rows}
    missed = []
    for item in judgements:
        if item.met is False and basis in item.bases:
            row = by_key[item.key]
            clock = row.clocks[item.metric]
            missed.append(
                Missed(
                    key=item.key,
                    ref=row.ticket.ref,
                    metric=item.metric,
                    priority=item.priority,
                    target_seconds=clock.target_seconds,
                    used_seconds=clock.used_seconds,
                    outcome_at=clock.outcome_at,
                )
            )
    return tuple(sorted(missed, key=lambda item: (item.ref, item.metric.value)))


def _times(rows: Sequence[TicketPeriod]) -> dict[tuple[Metric, str], Times]:
    found: dict[tuple[Metric, str], list] = {}
    for row in rows:
        for metric, counts in (
            (Metric.RESPONSE, row.is_answered),
            (Metric.RESOLUTION, Flow.RESOLVED in row.flows),
        ):
            clock = row.clocks[metric]
            if counts and clock.state is not ClockState.NOT_APPLICABLE:
                for priority in (row.priority, ALL):
                    pair = (clock.used_seconds, row.ticket.key)
                    found.setdefault((metric, priority), []).append(pair)
    return {place: _sorted_times(pairs) for place, pairs in found.items()}


def _sorted_times(pairs: list[tuple[int, object]]) -> Times:
    pairs = sorted(pairs, key=lambda pair: pair[0])
    return Times(tuple(key for _, key in pairs), tuple(used for used, _ in pairs))


def _adjustments(row: TicketPeriod) -> Iterable[Adjustment]:
    """Targets that stand otherwise since this period than they were counted."""
    for metric, was in row.counted.items():
        now = row.met(metric)
        if was is not None and now not in (was, row.stood[metric]):
            yield Adjustment(row.ticket.key, row.ticket.ref, metric, was, now)


def _availability(service: Service, period: Span, given: PeriodInput) -> Availability:
    return availability(
        period,
        service.hours,
        service.outages,
        windows=lambda start, end: expand(service.windows, start, end, given.zone),
        exclusions=service.exclusions,
        target_pct=service.target_pct,
        since=given.contract[0] if given.contract else None,
    )
