"""A report's data set as tiles and tables of text, for screen, PDF and XLSX alike."""

from decimal import Decimal
from fractions import Fraction

from ...engine.rounding import half_up
from .figure_text import (
    NO_VALUE,
    figure_value,
    light_name,
    metric_name,
)
from .report_agreement_tables import AgreementTables
from .report_words import ReportWords

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


class ReportView(ReportWords, AgreementTables):
    """Puts a data set into words.

    :param env: its language is the report's
    :param dict document: a data set, with or without the report's own part
    """

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


def _percent(part, whole):
    """Return a share with one decimal; shares of a whole add up better half-up."""
    if not whole:
        return NO_VALUE
    return f"{half_up(Fraction(Decimal(part)) / whole * 100, 1)} %"
