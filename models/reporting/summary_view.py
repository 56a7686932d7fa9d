"""The figures of a summary report as tables of text, for screen and print alike."""

from datetime import date

from odoo.tools.misc import formatLang

from .figure_text import (
    NO_VALUE,
    figure_label,
    figure_target,
    figure_value,
    light_name,
    period_text,
)
from .summary_charts import SummaryCharts
from .summary_figures import in_its_currency

_WORKLOAD = (
    "opening_backlog",
    "registered",
    "reopened",
    "resolved",
    "cancelled",
    "closing_backlog",
    "first_line",
    "reopen_rate",
)


class SummaryFigures:
    """Puts the data set of a summary into words.

    :param env: its language is the reader's
    :param dict figures: of `itsm.summary.report`
    """

    def __init__(self, env, figures):
        self.env = env
        self.data = figures or {}
        self.rows = {row["key"]: row for row in self.data.get("rows", ())}
        self.charts = SummaryCharts(env, self.data.get("months", ()), self.rows)
        self._names = {
            source["id"]: source["name"] for source in self.data.get("sources", ())
        }

    # === SOURCES === #

    def sources(self):
        """Return the reports: ``[{id, name, contract, period}]``."""
        return [
            {**source, "period": self._period(source)}
            for source in self.data.get("sources", ())
        ]

    def missing(self):
        """Return the periods without an approved report, as sentences."""
        return [
            self.env._("%(contract)s, %(period)s", **self._gap(row))
            if row["is_over"]
            else self.env._("%(contract)s, %(period)s (not over yet)", **self._gap(row))
            for row in self.data.get("missing", ())
        ]

    def _gap(self, row):
        return {"contract": row["contract"], "period": self._period(row)}

    def _period(self, row):
        return period_text(
            self.env,
            date.fromisoformat(row["period_start"]),
            date.fromisoformat(row["period_end"]),
        )

    # === TABLES === #

    def table(self, section):
        """Return the rows of a section.

        :param str section: ``workload``, ``attainment``, ``availability``,
            ``satisfaction`` or ``credit``
        :return: ``[{key, name, value, fraction, target, light, light_name, reports}]``
        """
        rows = [row for row in self.rows.values() if row["section"] == section]
        if section == "workload":
            rows = [self.rows[key] for key in _WORKLOAD if key in self.rows]
        return [self._line(row) for row in rows]

    def _line(self, row):
        data = in_its_currency(self.data, row["key"])
        whole = row["denominator"]
        return {
            "key": row["key"],
            "name": figure_label(self.env, row["key"], data),
            "value": figure_value(self.env, row, data),
            "fraction": NO_VALUE
            if row["numerator"] is None or whole is None
            else self.env._(
                "%(part)s of %(whole)s", part=row["numerator"], whole=whole
            ),
            "target": figure_target(self.env, row, data),
            "light": row["light"],
            "light_name": light_name(self.env, row["light"]),
            "reports": self.report_names(row),
            "is_total": row["key"].endswith(".ALL"),
        }

    def report_names(self, row):
        """Return the reports that a row comes from, as numbers and versions."""
        return ", ".join(self._names[report] for report in row["reports"])

    def months(self):
        """Return the figures of each month: ``[{month, opened, resolved, …}]``."""
        return [
            {
                "month": row["month"],
                "opened": row["opened"],
                "resolved": row["resolved"],
                "response": self.charts.share(row["response"]),
                "resolution": self.charts.share(row["resolution"]),
            }
            for row in self.data.get("months", ())
        ]

    # === THE PROJECT === #

    def objectives(self):
        """Return the quality objectives: ``[{name, target, actual, result}]``."""
        fields = self.env["itsm.quality.objective"]._fields
        units = dict(fields["unit"]._description_selection(self.env))
        results = dict(fields["result"]._description_selection(self.env))
        rows = []
        for row in self.data.get("objectives", ()):
            unit = units.get(row["unit"], "")
            sign = "≥" if row["comparison"] == "at_least" else "≤"
            actual = row["actual"]
            rows.append(
                {
                    "name": row["name"],
                    "target": f"{sign} {row['target']} {unit}",
                    "actual": NO_VALUE if actual is None else f"{actual} {unit}",
                    "result": results.get(row["result"], ""),
                }
            )
        return rows

    def milestones(self):
        """Return the milestones with their variance in words."""
        return [
            {**row, "variance": self._days(row["variance_days"])}
            for row in self.data.get("schedule", ())
        ]

    def _days(self, days):
        if days is None:
            return NO_VALUE
        if not days:
            return self.env._("on time")
        return self.env._("%s days", f"{days:+}")

    def progress(self):
        """Return how the plan was kept, as a sentence; empty without one."""
        progress = self.data.get("progress")
        if not progress:
            return ""
        return self.env._(
            "%(plan)s: %(done)s of %(due)s tasks that were due are done, %(late)s are"
            " late.",
            **progress,
        )

    def hours(self):
        """Return ``[(label, hours)]``, empty when nothing is planned or booked."""
        hours = self.data.get("hours") or {}
        if not any(hours.values()):
            return []
        planned, actual = hours["planned"], hours["actual"]
        rows = [
            (self.env._("Planned at first"), self._number(hours["promised"])),
            (self.env._("Planned last"), self._number(planned)),
            (self.env._("Booked"), self._number(actual)),
        ]
        if planned:
            left = self._number(planned - actual)
            rows.append((self.env._("Planned less booked"), left))
        return rows

    def risks(self):
        """Return the risks, as they are stored."""
        return self.data.get("risks", ())

    def issues(self):
        """Return the remaining issues, as they are stored."""
        return self.data.get("issues", ())

    def _number(self, value):
        if value is None:
            return NO_VALUE
        return formatLang(self.env, value, digits=2)
