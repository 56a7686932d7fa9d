"""Service hours as documents print them."""

from odoo.tools import format_duration


def hours_name(env, calendar):
    """Return the name of service hours; no calendar is around the clock."""
    return calendar.name or env._("24x7")


def weekly_hours(env, calendar):
    """Return the hours of a week, days with the same hours together.

    :param calendar: a `resource.calendar`, may be empty: around the clock
    :return: ``[(days, hours)]``, such as ``("Monday – Friday", "09:00–12:00, …")``
    """
    if not calendar:
        return [(env._("Every day"), "00:00–24:00")]
    attendances = calendar.attendance_ids.filtered(
        lambda line: not line.display_type and line.day_period != "lunch"
    )
    if not calendar.two_weeks_calendar:
        return _week(env, attendances)
    weeks = dict(attendances._fields["week_type"]._description_selection(env))
    return [
        (f"{weeks[week]}: {days}", hours)
        for week in ("0", "1")
        for days, hours in _week(
            env, attendances.filtered(lambda line, week=week: line.week_type == week)
        )
    ]


def _week(env, attendances):
    names = dict(attendances._fields["dayofweek"]._description_selection(env))
    groups = []
    for day, lines in sorted(attendances.grouped("dayofweek").items()):
        text = ", ".join(
            f"{format_duration(line.hour_from)}–{format_duration(line.hour_to)}"
            for line in lines.sorted("hour_from")
        )
        if groups and groups[-1][2] == text and int(groups[-1][1]) == int(day) - 1:
            groups[-1][1] = day
        else:
            groups.append([day, day, text])
    return [
        (names[first] if first == last else f"{names[first]} – {names[last]}", text)
        for first, last, text in groups
    ]
