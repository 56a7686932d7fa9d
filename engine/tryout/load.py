"""When tickets are opened, by hour of the week, and when service is owed."""

from datetime import timedelta

from ..instants import DAY, local_date, local_to_instant, to_local
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
