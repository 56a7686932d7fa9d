"""The charts of a summary report: SVG, each with a table of its numbers beside it."""

from decimal import Decimal

from ...engine.charts import Look, Series, grouped_chart, line_chart
from ...engine.rounding import percentage, ratio
from .figure_text import NO_VALUE


class SummaryCharts:
    """Draws the months of a summary.

    :param env: its language is the reader's
    :param months: see `SummaryRows.months`
    :param rows: the figures by key
    """

    def __init__(self, env, months, rows):
        self.env = env
        self.months = months
        self.rows = rows
        self.labels = [month["month"] for month in months]

    def attainment(self):
        """Response and resolution attainment by month, with what was agreed."""
        target = self.rows.get("resolution.ALL", {}).get("target")
        return line_chart(
            self.labels,
            [
                Series(self.env._("Response"), self._shares("response")),
                Series(self.env._("Resolution"), self._shares("resolution")),
            ],
            self._look(self.env._("SLA attainment by month"), "%"),
            target=target and Decimal(target),
            target_name=self.env._("Agreed"),
            ceiling=100,
        )

    def tickets(self):
        """Opened and resolved tickets by month."""
        return grouped_chart(
            self.labels,
            [
                Series(self.env._("Tickets opened"), self._counts("opened")),
                Series(self.env._("Tickets resolved"), self._counts("resolved")),
            ],
            self._look(self.env._("Tickets by month")),
            stacked=False,
        )

    def share(self, pair):
        """Return ``[met, decided]`` as a percentage in words."""
        shown = percentage(ratio(*pair))
        return NO_VALUE if shown is None else f"{shown} %"

    def _shares(self, metric):
        return [percentage(ratio(*month[metric])) for month in self.months]

    def _counts(self, name):
        return [month[name] for month in self.months]

    def _look(self, title, unit=""):
        return Look(
            title=title,
            description=self.env._(
                "%s: the numbers are in the table beside it.", title
            ),
            no_data=self.env._("No approved service report"),
            unit=unit,
            width=680,
            height=220,
        )
