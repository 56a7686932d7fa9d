"""What a try-out is made of: tickets that have been, and service levels to try."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from ..attainment import Basis
from ..clock import Policy
from ..credits import CreditRules
from ..errors import EngineError, _lt
from ..history.model import TicketHistory
from ..instants import local_date, local_to_instant
from ..rounding import Number

Span = tuple[int, int]


class TryoutError(EngineError):
    """A try-out that cannot be computed."""


class TryoutStopped(Exception):
    """The caller's progress function has stopped the try-out."""


@dataclass(frozen=True)
class Candidate:
    """A service level agreement to try.

    :param key: identifies it in the results, e.g. a database id
    :param policy: its targets with compiled hours, and the reasons that pause; hours
        that several candidates or priorities share should be one object
    :param basis: by what a target belongs to a month
    :param rules: its credits, overall targets and minimum; availability costs nothing
        in a try-out, for a ticket history says nothing of outages
    :param monthly_fee: in some currency; no fee means credits of 0
    """

    key: object
    policy: Policy
    basis: Basis = Basis.DECIDED
    rules: CreditRules = field(default_factory=CreditRules)
    monthly_fee: Number = 0


@dataclass(frozen=True)
class TryoutInput:
    """The tickets, and how they are looked at.

    :param tickets: as `read_history` gives them
    :param zone: IANA name; months and hours of the week are local
    :param limits: first and last instant (half-open) of the time tried, as the dates of
        a contract; None = the calendar months that the tickets cover
    :param as_of: the end of what the history tells, when that is before the end of the
        limits: nothing from then on is known, and no more time passes; None = time
        passes to the end of the limits
    :param wanted: share from 0 to 1 that `tightest` is to reach
    :param priorities: shown even when no ticket has them
    :raise TryoutError: ``malformed_share``
    """

    tickets: Sequence[TicketHistory]
    zone: str
    limits: Span | None = None
    as_of: int | None = None
    wanted: Fraction = Fraction(95, 100)
    priorities: Sequence[str] = ()

    def __post_init__(self):
        if not 0 < self.wanted <= 1:
            raise TryoutError(
                "malformed_share",
                _lt("The wanted attainment is not above 0 and up to 1: %(share)s"),
                share=str(self.wanted),
            )


def covered(tickets: Sequence[TicketHistory], zone: str) -> Span | None:
    """The calendar months from the first opening to the last event, None without any.

    >>> covered([], "Asia/Shanghai")
    """
    if not tickets:
        return None
    last = max(event.at for ticket in tickets for event in ticket.events)
    first_day = local_date(min(item.opened_at for item in tickets), zone)
    following = local_date(last, zone).replace(day=1) + timedelta(days=31)
    return (
        local_to_instant(first_day.replace(day=1), 0, zone),
        local_to_instant(following.replace(day=1), 0, zone),
    )


def days_to_compile(
    tickets: Sequence[TicketHistory], zone: str, limits: Span | None = None
) -> tuple[date, date] | None:
    """The days for which service hours must be compiled: first and last, included.

    A month is added at the end: whether a target whose time is up at closing time was
    missed is known with the next second of service. None without tickets and limits.
    """
    spans = [span for span in (limits, covered(tickets, zone)) if span]
    if not spans:
        return None
    first = local_date(min(start for start, _end in spans), zone)
    last = local_date(max(end for _start, end in spans), zone)
    return first, last + timedelta(days=31)
