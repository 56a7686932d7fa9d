"""Hypothesis strategies: service hours and timelines, in whole minutes."""

from datetime import date, timedelta

import naive
from hypothesis import strategies as st

from engine.clock import Metric, Policy, Target
from engine.service_hours import ALWAYS, Attendance, HoursSpec, compile_hours
from engine.timeline import Event, EventKind, Timeline

# A zone and a day shortly before one of its changes of the clock (or just a day).
PLACES = [
    ("UTC", date(2026, 2, 24)),
    ("Asia/Shanghai", date(2026, 9, 18)),
    ("Asia/Kathmandu", date(2026, 12, 28)),
    ("Europe/Berlin", date(2026, 3, 26)),
    ("Europe/Berlin", date(2026, 10, 22)),
    ("Europe/Dublin", date(2026, 10, 22)),
    ("America/New_York", date(2026, 10, 29)),
    ("America/Havana", date(2026, 10, 29)),  # 01:00 back to 00:00
    ("America/Santiago", date(2026, 9, 3)),  # 00:00 on to 01:00
    ("America/Santiago", date(2026, 4, 2)),  # 24:00 back to 23:00
    ("Asia/Beirut", date(2026, 3, 26)),  # 00:00 on to 01:00
    ("Africa/Cairo", date(2026, 10, 27)),  # 24:00 back to 23:00
    ("Africa/Casablanca", date(2026, 2, 12)),
    ("Australia/Lord_Howe", date(2026, 4, 2)),  # half an hour
    ("Australia/Lord_Howe", date(2026, 10, 1)),
    ("Pacific/Apia", date(2011, 12, 27)),  # has no 30 December
]
DAYS = 40

_edges = st.sampled_from([0, 90, 120, 150, 180, 360, 540, 720, 780, 1080, 1380, 1440])


@st.composite
def _line(draw):
    start, end = sorted(draw(st.lists(_edges, min_size=2, max_size=2, unique=True)))
    return start, end


@st.composite
def hours(draw):
    """Return ``(zone, first day, ServiceHours, set of service minutes)``."""
    zone, first_day = draw(st.sampled_from(PLACES))
    last_day = first_day + timedelta(days=DAYS)
    open_days = draw(st.sampled_from([range(5), range(7), (0, 2, 6), (5, 6)]))
    usual = draw(
        st.sampled_from(
            [[(0, 1440)], [(540, 720), (780, 1080)], [(1320, 1440), (0, 360)]]
        )
    )
    lines = [(day, start, end, None) for day in open_days for start, end in usual]
    for start, end in draw(st.lists(_line(), max_size=3)):
        weekday = draw(st.integers(0, 6))
        lines.append((weekday, start, end, draw(st.sampled_from([None, 0, 1]))))
    day = st.integers(0, 14).map(lambda days: first_day + timedelta(days=days))
    workdays = draw(st.dictionaries(day, st.lists(_line(), max_size=2), max_size=2))
    opening = naive.minute_of(first_day, 0, zone)
    closures = [
        (opening + start, opening + start + length)
        for start, length in draw(
            st.lists(st.tuples(st.integers(0, 20000), st.integers(1, 4000)), max_size=2)
        )
    ]
    spec = HoursSpec(
        zone,
        tuple(
            Attendance(weekday, start * 60, end * 60, week)
            for weekday, start, end, week in lines
        ),
        tuple((start * 60, end * 60) for start, end in closures),
        {
            day: tuple((start * 60, end * 60) for start, end in spans)
            for day, spans in workdays.items()
        },
    )
    compiled = compile_hours(spec, first_day, last_day)
    minutes = naive.service_minutes(
        zone, lines, closures, workdays, first_day, last_day
    )
    return zone, first_day, compiled, minutes


KINDS = ["responded", "paused", "resumed", "resolved", "reopened"] * 3 + [
    "priority_changed",
    "priority_changed",
    "cancelled",
]


@st.composite
def histories(draw):
    """Return ``[(minutes after the first day, kind, word)]``, sensible or not."""
    minute = draw(st.integers(0, 8 * 1440))
    events = [(minute, "opened", draw(st.sampled_from(["P1", "P2", "P3"])))]
    gaps = st.sampled_from([0, 1, 5, 30, 60, 240, 540, 900, 1440])
    for kind, gap, shift in draw(
        st.lists(
            st.tuples(st.sampled_from(KINDS), gaps, st.integers(0, 90)), max_size=9
        )
    ):
        minute += gap + (shift if gap > 5 else 0)
        words = {
            "paused": ["customer", "vendor"],
            "priority_changed": ["P1", "P2", "P3", "none"],
        }
        events.append((minute, kind, draw(st.sampled_from(words.get(kind, [""])))))
    return events


@st.composite
def cases(draw):
    """Return the ingredients of a judged ticket, for the engine and the naive count.

    :return: ``(opening minute of the first day, events in minutes, timeline, policies,
        naive targets, accepted reasons)``
    """
    zone, first_day, compiled, service = draw(hours())
    opening = naive.minute_of(first_day, 0, zone)
    always = range(opening - 1, opening + DAYS * 1440)
    counts = st.sampled_from([0, 15, 60, 240, 480, 540])
    naive_targets = {}
    targets = {}
    for code, minutes, engine_hours in [
        ("P1", always, ALWAYS),
        ("P2", service, compiled),
        ("P3", service, compiled),
    ]:
        count = draw(counts) + (960 if code == "P3" else 0)
        naive_targets[code] = (count, minutes)
        for metric in Metric:
            targets[code, metric] = Target(count * 60, engine_hours)
    accepted = draw(st.sampled_from([None, frozenset(["customer"])]))
    history = [(opening + m, kind, word) for m, kind, word in draw(histories())]
    timeline = Timeline(
        Event(
            EventKind(kind),
            m * 60,
            seq,
            reason=word if kind == "paused" else "",
            value=word if kind in ("opened", "priority_changed") else "",
        )
        for seq, (m, kind, word) in enumerate(history)
    )
    return (
        opening,
        history,
        timeline,
        Policy(targets, accepted),
        naive_targets,
        accepted,
    )
