"""Service hours: when service is owed, compiled for one ``bisect`` per question.

``HoursSpec`` is what a person enters (weekly lines, closures, make-up workdays, a zone);
``compile_hours`` turns it once into three parallel arrays (span starts, span ends,
service seconds before each span) over a horizon of days, and ``ServiceHours`` answers
every question from these (domain.md 3.1).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from .errors import HoursError
from .instants import _EPOCH_ORDINAL, DAY, get_zone, local_to_instant
from .spans import normalise, subtract

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


class ServiceHours:
    """Compiled service hours. Immutable; equal questions get equal answers.

    :param spans: spans of service, in instants
    :param horizon: the span that has been compiled; outside of it nothing is known
    :param spec: the ``HoursSpec`` behind it, if any
    """

    __slots__ = ("starts", "ends", "before", "horizon", "spec")

    def __init__(self, spans, horizon, spec=None):
        spans = normalise(spans)
        self.starts = [start for start, _end in spans]
        self.ends = [end for _start, end in spans]
        self.before = []
        served = 0
        for start, end in spans:
            self.before.append(served)
            served += end - start
        self.horizon = horizon
        self.spec = spec

    def seconds_between(self, a, b):
        """Return the service seconds in ``[a, b)``; 0 when ``b <= a``.

        :raise HoursError: ``outside_horizon``
        """
        served_a = self._served(a)
        served_b = self._served(b)
        return served_b - served_a if b > a else 0

    def deadline_after(self, start, seconds):
        """Return the earliest instant at which ``seconds`` are used from ``start`` on.

        Friday 20:00 and four hours of a Monday-to-Friday 0-24 calendar: Saturday 00:00.

        :raise HoursError: ``outside_horizon``, ``beyond_horizon``, ``negative_duration``
        """
        goal = self._goal(start, seconds)
        if not seconds:
            return start
        index = bisect_left(self.before, goal) - 1
        deadline = self.starts[index] + goal - self.before[index]
        if deadline > self.ends[index]:
            raise self._beyond(start, seconds)
        return deadline

    def latest_within(self, start, seconds):
        """Return the last instant at which still not more than ``seconds`` are used.

        Friday 20:00 and four hours of a Monday-to-Friday 0-24 calendar: Monday 00:00.

        :raise HoursError: ``outside_horizon``, ``beyond_horizon``, ``negative_duration``
        """
        goal = self._goal(start, seconds)
        index = bisect_right(self.before, goal) - 1
        latest = self.starts[index] + goal - self.before[index]
        if latest >= self.ends[index]:
            raise self._beyond(start, seconds)
        return max(latest, start)

    def spans_within(self, a, b):
        """Return the spans of service in ``[a, b)``.

        :raise HoursError: ``outside_horizon``
        """
        self._check(a)
        self._check(b)
        first = bisect_right(self.ends, a)
        last = bisect_left(self.starts, b)
        return [
            (max(self.starts[i], a), min(self.ends[i], b)) for i in range(first, last)
        ]

    def is_open(self, instant):
        """Return whether service is owed at an instant."""
        self._check(instant)
        index = bisect_right(self.starts, instant) - 1
        return index >= 0 and instant < self.ends[index]

    # The inside

    def _served(self, instant):
        """Return the service seconds from the start of the horizon to an instant."""
        self._check(instant)
        index = bisect_right(self.starts, instant) - 1
        if index < 0:
            return 0
        return self.before[index] + min(instant, self.ends[index]) - self.starts[index]

    def _goal(self, start, seconds):
        if seconds < 0:
            raise HoursError(
                "negative_duration",
                "A duration cannot be negative: %(seconds)s s",
                seconds=seconds,
            )
        return self._served(start) + seconds

    def _check(self, instant):
        first, last = self.horizon
        if not first <= instant <= last:
            raise HoursError(
                "outside_horizon",
                "Instant %(instant)s is outside of the compiled service hours"
                " (%(first)s to %(last)s)",
                instant=instant,
                first=first,
                last=last,
            )

    def _beyond(self, start, seconds):
        return HoursError(
            "beyond_horizon",
            "%(seconds)s s of service from %(start)s on are not used up within the"
            " compiled service hours (to %(last)s)",
            seconds=seconds,
            start=start,
            last=self.horizon[1],
        )


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
            "The service hours end on %(last)s, before they start on %(first)s",
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
            "There is no service at all from %(first)s to %(last)s",
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
        "Service hours on day %(day)s from %(start)s s to %(end)s s are not within a day",
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


_FIRST = -62135596800  # 0001-01-01T00:00:00Z
_LAST = 253402300799  # 9999-12-31T23:59:59Z

ALWAYS = ServiceHours([(_FIRST, _LAST)], (_FIRST, _LAST))
"""24x7: plain wall-clock time, without a calendar and its horizon."""
