"""Durations of service time in words."""

from odoo.tools import float_round


def describe_minutes(minutes, calendar):
    """Return what a number of service minutes means, in hours and days.

    :param int minutes: service minutes
    :param calendar: the `resource.calendar` they are counted in; empty is 24x7
    :return: e.g. ``24 h of service time = 3 working days of 8 h`` or ``4 h around the
        clock``
    :rtype: str
    """
    env = calendar.env
    if minutes < 60:
        amount = env._("%(minutes)s min", minutes=minutes)
    else:
        amount = env._("%(hours)s h", hours=_number(minutes / 60))
    per_day = calendar.hours_per_day if calendar else 24
    days = minutes / 60 / per_day if per_day else 0
    values = {"amount": amount, "days": _number(days), "per_day": _number(per_day)}
    if not calendar:
        if days < 1:
            return env._("%(amount)s around the clock", **values)
        return env._("%(amount)s around the clock = %(days)s days", **values)
    if days < 1:
        return env._("%(amount)s of service time", **values)
    return env._(
        "%(amount)s of service time = %(days)s working days of %(per_day)s h", **values
    )


def _number(value):
    return f"{float_round(value, precision_digits=2):g}"
