"""Durations of service time in words."""

from odoo.tools import float_round


def describe_minutes(minutes, calendar):
    """Return what a number of service minutes means, in hours and working days.

    :param int minutes: service minutes
    :param calendar: the `resource.calendar` they are counted in; empty is 24x7
    :return: e.g. ``24 h of service time = 3 working days of 8 h``
    :rtype: str
    """
    env = calendar.env
    if minutes < 60:
        return env._("%(minutes)s min of service time", minutes=minutes)
    hours = env._("%(hours)s h of service time", hours=_number(minutes / 60))
    per_day = calendar.hours_per_day if calendar else 24
    if not per_day or minutes < per_day * 60:
        return hours
    days = _number(minutes / 60 / per_day)
    if not calendar:
        return env._(
            "%(duration)s = %(days)s days around the clock", duration=hours, days=days
        )
    return env._(
        "%(duration)s = %(days)s working days of %(per_day)s h",
        duration=hours,
        days=days,
        per_day=_number(per_day),
    )


def _number(value):
    return f"{float_round(value, precision_digits=2):g}"
