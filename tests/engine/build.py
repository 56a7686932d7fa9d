"""Short ways to write service hours, timelines and clocks in tests."""

from datetime import date, datetime

from engine import instants
from engine.clock import Metric, Policy, Target, evaluate
from engine.service_hours import Attendance, HoursSpec, compile_hours
from engine.timeline import Event, EventKind, Timeline

ZONE = "Asia/Shanghai"
RESPONSE, RESOLUTION = Metric.RESPONSE, Metric.RESOLUTION
MINUTE, HOUR = 60, 3600
OFFICE = (("09:00", "12:00"), ("13:00", "18:00"))
NINE_TO_SIX = (("09:00", "18:00"),)
ROUND_THE_CLOCK = (("00:00", "24:00"),)


def seconds(clock):
    """Return the seconds after midnight of ``"HH:MM"`` or ``"HH:MM:SS"``."""
    parts = [int(part) for part in clock.split(":")]
    return sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))


def at(text, zone=ZONE):
    """Return the instant of a wall-clock time ``"2026-08-07 18:00"``."""
    day, clock = text.split(" ")
    return instants.local_to_instant(date.fromisoformat(day), seconds(clock), zone)


def wall(instant, zone=ZONE):
    """Return an instant as ``at`` takes it."""
    return (
        None
        if instant is None
        else f"{instants.to_local(instant, zone):%Y-%m-%d %H:%M}"
    )


def utc(text):
    """Return the instant of a time in UTC."""
    return instants.from_datetime(datetime.fromisoformat(text))


def hours(
    lines=OFFICE,
    days=range(5),
    zone=ZONE,
    closures=(),
    workdays=None,
    first="2025-12-01",
    last="2027-12-31",
):
    """Compile service hours written as wall-clock times."""
    spec = HoursSpec(
        zone,
        tuple(
            Attendance(day, seconds(start), seconds(end))
            for day in days
            for start, end in lines
        ),
        tuple((at(start, zone), at(end, zone)) for start, end in closures),
        {
            date.fromisoformat(day): tuple(
                (seconds(start), seconds(end)) for start, end in spans
            )
            for day, spans in (workdays or {}).items()
        },
    )
    return compile_hours(spec, date.fromisoformat(first), date.fromisoformat(last))


def policy(service, response=None, resolution=None, pause_reasons=None, **others):
    """Return a policy; ``response`` and ``resolution`` in seconds for priority P3.

    :param others: ``P1=(response, resolution)``, by the same hours
    """
    targets = {}
    for code, pair in {"P3": (response, resolution), **others}.items():
        for metric, target in zip((RESPONSE, RESOLUTION), pair, strict=True):
            if target is not None:
                targets[code, metric] = Target(target, service)
    return Policy(targets, pause_reasons)


def timeline(*events, zone=ZONE, priority="P3"):
    """Return a timeline of ``"2026-08-07 18:00 paused customer"`` lines in order.

    A word after the kind is the reason of a pause or resume, else the value. An opening
    without one has ``priority``.
    """
    result = []
    for seq, line in enumerate(events):
        day, clock, kind, *word = line.split(" ")
        word = word[0] if word else ""
        kind = EventKind(kind)
        reason = word if kind in (EventKind.PAUSED, EventKind.RESUMED) else ""
        value = word if not reason else ""
        if kind is EventKind.OPENED:
            value = value or priority
        moment = at(f"{day} {clock}", zone)
        result.append(Event(kind, moment, seq, reason=reason, value=value))
    return Timeline(result)


def judge(events, rules, as_of, metric=RESOLUTION):
    """Evaluate lines of events (or a timeline) as of a wall-clock time."""
    history = events if isinstance(events, Timeline) else timeline(*events)
    return evaluate(history, rules, metric, at(as_of))
