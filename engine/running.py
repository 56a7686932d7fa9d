"""The service time that a clock's stretches of work use up."""


def work_spans(stretches, working):
    """Return the stretches in which a clock runs as ``[(start, end)]``.

    Stretches that touch are one, empty ones stay: a ticket that is resolved as it is
    opened has run. The last ``end`` is None when the clock still runs.

    :param stretches: ``Facts.stretches``
    :param working: function of a ``Stretch``: whether the clock runs in it
    """
    spans = []
    for part in stretches:
        if not working(part):
            continue
        start = part.start
        if spans and spans[-1][1] == start:
            start = spans.pop()[0]
        spans.append((start, part.end))
    return spans


class Run:
    """Spans of work measured in service hours.

    :param ServiceHours hours:
    :param spans: ``[(start, end)]`` in order; ``end`` None in the last if it still runs
    """

    def __init__(self, hours, spans):
        self.hours = hours
        self.spans = spans

    @property
    def running(self):
        """Whether time still passes."""
        return self.spans[-1][1] is None

    def used(self, until):
        """Return the service seconds used up to an instant."""
        seconds = 0
        for start, end in self.spans:
            if start < until:
                to = until if end is None or until < end else end
                seconds += self.hours.seconds_between(start, to)
        return seconds

    def reached(self, seconds):
        """Return the earliest instant at which ``seconds`` are used, None if never."""
        for start, used, served in self._walk():
            if served is None or used + served >= seconds:
                return self.hours.deadline_after(start, seconds - used)
        return None

    def runs_out(self, seconds):
        """Return where more than ``seconds`` come to be used, None if they never do.

        :return: ``(deadline, latest)`` of the span in which the time runs out: the
            earliest instant in it at which all is used, and the last one at which no
            more than that is used
        """
        for start, used, served in self._walk():
            if served is None or used + served > seconds:
                rest = seconds - used
                return (
                    self.hours.deadline_after(start, rest),
                    self.hours.latest_within(start, rest),
                )
        return None

    def _walk(self):
        """Yield ``(start, used before, served)`` of each span; served None: endless."""
        used = 0
        for start, end in self.spans:
            served = None if end is None else self.hours.seconds_between(start, end)
            yield start, used, served
            used += served or 0

    def extended(self):
        """Return the run as if its last span had not ended."""
        return Run(self.hours, [*self.spans[:-1], (self.spans[-1][0], None)])
