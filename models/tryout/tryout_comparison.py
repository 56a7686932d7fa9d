"""The table that compares the candidates of a try-out, in the reader's language."""

from decimal import Decimal
from fractions import Fraction

from ...engine.clock import Metric
from ...engine.rounding import exact, half_up, meets, percentage
from ..reporting.figure_text import NO_VALUE


class Comparison:
    """Builds the rows of the table.

    :param view: the `TryoutView`, with one candidate at least
    """

    def __init__(self, view):
        self.view = view
        self.env = view.env
        self.columns = view.columns

    def sections(self):
        """Return the table.

        :return: ``[{"title", "rows": [{"label", "note", "cells"}]}]``; a cell has
            ``text``, ``detail``, ``verdict``, ``agreed``, ``light`` (green, red, grey
            or "") and ``best``
        """
        wanted = self.view.tryout.inputs["attainment_wanted"]
        judged = [
            (metric.value, code)
            for code in self.view.priorities
            for metric in Metric
            if self.view.is_judged(metric.value, code)
        ]
        sections = [
            {
                "title": self.env._("Attainment overall"),
                "rows": [self._overall_row(metric.value) for metric in Metric],
            },
            {
                "title": self.env._("Attainment by priority"),
                "rows": [self._priority_row(*place) for place in judged],
            },
            {"title": self.env._("Consequences"), "rows": self._consequences()},
            {
                "title": self.env._(
                    "Tightest target that %s %% of the tickets would have met",
                    f"{wanted:g}",
                ),
                "rows": [self._tightest_row(*place) for place in judged],
            },
        ]
        return [section for section in sections if section["rows"]]

    # === ATTAINMENT === #

    def _overall_row(self, metric):
        cells = [
            self._attainment(
                column.pair(metric),
                column.inputs["overall"][metric],
                column.inputs["minimum_decided"],
            )
            for column in self.columns
        ]
        return _row(self.view.metric(metric), cells)

    def _priority_row(self, metric, code):
        cells = []
        for column in self.columns:
            if target := column.targets.get((metric, code)):
                pair = column.pair(metric, code)
                cells.append(self._attainment(pair, target["attainment"]))
            else:
                cells.append(_cell(self.env._("no target")))
        return _row(f"{code} {self.view.metric(metric)}", cells)

    def _attainment(self, pair, target, minimum=0):
        """Return the cell of an attainment, with what was agreed.

        :param pair: targets met, and decided
        :param target: percent, 0 without one
        :param minimum: with fewer decided than this it is not judged
        """
        met, decided = pair
        share = Fraction(met, decided) if decided else None
        light = verdict = detail = ""
        if decided:
            detail = self.env._(
                "%(met)s of %(decided)s",
                met=self.view.count(met),
                decided=self.view.count(decided),
            )
        if target and decided:
            if decided < minimum:
                light, verdict = "grey", self.env._("too few to judge")
            elif meets(share, exact(target)):
                light, verdict = "green", self.env._("met")
            else:
                light, verdict = "red", self.env._("not met")
        return _cell(
            self.view.percent_text(percentage(share)),
            detail=detail,
            verdict=verdict,
            agreed=self._agreed(self.view.percent_text(target)) if target else "",
            light=light,
            rank=share,
        )

    def _agreed(self, text):
        return self.env._("agreed %s", text)

    # === CONSEQUENCES === #

    def _consequences(self):
        cells = [self._missed_cell(column) for column in self.columns]
        rows = [_row(self.env._("Missed targets"), cells)]
        if any(column.has_credits() for column in self.columns):
            note = ""
            if any(column.skips_credits() for column in self.columns):
                note = self.env._("Without credits for availability")
            for kind, label in (
                ("mean", self.env._("Credit, mean of the months")),
                ("worst", self.env._("Credit, worst month")),
            ):
                cells = [self._credit_cell(column, kind) for column in self.columns]
                rows.append(_row(label, cells, note))
        note = self.env._("Of the resolution target, or else of the response target")
        cells = [self._outside_cell(column) for column in self.columns]
        rows.append(_row(self.env._("Opened outside of service hours"), cells, note))
        return rows

    def _missed_cell(self, column):
        total = column.data["missed_total"]
        parts = [
            f"{self.view.metric(m.value)} {self.view.count(column.missed(m.value))}"
            for m in Metric
        ]
        return _cell(self.view.count(total), detail=" · ".join(parts), rank=-total)

    def _credit_cell(self, column, kind):
        if not column.has_credits():
            return _cell(self.env._("none agreed"))
        credits = column.data["credits"]
        pct = Decimal(credits[f"{kind}_pct"])
        text = self.view.percent_text(half_up(pct, 2))
        parts = [credits["worst_month"] or ""] if kind == "worst" else []
        if Decimal(column.inputs["monthly_fee"]):
            parts.insert(0, text)
            text = self.view.money(credits[kind])
        return _cell(text, detail=" · ".join(filter(None, parts)), rank=-pct)

    def _outside_cell(self, column):
        total, opened = column.data["outside"], self.view.tickets["registered"]
        share = percentage(Fraction(total, opened)) if opened else None
        parts = [self.view.percent_text(share)]
        parts += [
            f"{code} {self.view.count(count)}"
            for code, count in column.data["outside_by_priority"].items()
            if count
        ]
        return _cell(self.view.count(total), detail=" · ".join(parts))

    # === TIGHTEST TARGETS === #

    def _tightest_row(self, metric, code):
        cells = [self._tightest_cell(column, metric, code) for column in self.columns]
        return _row(f"{code} {self.view.metric(metric)}", cells)

    def _tightest_cell(self, column, metric, code):
        found = column.data["tightest"][metric].get(code)
        if not found or (metric, code) not in column.targets:
            return _cell(self.env._("no target"))
        tightest, target = found["tightest"], found["target"]
        agreed = self._agreed(self.view.duration(target))
        if not found["decided"]:
            return _cell(NO_VALUE, agreed=agreed)
        if tightest is None:
            text = self.env._("none: too many still open")
            return _cell(text, agreed=agreed, light="red")
        light = "green" if tightest <= target else "red"
        return _cell(self.view.duration(tightest), agreed=agreed, light=light)


def _cell(text, *, detail="", verdict="", agreed="", light="", rank=None):
    return {
        "text": text,
        "detail": detail,
        "verdict": verdict,
        "agreed": agreed,
        "light": light,
        "rank": rank,
    }


def _row(label, cells, note=""):
    """Return a row, its best cells marked unless all are alike."""
    ranks = {cell["rank"] for cell in cells if cell["rank"] is not None}
    for cell in cells:
        cell["best"] = len(ranks) > 1 and cell["rank"] == max(ranks)
    return {"label": label, "note": note, "cells": cells}
