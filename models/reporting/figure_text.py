"""How figures read: labels and values in the language of an environment.

A figure is a dict of the data set: ``key``, ``unit``, ``value`` (a number as text, None
= not applicable), ``numerator``, ``denominator``, ``target``.
"""

from babel.dates import format_skeleton

from odoo import fields
from odoo.tools.misc import babel_locale_parse

from ...engine.instants import month_days, to_local

NO_VALUE = "—"


def period_text(env, start, end):
    """Return a period as it is read: “August 2026”, or its two dates."""
    first, last = month_days(f"{start:%Y-%m}")
    if (start, end) == (first, last):
        locale = babel_locale_parse(env.lang)
        return format_skeleton("yMMMM", start, locale=locale)
    return f"{fields.Date.to_string(start)} – {fields.Date.to_string(end)}"


def instant_text(instant, zone, seconds=False):
    """Return an instant as local date and time of a zone."""
    if instant is None:
        return ""
    pattern = "%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M"
    return to_local(instant, zone).strftime(pattern)


def minutes_text(env, seconds):
    """Return a duration in minutes: “2,130 min”."""
    return env._("%s min", f"{seconds // 60:,}")


def metric_name(env, metric):
    """Return a clock's name."""
    return {"response": env._("Response"), "resolution": env._("Resolution")}[metric]


def basis_name(env, basis):
    """Return the attainment basis as reports explain it (domain 3.4)."""
    return {
        "decided": env._("Decided in the period"),
        "resolved_in_period": env._("Resolved in the period"),
        "opened_in_period": env._("Opened in the period"),
    }[basis]


def light_name(env, light):
    """Return what a light says."""
    return {
        "green": env._("Met"),
        "amber": env._("Near"),
        "red": env._("Missed"),
        "grey": env._("N/A"),
    }.get(light, NO_VALUE)


def figure_value(env, figure, dataset):
    """Return a figure's value with its unit; “N/A” when it is not applicable."""
    value = figure.get("value")
    if value is None:
        return env._("N/A")
    return _with_unit(env, value, figure["unit"], dataset)


def figure_target(env, figure, dataset):
    """Return a figure's target with its unit, a dash without one."""
    target = figure.get("target")
    if target is None:
        return NO_VALUE
    text = _with_unit(env, target, figure["unit"], dataset)
    return f"≤ {text}" if figure["unit"] in ("count", "minutes") else f"≥ {text}"


def money_text(dataset, amount):
    """Return an amount (a number as text) with the contract's currency."""
    currency = dataset["identity"]["currency"]
    whole, _dot, cents = amount.partition(".")
    number = f"{int(whole):,}" + (f".{cents}" if cents else "")
    if currency["position"] == "before":
        return f"{currency['symbol']}{number}"
    return f"{number} {currency['symbol']}"


def _with_unit(env, value, unit, dataset):
    if unit == "money":
        return money_text(dataset, value)
    whole, _dot, decimals = value.partition(".")
    number = f"{int(whole):,}" + (f".{decimals}" if decimals else "")
    if unit == "percent":
        return f"{number} %"
    if unit == "minutes":
        return env._("%s min", number)
    return number


def figure_label(env, key, dataset):
    """Return a figure's label.

    :param str key: e.g. ``response.P1``, ``category.ERP``; see `_SIMPLE` and `_CODED`
    """
    kind, _dot, code = key.partition(".")
    simple = _simple_labels(env).get(key)
    if simple:
        return simple
    name = code_name(dataset, kind, code) or NO_VALUE
    if code == "ALL":
        name = env._("overall")
    return _coded_labels(env, name)[kind]


def code_name(dataset, kind, code):
    """Return the name that goes with a code of a figure's key."""
    names = dataset.get("names", {})
    table = "service" if kind == "availability" else kind
    if kind.startswith(("response", "resolution")):
        table = "priority"
    return names.get(table, {}).get(code, code)


def _simple_labels(env):
    return {
        "registered": env._("Tickets registered"),
        "cancelled": env._("Cancelled or merged"),
        "opened": env._("Tickets opened"),
        "resolved": env._("Tickets resolved"),
        "reopened": env._("Tickets reopened"),
        "opening_backlog": env._("Opening backlog"),
        "closing_backlog": env._("Closing backlog"),
        "workload": env._("Workload, tickets opened"),
        "first_line": env._("Resolved by the first line"),
        "satisfaction.mean": env._("Satisfaction, mean score"),
        "satisfaction.csat": env._("Satisfied customers (score 4 or 5)"),
        "satisfaction.answered": env._("Answer rate"),
        "overdue": env._("Open past their resolution target"),
        "reopen_rate": env._("Reopened of the resolved"),
        "credit": env._("Service credit (estimate)"),
        "credit_pct": env._("Service credit in percent of the fee (estimate)"),
    }


def _coded_labels(env, name):
    return {
        "response": env._("Response, %s", name),
        "resolution": env._("Resolution, %s", name),
        "response_mean": env._("Mean response time, %s", name),
        "response_median": env._("Median response time, %s", name),
        "response_p90": env._("Nine of ten responses within, %s", name),
        "resolution_mean": env._("Mean resolution time, %s", name),
        "resolution_median": env._("Median resolution time, %s", name),
        "resolution_p90": env._("Nine of ten resolutions within, %s", name),
        "ageing": env._("Open for %s days", name),
        "type": env._("Type: %s", name),
        "priority": env._("Priority: %s", name),
        "category": env._("Category: %s", name),
        "channel": env._("Channel: %s", name),
        "line": env._("Support line: %s", name),
        "availability": env._("Availability, %s", name),
        "credit": env._("Service credit (estimate), %s", name),
    }
