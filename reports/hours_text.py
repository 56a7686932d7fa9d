"""Service hours as documents print them.

Weekly lines are lists ``[week, day, from, to]``, as SLAs keep them with what was
agreed: ``week`` 0 or 1 of a two-weeks calendar, ``day`` 0 = Monday, minutes after
midnight.
"""

from datetime import datetime

from odoo.tools import groupby

from ..engine.instants import from_datetime
from ..models.reporting.figure_text import instant_text


def weekly_lines(calendar):
    """Return the weekly lines of a `resource.calendar`."""
    attendances = calendar.attendance_ids.filtered(
        lambda line: not line.display_type and line.day_period != "lunch"
    )
    return sorted(
        [
            int(calendar.two_weeks_calendar and line.week_type or 0),
            int(line.dayofweek),
            round(line.hour_from * 60),
            round(line.hour_to * 60),
        ]
        for line in attendances
    )


def describe_week(env, lines):
    """Return the hours of a week, days with the same hours together.

    :param lines: weekly lines
    :return: ``[(days, hours)]``, such as ``("Monday – Friday", "09:00–12:00, …")``
    """
    weekday = env["resource.calendar.attendance"]._fields["dayofweek"]
    days = dict(weekday._description_selection(env))
    weeks = (env._("First week"), env._("Second week"))
    two_weeks = any(week for week, *_line in lines)
    runs = []
    for (week, day), hours in groupby(sorted(lines), lambda line: (line[0], line[1])):
        text = ", ".join(f"{_clock(line[2])}–{_clock(line[3])}" for line in hours)
        if runs and runs[-1][0] == week and runs[-1][2:] == [day - 1, text]:
            runs[-1][2] = day
        else:
            runs.append([week, day, day, text])
    return [
        (
            (f"{weeks[week]}: " if two_weeks else "")
            + (
                days[str(first)]
                if first == last
                else f"{days[str(first)]} – {days[str(last)]}"
            ),
            text,
        )
        for week, first, last, text in runs
    ]


def _clock(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


def describe_days(lines):
    """Return make-up workdays in words.

    :param lines: lists ``[day, from, to]``: an ISO date, minutes after midnight
    :return: such as ``["2026-09-20 09:00–12:00, 13:00–18:00"]``
    """
    return [
        f"{day} " + ", ".join(f"{_clock(line[1])}–{_clock(line[2])}" for line in hours)
        for day, hours in groupby(sorted(lines), lambda line: line[0])
    ]


def describe_leaves(lines, zone):
    """Return the holidays of service hours as local days.

    :param lines: lists ``[name, from, to]``: naive UTC datetimes as texts
    :param str zone: of the service hours
    :return: such as ``["2026-10-01 – 2026-10-07 National Day"]``
    """
    texts = []
    for name, start, end in lines:
        first, last = (
            instant_text(from_datetime(datetime.fromisoformat(text)), zone)[:10]
            for text in (start, end)
        )
        days = first if first == last else f"{first} – {last}"
        texts.append(f"{days} {name}".strip())
    return texts
