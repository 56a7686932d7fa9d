"""When recurring work is done: once in each day, week, month … of a span of days."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from .errors import ScheduleError, _lt

DAYS = {"daily": 1, "weekly": 7}
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


def occurrences(start: date, end: date, recurrence: str) -> list[tuple[date, date]]:
    """Return the first and the last day of each time that the work is to be done.

    The first begins on `start`; each lasts until the next one begins, the last one
    until `end`. Months are counted from the start: from January 31 on it is the last
    day of each shorter month.

    :param recurrence: daily, weekly, monthly, quarterly or yearly
    :raise ScheduleError: ``unknown_recurrence``

    >>> occurrences(date(2026, 8, 1), date(2026, 9, 10), "monthly")[1]
    (datetime.date(2026, 9, 1), datetime.date(2026, 9, 10))
    """
    if recurrence not in DAYS and recurrence not in MONTHS:
        raise ScheduleError(
            "unknown_recurrence",
            _lt("Work recurs daily, weekly, monthly, quarterly or yearly."),
        )
    days = list(_days(start, end, recurrence))
    lasts = [day - timedelta(days=1) for day in days[1:]] + [end]
    return list(zip(days, lasts, strict=True)) if days else []


def _days(start: date, end: date, recurrence: str) -> Iterator[date]:
    count, day = 0, start
    while day <= end:
        yield day
        count += 1
        if recurrence in DAYS:
            day = start + timedelta(days=DAYS[recurrence] * count)
        else:
            day = _months_after(start, MONTHS[recurrence] * count)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
