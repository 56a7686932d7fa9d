"""When tickets are opened, by hour of the week, and when service is owed."""

from collections.abc import Sequence
from datetime import date, timedelta

from ..instants import get_zone, local_to_instant, to_local
from ..service_hours import ServiceHours
from ..statistics import median
from .model import Span

HOURS = 7 * 24


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
    day = to_local(span[0], zone).date()
    days = min(max((to_local(span[1], zone).date() - day).days, 7), 371)
    found: list[list[int]] = [[] for _hour in range(HOURS)]
    first, last = hours.horizon
    for number in range(days):
        edges = _hours_of_day(day + timedelta(days=number), zone)
        weekday = (day + timedelta(days=number)).weekday()
        for hour in range(24):
            start, end = edges[hour], edges[hour + 1]
            # an hour that the change of the clock skips or repeats is unusual
            if end - start == 3600 and first <= start and end <= last:
                found[weekday * 24 + hour].append(hours.seconds_between(start, end))
    return tuple(int(median(seconds) or 0) for seconds in found)


def _hours_of_day(day: date, zone: str) -> Sequence[int]:
    zone = get_zone(zone)
    return [local_to_instant(day, hour * 3600, zone) for hour in range(25)]
