"""Compiled service hours: one ``bisect`` per question.

Three parallel arrays hold the spans of service: their starts, their ends, and the
service seconds before each.
"""

from bisect import bisect_left, bisect_right

from .errors import HoursError, _lt
from .spans import normalise


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

        :raise HoursError: ``outside_horizon``, ``beyond_horizon``,
            ``negative_duration``
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

        :raise HoursError: ``outside_horizon``, ``beyond_horizon``,
            ``negative_duration``
        """
        goal = self._goal(start, seconds)
        index = bisect_right(self.before, goal) - 1
        latest = self.starts[index] + goal - self.before[index]
        if latest >= self.ends[index]:
            raise self._beyond(start, seconds)
        return latest

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
        end = self.ends[index]
        last = instant if instant < end else end
        return self.before[index] + last - self.starts[index]

    def _goal(self, start, seconds):
        if seconds < 0:
            raise HoursError(
                "negative_duration",
                _lt("A duration cannot be negative: %(seconds)s s"),
                seconds=seconds,
            )
        return self._served(start) + seconds

    def _check(self, instant):
        first, last = self.horizon
        if not first <= instant <= last:
            raise HoursError(
                "outside_horizon",
                _lt(
                    "Instant %(instant)s is outside of the compiled service hours"
                    " (%(first)s to %(last)s)"
                ),
                instant=instant,
                first=first,
                last=last,
            )

    def _beyond(self, start, seconds):
        return HoursError(
            "beyond_horizon",
            _lt(
                "%(seconds)s s of service from %(start)s on are not used up within the"
                " compiled service hours (to %(last)s)"
            ),
            seconds=seconds,
            start=start,
            last=self.horizon[1],
        )


_FIRST = -62135596800  # 0001-01-01T00:00:00Z
_LAST = 253402300799  # 9999-12-31T23:59:59Z

ALWAYS = ServiceHours([(_FIRST, _LAST)], (_FIRST, _LAST))
"""24x7: plain wall-clock time, without a calendar and its horizon."""
