"""Service hours: when service is owed, compiled for one ``bisect`` per question.

``HoursSpec`` is what a person enters: weekly lines, closures, make-up workdays, a zone.
``compile_hours`` turns it once into ``ServiceHours`` over a horizon of days, which
answers every question from arrays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from .compiled_hours import ALWAYS, ServiceHours
from .errors import HoursError, _lt
from .instants import _EPOCH_ORDINAL, DAY, get_zone, local_to_instant
from .spans import normalise, subtract

__all__ = [
    "ALWAYS",
    "Attendance",
    "HoursSpec",
    "ServiceHours",
    "compile_hours",
    "day_seconds",
]

# Someone who enters 23:59 means the end of the day: every midnight would lose a minute.
_END_OF_DAY = DAY - 60


@dataclass(frozen=True)
class Attendance:
    """One weekly line of service: ``[start, end)`` seconds after local midnight.

    :param int weekday: 0 = Monday
    :param int start: 0..86399
    :param int end: 1..86400; 23:59 and later is the end of the day
    :param week: 0 or 1 in a two-week calendar, where the week of a date is
        ``(date.toordinal() - 1) // 7 % 2``; None in both weeks
    """

    weekday: int
    start: int
    end: int
    week: int | None = None


@dataclass(frozen=True)
class HoursSpec:
    """What service hours are made of.

    :param str timezone: IANA name
    :param closures: spans of instants (leaves, holidays); one that is stored up to the
        59th second of a minute covers that whole minute
    :param workdays: ``{date: ((start, end), ...)}`` make-up workdays: they replace the
        weekday's pattern and win over closures
    """

    timezone: str
    attendances: tuple[Attendance, ...]
    closures: tuple[tuple[int, int], ...] = ()
    workdays: Mapping[date, tuple[tuple[int, int], ...]] = field(default_factory=dict)


def compile_hours(spec, first_day, last_day):
    """Compile service hours for the days ``first_day`` to ``last_day``, both included.

    :param HoursSpec spec:
    :param date first_day:
    :param date last_day:
    :rtype: ServiceHours
    :raise HoursError: ``malformed_attendance``, ``reversed_horizon``, ``empty_hours``
        when no second of service is owed in all these days
    :raise InstantError: ``unknown_timezone``
    """
    if last_day < first_day:
        raise HoursError(
            "reversed_horizon",
            _lt("The service hours end on %(last)s, before they start on %(first)s"),
            first=first_day.isoformat(),
            last=last_day.isoformat(),
        )
    zone = get_zone(spec.timezone)
    pattern = _weekly_pattern(spec.attendances)
    workdays = {
        day: _day_lines(lines, day.isoformat()) for day, lines in spec.workdays.items()
    }
    first, last = first_day.toordinal(), last_day.toordinal()
    regular, special = [], []
    offset = _midnight_offset(first, zone)
    for ordinal in range(first, last + 1):
        following = _midnight_offset(ordinal + 1, zone)
        lines = pattern[(ordinal - 1) % 14]
        target = regular
        if workdays:
            day = date.fromordinal(ordinal)
            if day in workdays:
                lines, target = workdays[day], special
        if offset == following and offset is not None:
            midnight = (ordinal - _EPOCH_ORDINAL) * DAY - offset
            for start, end in lines:
                target.append((midnight + start, midnight + end))
        else:
            day = date.fromordinal(ordinal)
            for start, end in lines:
                target.append(
                    (
                        local_to_instant(day, start, zone),
                        local_to_instant(day, end, zone),
                    )
                )
        offset = following
    if spec.closures:
        regular = subtract(regular, [_whole_minutes(span) for span in spec.closures])
    horizon = (
        local_to_instant(first_day, 0, zone),
        local_to_instant(last_day, DAY, zone),
    )
    hours = ServiceHours(regular + special, horizon, spec)
    if not hours.starts:
        raise HoursError(
            "empty_hours",
            _lt("There is no service at all from %(first)s to %(last)s"),
            first=first_day.isoformat(),
            last=last_day.isoformat(),
        )
    return hours


def _midnight_offset(ordinal, zone):
    """Return the UTC offset at local midnight, None when the clock changes there."""
    midnight = datetime.fromordinal(ordinal).replace(tzinfo=zone)
    early = midnight.utcoffset()
    if early != midnight.replace(fold=1).utcoffset():
        return None
    return early.days * DAY + early.seconds


def _weekly_pattern(attendances):
    """Return the lines of each of 14 days, from the Monday of week 0 on."""
    for line in attendances:
        if line.weekday not in range(7) or line.week not in (None, 0, 1):
            raise _malformed(line.weekday, line.start, line.end)
    return [
        _day_lines(
            [
                (line.start, line.end)
                for line in attendances
                if line.weekday == weekday and line.week in (None, week)
            ],
            weekday,
        )
        for week in (0, 1)
        for weekday in range(7)
    ]


def _day_lines(lines, day):
    for start, end in lines:
        if not 0 <= start < end <= DAY:
            raise _malformed(day, start, end)
    return normalise(
        (start, DAY if end >= _END_OF_DAY else end) for start, end in lines
    )


def _malformed(day, start, end):
    return HoursError(
        "malformed_attendance",
        _lt(
            "Service hours on day %(day)s from %(start)s s to %(end)s s"
            " are not in a day"
        ),
        day=day,
        start=start,
        end=end,
    )


def _whole_minutes(span):
    start, end = span
    return (start, end + 1) if end % 60 == 59 else (start, end)


def day_seconds(hour):
    """Return the whole seconds after midnight of an hour of Odoo's float fields.

    24.0, which Odoo turns into 23:59:59.999999, is 86400.
    """
    return min(round(hour * 3600), DAY)
