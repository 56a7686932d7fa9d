"""The charts of a report: SVG from its data set, each with a title of its own."""

from decimal import Decimal

from ...engine.charts import (
    Look,
    Series,
    bar_chart,
    donut_chart,
    grouped_chart,
    line_chart,
    lying_bar_chart,
    pareto_chart,
)

_WIDE, _HALF, _HIGH = 680, 380, 220


class ReportCharts:
    """Draws the charts that a `ReportView` has the numbers for."""

    def __init__(self, view):
        self.view = view
        self.env = view.env
        self.periods = [*view.history, view.data["identity"]]
        self.labels = [period["period_start"][:7] for period in self.periods]

    def flow(self):
        """Opened and resolved tickets with the backlog, by period."""
        return grouped_chart(
            self.labels,
            [
                Series(self.env._("Tickets opened"), self._series("opened")),
                Series(self.env._("Tickets resolved"), self._series("resolved")),
            ],
            self._look(self.env._("Tickets opened and resolved, and closing backlog")),
            line=Series(self.env._("Closing backlog"), self._series("closing_backlog")),
            stacked=False,
        )

    def attainment(self):
        """Overall response and resolution attainment by period."""
        target = self.view.rows["resolution.ALL"]["target"]
        return line_chart(
            self.labels,
            [
                Series(self.env._("Response"), self._series("response.ALL")),
                Series(self.env._("Resolution"), self._series("resolution.ALL")),
            ],
            self._look(self.env._("Overall SLA attainment"), unit="%"),
            target=target and Decimal(target),
            target_name=self.env._("Agreed"),
            ceiling=100,
        )

    def availability(self):
        """Availability of each service against its target."""
        rows = [
            self.view.rows[f"availability.{row['service']}"]
            for row in self.view.data["availability"]
        ]
        names = [
            self.view.name("service", row["service"])
            for row in self.view.data["availability"]
        ]
        if not rows:
            return ""
        return bar_chart(
            names,
            [_number(row["value"]) for row in rows],
            self._look(self.env._("Availability by service"), unit="%"),
            targets=[_number(row["target"]) for row in rows],
            target_name=self.env._("Agreed"),
            ceiling=100,
            from_zero=False,
        )

    def types(self):
        """Opened tickets by type."""
        names, values = self._parts("type")
        look = self._look(self.env._("Tickets by type"), _HALF)
        return donut_chart(names, values, look, total_name=self.env._("tickets"))

    def priorities(self):
        """Opened tickets by priority."""
        codes = self.view.data["names"]["priority"]
        order = {code: place for place, code in enumerate(codes)}
        parts = sorted(self._codes("priority"), key=lambda part: order.get(part[0], 99))
        look = self._look(self.env._("Tickets by priority"), _HALF)
        names = [self.view.name("priority", code) for code, _value in parts]
        return bar_chart(names, [value for _code, value in parts], look)

    def categories(self):
        """Opened tickets by category, the vital few first."""
        names, values = self._parts("category")
        return pareto_chart(
            names,
            values,
            self._look(self.env._("Tickets by category"), _HALF),
            value_name=self.env._("Tickets"),
            share_name=self.env._("Cumulative share"),
        )

    def channels(self):
        """Opened tickets by channel."""
        names, values = self._parts("channel")
        look = self._look(self.env._("Tickets by channel"), _HALF)
        return lying_bar_chart(names, values, look)

    def ageing(self):
        """The closing backlog by age."""
        rows = self.view.ageing()
        look = self._look(self.env._("Closing backlog by age"), _HALF)
        return bar_chart(
            [row["name"] for row in rows], [int(row["value"]) for row in rows], look
        )

    def satisfaction(self):
        """Mean satisfaction by period."""
        target = self.view.rows["satisfaction.mean"]["target"]
        return line_chart(
            self.labels,
            [Series(self.env._("Mean score"), self._series("satisfaction.mean"))],
            self._look(self.env._("Satisfaction (1 to 5)"), _HALF),
            target=target and Decimal(target),
            target_name=self.env._("Agreed"),
            ceiling=5,
        )

    def _series(self, key):
        """Return a figure's values, earlier periods first."""
        values = [period["figures"].get(key) for period in self.view.history]
        values = [_number(value["value"]) if value else None for value in values]
        return [*values, _number(self.view.rows[key]["value"])]

    def _codes(self, kind):
        prefix = f"{kind}."
        return [
            (key.removeprefix(prefix), int(row["value"]))
            for key, row in self.view.rows.items()
            if key.startswith(prefix)
        ]

    def _parts(self, kind):
        parts = self._codes(kind)
        names = [self.view.name(kind, code) for code, _value in parts]
        return names, [value for _code, value in parts]

    def _look(self, title, width=_WIDE, unit=""):
        said = self.env._("%s: the numbers are in the table beside it.", title)
        return Look(
            title=title,
            description=said,
            no_data=self.env._("No data in this period"),
            unit=unit,
            width=width,
            height=_HIGH,
        )


def _number(text):
    return None if text is None else Decimal(text)
