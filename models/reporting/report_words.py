"""A report's data set put into words: values, names, periods, trends."""

from fractions import Fraction

from odoo import fields

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


class ReportWords:
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
