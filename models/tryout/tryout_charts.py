"""The charts of a try-out: SVG by the engine, with titles in the reader's language."""

from decimal import Decimal

from ...engine.charts import Look
from ...engine.clock import Metric
from ...engine.tryout import pictures

_WIDE, _HALF, _HIGH = 680, 440, 250


class TryoutCharts:
    """Draws what a `TryoutView` has the numbers for; candidates by their letters."""

    def __init__(self, view):
        self.view = view
        self.env = view.env
        self.named = {column.letter: column.data for column in view.columns}

    def all(self):
        """Return the charts that have something to show."""
        charts = []
        for metric in Metric:
            charts += [self.by_priority(metric.value), self.by_month(metric.value)]
        return [chart for chart in [*charts, self.credits(), *self.loads()] if chart]

    def by_priority(self, metric):
        """Attainment of each priority and overall, a bar for each candidate."""
        titles = {
            "response": self.env._("Response attainment by priority"),
            "resolution": self.env._("Resolution attainment by priority"),
        }
        return pictures.attainment_by_priority(
            self.named,
            metric,
            self._look(titles[metric], _HALF, "%"),
            all_name=self.env._("overall"),
            **self._target(metric),
        )

    def by_month(self, metric):
        """Overall attainment by month, a line for each candidate."""
        titles = {
            "response": self.env._("Response attainment by month"),
            "resolution": self.env._("Resolution attainment by month"),
        }
        look = self._look(titles[metric], _HALF, "%")
        target = self._target(metric)
        return pictures.attainment_by_month(self.named, metric, look, **target)

    def credits(self):
        """Expected credits by month, a bar for each candidate; "" without any."""
        named = {
            column.letter: column.data
            for column in self.view.columns
            if column.has_credits() and Decimal(column.inputs["monthly_fee"])
        }
        if not named:
            return ""
        title = self.env._(
            "Expected credits by month (%s)", self.view.tryout.currency_id.name
        )
        return pictures.credits_by_month(named, self._look(title, _WIDE))

    def loads(self):
        """The load by hour of the week, once for each pattern of service hours."""
        patterns = {}
        for column in self.view.columns:
            hours = tuple(map(tuple, column.data["service"].values()))
            patterns.setdefault(hours, []).append(column)
        weekday = self.env["resource.calendar.attendance"]._fields["dayofweek"]
        days = [name for _day, name in weekday._description_selection(self.env)]
        return [
            pictures.load_by_hour(
                columns[0].data,
                self._look(self._load_title(columns), _WIDE),
                weekdays=days,
                inside_name=self.env._("In service hours of all priorities"),
                outside_name=self.env._("Outside for some priority"),
            )
            for columns in patterns.values()
        ]

    def _load_title(self, columns):
        letters = ", ".join(column.letter for column in columns)
        return self.env._(
            "Tickets opened by hour of the week, and the service hours of %s", letters
        )

    def _target(self, metric):
        """Return the overall target that all candidates share, if they do."""
        agreed = {column.inputs["overall"][metric] for column in self.view.columns}
        if len(agreed) != 1 or not any(agreed):
            return {}
        target = Decimal(str(agreed.pop()))
        return {"target": target, "target_name": self.env._("Agreed overall")}

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
