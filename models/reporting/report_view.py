"""A report's data set as tiles and tables of text, for screen, PDF and XLSX alike."""

from decimal import Decimal
from fractions import Fraction

from odoo import fields

from ...engine.rounding import half_up
from .figure_text import (
    NO_VALUE,
    basis_name,
    code_name,
    figure_label,
    figure_target,
    figure_value,
    instant_text,
    light_name,
    metric_name,
    minutes_text,
    money_text,
    period_text,
)

_FLOW = (
    "opening_backlog",
    "registered",
    "reopened",
    "resolved",
    "cancelled",
    "closing_backlog",
)
_COMPARED = (
    "opened",
    "resolved",
    "closing_backlog",
    "response.ALL",
    "resolution.ALL",
    "resolution_mean.ALL",
    "first_line",
    "satisfaction.mean",
    "credit",
)


class ReportView:
    """Puts a data set into words.

    :param env: its language is the report's
    :param dict document: a data set, with or without the report's own part
    """

    def __init__(self, env, document):
        self.env = env
        self.data = document
        self.zone = document["identity"]["timezone"]
        self.rows = {row["key"]: row for row in document["figures"]}
        self.history = document.get("history", [])
        self.before = self._before()

    def _before(self):
        """Return the figures of the period just before, empty without its report."""
        start = fields.Date.to_date(self.data["identity"]["period_start"])
        day_before = str(fields.Date.subtract(start, days=1))
        for period in self.history:
            if period["period_end"] == day_before:
                return period["figures"]
        return {}

    # === TEXTS === #

    def value(self, key):
        """Return a figure's value as text."""
        return figure_value(self.env, self.rows[key], self.data)

    def label(self, key):
        """Return a figure's label."""
        return figure_label(self.env, key, self.data)

    def target(self, key):
        """Return a figure's target as text, a dash without one."""
        return figure_target(self.env, self.rows[key], self.data)

    def name(self, kind, code):
        """Return the name of a code."""
        return code_name(self.data, kind, code) or NO_VALUE

    def instant(self, instant):
        """Return an instant in the contract's time zone."""
        return instant_text(instant, self.zone)

    def minutes(self, seconds):
        """Return a duration, a dash for none."""
        return NO_VALUE if seconds is None else minutes_text(self.env, int(seconds))

    def money(self, amount):
        """Return an amount in the contract's currency."""
        return money_text(self.data, amount)

    def metric(self, metric):
        """Return a clock's name."""
        return metric_name(self.env, metric)

    def light(self, light):
        """Return what a light says."""
        return light_name(self.env, light)

    def basis(self):
        """Return the attainment basis."""
        return basis_name(self.env, self.data["parameters"]["basis"])

    def period(self, period=None):
        """Return a period's name; this report's by default."""
        period = period or self.data["identity"]
        start = fields.Date.to_date(period["period_start"])
        return period_text(
            self.env, start, fields.Date.to_date(period["period_end"])
        )

    def previous(self, key):
        """Return a figure's value in the period before, a dash without one."""
        figure = self.before.get(key)
        if figure is None:
            return NO_VALUE
        return figure_value(
            self.env, {"unit": self.rows[key]["unit"], **figure}, self.data
        )

    def trend(self, key):
        """Return an arrow from the previous value to this one, empty without one."""
        figure = self.before.get(key) or {}
        now, was = self.rows[key]["value"], figure.get("value")
        if None in (now, was):
            return ""
        now, was = Fraction(now), Fraction(was)
        return "▲" if now > was else "▼" if now < was else "＝"

    # === TILES === #

    def tiles(self):
        """Return what the summary shows first: one light per agreed target.

        :return: ``[{key, title, value, detail, light, light_name}]``
        """
        keys = ["response.ALL", "resolution.ALL"]
        keys += [f"availability.{row['service']}" for row in self.data["availability"]]
        keys += ["satisfaction.mean"]
        keys += ["workload"] if "workload" in self.rows else []
        return [self._tile(key) for key in keys]

    def _tile(self, key):
        row = self.rows[key]
        light = row["light"] or "grey"
        return {
            "key": key,
            "title": self.label(key),
            "value": self.value(key),
            "detail": self._detail(row),
            "light": light,
            "light_name": light_name(self.env, light)
            if row["target"] is not None
            else self.env._("No target agreed"),
        }

    def _detail(self, row):
        parts = []
        if row["target"] is not None:
            target = self.target(row["key"])
            parts.append(self.env._("agreed %s", target))
        if row["key"].startswith(("response", "resolution")):
            parts.append(self._fraction(row))
        return " · ".join(parts)

    def _fraction(self, row):
        return self.env._(
            "%(met)s of %(decided)s", met=row["numerator"], decided=row["denominator"]
        )

    # === TABLES === #

    def attainment(self):
        """Return the rows of the attainment table.

        :return: ``[{name, target, fraction, value, previous, trend, light, light_name,
            is_total, note}]``
        """
        rows = []
        for key, row in self.rows.items():
            if row["section"] != "attainment":
                continue
            light = row["light"] or ("grey" if row["value"] is None else None)
            note = ""
            if row.get("judged") is False:
                note = self.env._(
                    "%(missed)s missed; fewer than %(minimum)s decided: no percentage "
                    "is judged",
                    missed=len(row["missed"]),
                    minimum=self.data["parameters"]["minimum_decided"],
                )
            rows.append(
                {
                    "key": key,
                    "name": self.label(key),
                    "target": self.target(row["key"]),
                    "fraction": self._fraction(row),
                    "value": self.value(key),
                    "previous": self.previous(key),
                    "trend": self.trend(key),
                    "light": light,
                    "light_name": light_name(self.env, light) if light else NO_VALUE,
                    "is_total": key.endswith(".ALL"),
                    "note": note,
                }
            )
        return rows

    def flow(self):
        """Return the backlog flow: ``[{name, value, previous, is_total}]``."""
        return [
            {
                "name": self.label(key),
                "value": self.value(key),
                "previous": self.previous(key),
                "is_total": key.endswith("backlog"),
            }
            for key in _FLOW
        ]

    def breakdown(self, kind):
        """Return one breakdown of the opened tickets: ``[{name, value, share}]``."""
        prefix = f"{kind}."
        rows = []
        for key, row in self.rows.items():
            if not key.startswith(prefix):
                continue
            rows.append(
                {
                    "name": self.name(kind, key.removeprefix(prefix)),
                    "value": row["value"],
                    "previous": (self.before.get(key) or {}).get("value")
                    or ("0" if self.before else NO_VALUE),
                    "share": _percent(row["value"], row["denominator"]),
                }
            )
        return rows

    def times(self):
        """Return net times by priority, with the number of tickets behind each."""
        prefix = "resolution_mean."
        rows = []
        for key, row in self.rows.items():
            if not key.startswith(prefix):
                continue
            code = key.removeprefix(prefix)
            rows.append(
                {
                    "name": self.env._("All priorities")
                    if code == "ALL"
                    else self.name("priority", code),
                    "count": len(row["tickets"]),
                    "response_mean": self.value(f"response_mean.{code}"),
                    "mean": self.value(key),
                    "median": self.value(f"resolution_median.{code}"),
                    "p90": self.value(f"resolution_p90.{code}"),
                    "is_total": code == "ALL",
                }
            )
        return rows

    def misses(self):
        """Return the missed targets with cause and action."""
        return [
            {
                "ref": row["ref"],
                "title": row["title"],
                "metric": metric_name(self.env, row["metric"]),
                "priority": row["priority"],
                "target": self.minutes(row["target_seconds"]),
                "used": self.minutes(row["used_seconds"]),
                "overrun": self.minutes(
                    max(row["used_seconds"] - row["target_seconds"], 0)
                ),
                "missed_at": self.instant(row["outcome_at"]),
                "cause": row["cause"],
                "action": row["action"],
            }
            for row in self.data["misses"]
        ]

    def availability(self):
        """Return the availability table."""
        rows = []
        for row in self.data["availability"]:
            key = f"availability.{row['service']}"
            light = self.rows[key]["light"] or "grey"
            rows.append(
                {
                    "name": self.name("service", row["service"]),
                    "target": self.target(key),
                    "agreed": self.minutes(row["agreed_seconds"]),
                    "downtime": self.minutes(row["downtime_seconds"]),
                    "allowed": self.minutes(row["allowed_seconds"]),
                    "value": self.value(key),
                    "previous": self.previous(key),
                    "failures": row["failures"],
                    "mtrs": self.minutes(row["mtrs_seconds"])
                    if row["failures"]
                    else self.env._("no failure"),
                    "mtbf": self.minutes(row["mtbf_seconds"])
                    if row["failures"]
                    else self.env._("no failure"),
                    "light": light,
                    "light_name": light_name(self.env, light),
                }
            )
        return rows

    def outages(self):
        """Return the outages and the minutes that do not count."""
        kinds = {
            "customer": self.env._("Caused by the customer"),
            "force_majeure": self.env._("Force majeure"),
            "announced": self.env._("Announced maintenance"),
            "other": self.env._("Other"),
        }
        rows = []
        for row in self.data["availability"]:
            service = self.name("service", row["service"])
            for outage in row["outages"]:
                rows.append(
                    {
                        "service": service,
                        "name": outage["name"],
                        "start": self.instant(outage["start"]),
                        "end": self.instant(outage["end"]) or self.env._("ongoing"),
                        "cause": outage["cause"],
                    }
                )
            for item in row["excluded"]:
                rows.append(
                    {
                        "service": service,
                        "name": self.env._(
                            "Not counted: %s", kinds.get(item["reason"], item["reason"])
                        ),
                        "start": self.minutes(item["seconds"]),
                        "end": "",
                        "cause": "",
                    }
                )
        return rows

    def simple(self, *keys):
        """Return ``[{name, value, fraction, previous}]`` of some figures."""
        return [
            {
                "name": self.label(key),
                "value": self.value(key),
                "fraction": self._fraction(self.rows[key])
                if self.rows[key]["numerator"] is not None
                and self.rows[key]["unit"] == "percent"
                else "",
                "previous": self.previous(key),
            }
            for key in keys
        ]

    def ageing(self):
        """Return the backlog by age: ``[{name, value}]``."""
        return [
            {
                "name": self.env._("%s days", key.removeprefix("ageing.")),
                "value": row["value"],
            }
            for key, row in self.rows.items()
            if key.startswith("ageing.")
        ]

    def credits(self):
        """Return the reasons of the service credits."""
        rows = []
        for line in self.data["credits"]["lines"]:
            metric = line["metric"] and metric_name(self.env, line["metric"])
            if line["rule"] == "missed_target":
                name = self.env._(
                    "Missed targets of %(priority)s, %(metric)s",
                    priority=self.name("priority", line["subject"]),
                    metric=metric,
                )
            elif line["rule"] == "availability":
                name = self.env._(
                    "Started steps below the availability of %s",
                    self.name("service", line["subject"]),
                )
            else:
                name = self.env._("Overall attainment below its target: %s", metric)
            rows.append(
                {
                    "name": name,
                    "count": line["count"],
                    "each": f"{line['each_pct']} %",
                    "pct": f"{line['pct']} %",
                }
            )
        return rows

    def comparison(self):
        """Return this period beside the earlier ones.

        :return: ``(period names, [{name, values, change}])``; a dash where a period has
            no such figure
        """
        periods = [*self.history, self.data["identity"]]
        rows = []
        for key in _COMPARED:
            row = self.rows[key]
            values = []
            for period in self.history:
                figure = period["figures"].get(key)
                values.append(
                    figure_value(self.env, {"unit": row["unit"], **figure}, self.data)
                    if figure
                    else NO_VALUE
                )
            rows.append(
                {
                    "name": self.label(key),
                    "values": [*values, self.value(key)],
                    "change": self._change(key),
                }
            )
        return [self.period(period) for period in periods], rows

    def _change(self, key):
        """Return the relative change to the period before (domain 3.5)."""
        figure = self.before.get(key)
        now = self.rows[key]["value"]
        if figure is None or None in (figure["value"], now):
            return NO_VALUE
        was, now = Fraction(figure["value"]), Fraction(now)
        if not was:
            return self.env._("N/A (was 0)") if now else NO_VALUE
        change = half_up((now - was) / was * 100, 1)
        return f"{change:+} %" if change else "0.0 %"

    def adjustments(self):
        """Return what earlier periods counted and that stands otherwise now."""
        states = {
            True: self.env._("met"),
            False: self.env._("missed"),
            None: self.env._("undecided or withdrawn"),
        }
        rows = [
            {
                "what": f"{row['ref']}, {metric_name(self.env, row['metric'])}",
                "was": states[row["was"]],
                "now": states[row["now"]],
            }
            for row in self.data["adjustments"]
        ]
        for row in self.data.get("changes", []):
            texts = [
                figure_value(self.env, {**row, "value": row[name]}, self.data)
                for name in ("was", "now")
            ]
            label = figure_label(self.env, row["key"], self.data)
            rows.append(
                {
                    "what": f"{row['number']}: {label}",
                    "was": texts[0],
                    "now": texts[1],
                }
            )
        return rows


def _percent(part, whole):
    """Return a share with one decimal; shares of a whole add up better half-up."""
    if not whole:
        return NO_VALUE
    return f"{half_up(Fraction(Decimal(part)) / whole * 100, 1)} %"
