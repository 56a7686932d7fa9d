"""A naive count, minute by minute, to compare the engine with.

Independent of the engine on purpose: its own calendar walk (with pytz, as Odoo), its
own reading of events, plain loops. Every instant is a whole minute since 1970 (``m``).
"""

from datetime import date, datetime, timedelta

import pytz

EPOCH = datetime(1970, 1, 1, tzinfo=pytz.utc)


class Minutes(frozenset):
    """A set of minutes that prints short."""

    def __repr__(self):
        return f"<{len(self)} minutes>"


def minute_of(day, minute, zone):
    """Return the minute of a wall-clock time, 24:00 being the next day's 00:00."""
    wall = datetime.fromordinal(day.toordinal()) + timedelta(minutes=minute)
    local = pytz.timezone(zone).localize(wall, is_dst=False)
    return int((local - EPOCH).total_seconds()) // 60


def service_minutes(zone, lines, closures, workdays, first_day, last_day):
    """Return the set of minutes in service.

    :param lines: ``[(weekday, from minute, to minute, week or None)]``
    :param closures: ``[(m, m)]``
    :param workdays: ``{date: [(from minute, to minute)]}``
    """
    minutes = set()
    special = set()
    day = first_day
    while day <= last_day:
        if day in workdays:
            for start, end in workdays[day]:
                special.update(
                    range(minute_of(day, start, zone), minute_of(day, end, zone))
                )
        else:
            week = (day - date(1, 1, 1)).days // 7 % 2
            for weekday, start, end, only in lines:
                if weekday == day.weekday() and only in (None, week):
                    minutes.update(
                        range(minute_of(day, start, zone), minute_of(day, end, zone))
                    )
        day += timedelta(days=1)
    for start, end in closures:
        minutes.difference_update(range(start, end))
    return Minutes(minutes | special)


def between(service, start, end):
    return sum(1 for m in range(start, end) if m in service)


def deadline(service, start, count):
    m = start
    while count:
        count -= m in service
        m += 1
    return m


def latest(service, start, count):
    m = start
    while True:
        if m in service:
            if not count:
                return m
            count -= 1
        m += 1


class Ticket:
    """Plays events minute by minute and judges the resolution or the response clock.

    :param events: ``[(m, kind, word)]`` in order; word = priority or pause reason
    :param targets: ``{priority: (count, set of service minutes)}``
    :param accepted: pause reasons that stop the resolution clock, None = all
    """

    def __init__(self, events, targets, accepted, response):
        self.events = list(events)
        self.targets = targets
        self.accepted = accepted
        self.response = response
        self.status = "none"
        self.reason = ""
        self.priority = None
        self.responded = False
        self.used = dict.fromkeys(targets, 0)
        self.ran_out = {}
        self.since = None
        self.breach = None
        self.finished = None

    def running(self):
        if self.response:
            return self.status in ("open", "paused") and not self.responded
        if self.status == "paused":
            return self.accepted is not None and self.reason not in self.accepted
        return self.status == "open"

    def at_work(self):
        return self.status in ("open", "paused")

    def done(self):
        if self.response and self.responded:
            return True
        return self.status == "resolved"

    def play(self, first, until, events_to):
        """Let time pass from ``first`` to ``until``, knowing the events to a minute."""
        m = first
        was_running = False
        while True:
            self.check(m)
            while self.events and self.events[0][0] == m and m <= events_to:
                _m, kind, word = self.events.pop(0)
                self.apply(m, kind, word)
            self.check(m)
            runs = self.running()
            for priority, (count, _service) in self.targets.items():
                fresh = not was_running or self.used[priority] != self.last[priority]
                if runs and self.used[priority] == count and fresh:
                    self.ran_out[priority] = m
            if m == until:
                return
            self.last = dict(self.used)
            was_running = runs
            if runs:
                for priority, (_count, service) in self.targets.items():
                    self.used[priority] += m in service
            m += 1

    def check(self, m):
        """Note a breach of the target in force."""
        if self.breach or not self.at_work() or self.priority not in self.targets:
            return
        if self.response and self.responded:
            return
        if self.used[self.priority] > self.targets[self.priority][0]:
            ran_out = self.ran_out[self.priority]
            self.breach = (self.priority, max(ran_out, self.since))

    def apply(self, m, kind, word):
        if kind == "opened":
            if self.status == "none":
                self.status, self.priority, self.since = "open", word, m
        elif kind == "priority_changed":
            if word != self.priority:
                self.priority = word
                self.since = m if self.at_work() else None
        elif self.at_work():
            self.apply_at_work(m, kind, word)
        elif kind == "cancelled":
            self.status = "cancelled"
        elif kind == "reopened":
            self.status = "open"
            if self.since is None:
                self.since = m
            if not self.response:
                self.finished = None

    def apply_at_work(self, m, kind, word):
        if kind == "paused":
            self.status, self.reason = "paused", word
        elif kind == "resumed":
            self.status = "open"
        elif kind == "cancelled":
            self.status = "cancelled"
        elif kind == "responded" and not self.responded:
            self.responded = True
            self.finish(m)
        elif kind == "resolved":
            self.status = "resolved"
            if not self.response or not self.responded:
                self.finish(m)
            self.responded = True

    def finish(self, m):
        self.finished = (m, self.priority)

    def result(self):
        """Return ``(state, used, outcome)``, minutes."""
        if self.status in ("none", "cancelled"):
            return "not_applicable", None, None
        if self.breach:
            return "breached", self.used[self.breach[0]], self.breach[1]
        priority = self.finished[1] if self.finished else self.priority
        if priority not in self.targets:
            return "not_applicable", None, None
        if self.finished:
            return "met", self.used[priority], self.finished[0]
        return (
            "running" if self.running() else "paused",
            self.used[priority],
            None,
        )
