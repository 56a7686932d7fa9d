"""When tickets are opened, by hour of the week, and when service is owed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from ..instants import DAY, get_zone, local_date, local_to_instant, to_local
from ..service_hours import ServiceHours
from ..statistics import median
from ..timeline import FINISHED
from .cases import Case
from .model import Span
from .result import TicketCounts

HOURS = 7 * 24


class Intake:
    """The tickets that had to do with the time tried, and when they were opened.

    :param hours: by priority, the hours against which openings are counted
    """

    def __init__(self, zone: str, hours: Mapping[str, Iterable[ServiceHours]]):
        self.zone = get_zone(zone)
        self.hours = hours
        self.counts: Counter[str] = Counter()
        self.within: Counter[str] = Counter()  # by priority
        self.load = [0] * HOURS
        self.outside: Counter[tuple[str, ServiceHours]] = Counter()

    def note(self, case: Case) -> None:
        """Count a ticket within the time tried."""
        self.within[case.priority] += 1
        if case.works[-1] not in FINISHED:
            self.counts["open"] += 1
        elif case.is_withdrawn:
            self.counts["cancelled"] += 1
        if not case.first:
            self.counts["backlog"] += 1
            return
        self.counts["registered"] += 1
        self.load[hour_of_week(case.opened_at, self.zone)] += 1
        for hours in self.hours.get(case.priority, ()):
            if not hours.is_open(case.opened_at):
                self.outside[case.priority, hours] += 1

    def tickets(self) -> TicketCounts:
        """The counts; ``given``, ``before`` and ``after`` come from the caller."""
        return TicketCounts(
            **{name: self.counts[name] for name in TicketCounts.__slots__}
        )


def hour_of_week(instant: int, zone) -> int:
    """The local hour of the week, Monday 00 h being 0.

    :param zone: a ``ZoneInfo``
    """
    local = to_local(instant, zone)
    return local.weekday() * 24 + local.hour


def usual_week(hours: ServiceHours, span: Span, zone: str) -> tuple[int, ...]:
    """Seconds of service in each hour of a usual local week.

    The median over the days of a span (a week at least, a year at most): holidays and
    make-up workdays do not show, a line of every other week shows as half.
    """
    day = local_date(span[0], zone)
    days = min(max((local_date(span[1], zone) - day).days, 7), 371)
    found: list[list[int]] = [[] for _hour in range(HOURS)]
    first, last = hours.horizon
    midnight = local_to_instant(day, 0, zone)
    for _number in range(days):
        following = local_to_instant(day, DAY, zone)
        # a day on which the clock changes is not usual
        if following - midnight == DAY and first <= midnight and following <= last:
            for hour in range(24):
                start = midnight + hour * 3600
                seconds = hours.seconds_between(start, start + 3600)
                found[day.weekday() * 24 + hour].append(seconds)
        day, midnight = day + timedelta(days=1), following
    return tuple(int(median(seconds) or 0) for seconds in found)
