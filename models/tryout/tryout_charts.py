"""The charts of a try-out: SVG, each with a title of its own."""

from decimal import Decimal

from ...engine.charts import Look, Series, grouped_chart, line_chart
from ...engine.clock import Metric
from .tryout_view import ALL

_WIDE, _HALF, _HIGH = 680, 400, 240


class TryoutCharts:
    """Draws what a `TryoutView` has the numbers for."""

    def __init__(self, view):
        self.view = view
        self.env = view.env
        self.columns = view.columns

    def all(self):
        """Return the charts that have something to show."""
        charts = []
        for metric in Metric:
            charts.append(self.by_priority(metric.value))
        for metric in Metric:
            charts.append(self.by_month(metric.value))
        charts += [self.credits(), *self.loads()]
        return [chart for chart in charts if chart]

    def by_priority(self, metric):
        """Attainment of each priority, a bar for each candidate."""
        codes = self.view.priorities
        titles = {
            "response": self.env._("Response attainment by priority"),
            "resolution": self.env._("Resolution attainment by priority"),
        }
        return grouped_chart(
            codes,
            [
                Series(column.letter, [column.percent(metric, code) for code in codes])
                for column in self.columns
            ],
            self._look(titles[metric], _HALF, "%"),
            stacked=False,
        )

    def by_month(self, metric):
        """Overall attainment by month, a line for each candidate."""
        titles = {
            "response": self.env._("Response attainment by month"),
            "resolution": self.env._("Resolution attainment by month"),
        }
        agreed = {column.inputs["overall"][metric] for column in self.columns} - {0.0}
        target = Decimal(str(agreed.pop())) if len(agreed) == 1 else None
        return line_chart(
            self.view.months,
            [
                Series(
                    column.letter,
                    [column.percent(metric, ALL, month) for month in self.view.months],
                )
                for column in self.columns
            ],
            self._look(titles[metric], _HALF, "%"),
            target=target,
            target_name=self.env._("Agreed"),
            ceiling=100,
        )

    def credits(self):
        """Expected credits by month, a bar for each candidate; "" without any."""
        columns = [column for column in self.columns if column.has_credits()]
        if not columns:
            return ""
        paid = any(Decimal(column.inputs["monthly_fee"]) for column in columns)
        name, unit = ("amount", "") if paid else ("pct", "%")
        currency = self.view.tryout.currency_id.name
        title = self.env._("Expected credits by month")
        return grouped_chart(
            self.view.months,
            [
                Series(
                    column.letter,
                    [
                        Decimal(column.data["credits"]["months"][month][name])
                        for month in self.view.months
                    ],
                )
                for column in columns
            ],
            self._look(f"{title} ({currency})" if paid else title, _WIDE, unit),
            stacked=False,
        )

    def loads(self):
        """The load by hour of the week: a heat map for each pattern of hours."""
        return []

    def _look(self, title, width, unit=""):
        return Look(
            title=title,
            description=self.env._(
                "%s: the numbers are in the tables beside it.", title
            ),
            no_data=self.env._("No data in this period"),
            unit=unit,
            width=width,
            height=_HIGH,
        )
