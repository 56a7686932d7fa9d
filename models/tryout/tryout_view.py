"""A try-out's results as rows of text, for screen, print and workbook alike."""

from decimal import Decimal

from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ...engine.clock import Metric
from ...engine.instants import from_datetime
from ...engine.rounding import half_up, percentage, ratio
from ..reporting.figure_text import NO_VALUE, basis_name, instant_text, metric_name
from .tryout_comparison import Comparison

ALL = "all"
LETTERS = "ABCDE"


def duration_text(env, seconds):
    """Return a duration in hours and minutes, started minutes as whole ones."""
    if seconds is None:
        return NO_VALUE
    minutes = -(-int(seconds) // 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return env._("%(minutes)s min", minutes=rest)
    if not rest:
        return env._("%(hours)s h", hours=f"{hours:,}")
    return env._("%(hours)s h %(minutes)s min", hours=f"{hours:,}", minutes=rest)


class CandidateView:
    """One candidate's column.

    :param candidate: ``itsm.sla.tryout.candidate`` with a result
    :param str letter: that it is called by
    """

    def __init__(self, candidate, letter):
        self.record = candidate
        self.letter = letter
        self.data = candidate.result
        # in the reader's language, while the SLA is still the one that was tried
        tried = candidate.sla_id and not candidate.is_outdated
        self.names = candidate._get_names() if tried else self.data["names"]
        self.name = candidate.name or self.names["sla"]
        self.inputs = candidate.inputs
        self.targets = {
            (target["metric"], target["priority"]): target
            for target in self.inputs["targets"]
        }

    @property
    def title(self):
        return f"{self.letter} · {self.name}"

    def pair(self, metric, code=ALL, month=ALL):
        """Return how many targets were met, and decided."""
        pairs = self.data["attainment"][metric].get(code, {})
        return tuple(pairs.get(month, (0, 0)))

    def share(self, metric, code=ALL, month=ALL):
        """Return an attainment, unrounded; None for 0 of 0."""
        return ratio(*self.pair(metric, code, month))

    def percent(self, metric, code=ALL, month=ALL):
        """Return an attainment as it is shown, rounded down; None for 0 of 0."""
        return percentage(self.share(metric, code, month))

    def has_credits(self):
        """Return whether the SLA credits what a history can tell."""
        return any(
            rule["kind"] != "availability_step"
            for rule in self.inputs["credits"]["rules"]
        )

    def skips_credits(self):
        """Return whether the SLA has credits that are not in the result."""
        return any(
            rule["kind"] == "availability_step"
            for rule in self.inputs["credits"]["rules"]
        )

    def missed(self, metric, code=ALL):
        """Return how many targets were missed."""
        met, decided = self.pair(metric, code)
        return decided - met


class TryoutView:
    """Puts the results of a try-out into words, in the language of its environment.

    :param tryout: ``itsm.sla.tryout`` with results
    """

    def __init__(self, tryout):
        self.tryout = tryout
        self.env = tryout.env
        computed = tryout.candidate_ids.filtered("inputs")
        self.columns = [
            CandidateView(candidate, LETTERS[place])
            for place, candidate in enumerate(tryout.candidate_ids)
            if candidate in computed
        ]
        first = self.columns[0].data if self.columns else {}
        self.months = first.get("months", [])
        self.tickets = first.get("tickets", {})
        self.load = first.get("load", [])
        self.priorities = self._priorities()
        self.zone = tryout.inputs["tz"] if tryout.inputs else tryout.tz

    def _priorities(self):
        """Return the codes that have a target or a decided ticket somewhere."""
        codes = {}
        for column in self.columns:
            for metric in Metric:
                for code in column.data["attainment"][metric.value]:
                    agreed = (metric.value, code) in column.targets
                    if code != ALL and (agreed or column.pair(metric.value, code)[1]):
                        codes[code] = True
        order = {}
        for column in self.columns:
            for code in column.data["attainment"][Metric.RESPONSE.value]:
                order.setdefault(code, len(order))
        return sorted(codes, key=lambda code: order.get(code, len(order)))

    # === TEXTS === #

    def number(self, value, digits=2):
        """Return a number in the reader's writing."""
        return formatLang(self.env, float(value), digits=digits)

    def percent_text(self, value):
        """Return a percentage, “not applicable” for None."""
        if value is None:
            return self.env._("not applicable")
        return f"{self.number(value)}\N{NO-BREAK SPACE}%"

    def money(self, amount):
        """Return an amount of the company's currency."""
        currency = self.tryout.currency_id
        return formatLang(self.env, float(amount), currency_obj=currency)

    def metric(self, metric):
        return metric_name(self.env, metric)

    def duration(self, seconds):
        return duration_text(self.env, seconds)

    def day(self, value):
        return format_date(self.env, value)

    def moment(self, value):
        """Return a naive UTC datetime in the try-out's zone."""
        return instant_text(value and from_datetime(value), self.zone)

    def count(self, number):
        return self.number(number, digits=0)

    def month_span(self):
        """Return the months of the result: “2026-08 – 2026-10”."""
        if not self.months:
            return ""
        first, last = self.months[0], self.months[-1]
        return first if first == last else f"{first} – {last}"

    def facts(self):
        """Return what the result is of, as sentences."""
        counts = self.tickets
        facts = [
            self.env._(
                "%(count)s tickets opened in %(months)s (%(zone)s)",
                count=self.count(counts["registered"]),
                months=self.month_span(),
                zone=self.zone,
            )
        ]
        for name, text in (
            ("backlog", self.env._("%s open from before")),
            ("cancelled", self.env._("%s cancelled, not judged")),
            ("open", self.env._("%s still open at the end")),
            ("before", self.env._("%s over before the first month, left out")),
            ("after", self.env._("%s after the last month, left out")),
        ):
            if counts[name]:
                facts.append(text % self.count(counts[name]))
        return facts

    def warnings(self):
        """Return what the reader must know, as sentences."""
        texts = []
        if any(column.skips_credits() for column in self.columns):
            texts.append(
                self.env._(
                    "Credits for availability are not included: a ticket history says"
                    " nothing of outages."
                )
            )
        for column in self.columns:
            listed = len(column.record.missed or ())
            if listed < column.data["missed_total"]:
                texts.append(
                    self.env._(
                        "%(candidate)s: the first %(listed)s of its missed targets are"
                        " listed; all are counted.",
                        candidate=column.letter,
                        listed=self.count(listed),
                    )
                )
        letters = {}
        for column in self.columns:
            counts = ", ".join(
                f"{code} ({self.count(count)})"
                for code, count in column.data["no_target"].items()
            )
            letters.setdefault(counts, []).append(column.letter)
        texts += [
            self.env._(
                "%(candidates)s: tickets of these priorities have no target and are not"
                " judged: %(counts)s.",
                candidates=", ".join(names),
                counts=counts,
            )
            for counts, names in letters.items()
            if counts
        ]
        return texts

    # === TABLES === #

    def sections(self):
        """Return the table of the comparison, see `Comparison.sections`."""
        return Comparison(self).sections() if self.columns else []

    def is_judged(self, metric, code):
        """Return whether a candidate has a target for it."""
        return any((metric, code) in column.targets for column in self.columns)

    def month_headings(self):
        """Return what the cells of `month_rows` hold."""
        return [*(self.metric(m.value) for m in Metric), self.env._("Credit")]

    def month_rows(self):
        """Return a row for each month.

        :return: ``[{"month", "cells": [[(text, detail)]]}]``, for each candidate its
            response, resolution and credit
        """
        return [
            {
                "month": month,
                "cells": [
                    [
                        *(self._month_text(column, m.value, month) for m in Metric),
                        (self._month_credit(column, month), ""),
                    ]
                    for column in self.columns
                ],
            }
            for month in self.months
        ]

    def _month_text(self, column, metric, month):
        share = column.percent(metric, ALL, month)
        if share is None:
            return NO_VALUE, ""
        met, decided = column.pair(metric, ALL, month)
        return self.percent_text(share), f"{self.count(met)}/{self.count(decided)}"

    def _month_credit(self, column, month):
        if not column.has_credits():
            return NO_VALUE
        credit = column.data["credits"]["months"][month]
        if Decimal(column.inputs["monthly_fee"]):
            return self.money(credit["amount"])
        return self.percent_text(half_up(Decimal(credit["pct"]), 2))

    def assumptions(self):
        """Return what each candidate was tried with.

        :return: ``[(label, [(text, detail) for each candidate])]``
        """
        rows = [
            (
                f"{code} {self.metric(metric.value)}",
                [self._target_text(item, metric.value, code) for item in self.columns],
            )
            for code in self.priorities
            for metric in Metric
            if self.is_judged(metric.value, code)
        ]
        facts = [self._terms(column) for column in self.columns]
        labels = [label for label, _text in facts[0]] if facts else []
        rows += [
            (label, [(terms[place][1], "") for terms in facts])
            for place, label in enumerate(labels)
        ]
        return rows

    def _target_text(self, column, metric, code):
        target = column.targets.get((metric, code))
        if not target:
            return NO_VALUE, ""
        names = column.names["calendars"]
        hours = names.get(str(target["calendar"])) or self.env._("around the clock")
        return self.duration(target["minutes"] * 60), hours

    def _terms(self, column):
        """Return the terms of a candidate besides its targets: ``[(label, text)]``."""
        inputs, names = column.inputs, column.names
        none = self.env._("none")
        cap = inputs["credits"]["cap_pct"]
        return [
            (self.env._("Attainment counts"), basis_name(self.env, inputs["basis"])),
            (
                self.env._("Pauses that stop the clock"),
                ", ".join(names["pause_reasons"]) or none,
            ),
            (self.env._("Credits"), "; ".join(names["credits"]) or none),
            (self.env._("Monthly credit cap"), self.percent_text(cap) if cap else none),
            (self.env._("Monthly fee"), self.money(inputs["monthly_fee"])),
        ]

    def proofs(self):
        """Return the hashes by which the inputs can be told: ``[(label, text)]``."""
        tryout = self.tryout
        return [
            (
                self.env._("File"),
                f"{tryout.filename or ''} · SHA-256 {tryout.file_sha256}",
            ),
            (
                self.env._("What was read of it"),
                f"SHA-256 {tryout.inputs['history_sha256']}",
            ),
            (
                self.env._("All inputs, candidates included"),
                f"SHA-256 {tryout._inputs_hash()}",
            ),
            (
                self.env._("Computed"),
                f"{self.moment(tryout.computed_at)} ({self.zone})"
                f" · {tryout.computed_by_id.name}",
            ),
        ]

    def figures(self, column):
        """Return a candidate's figures in short: ``[(label, text)]``."""
        figures = []
        for metric in Metric:
            met, decided = column.pair(metric.value)
            text = self.percent_text(column.percent(metric.value))
            label = self.env._("%s attainment overall", self.metric(metric.value))
            figures.append((label, f"{text} ({self.count(met)}/{self.count(decided)})"))
        missed = self.count(column.data["missed_total"])
        figures.append((self.env._("Missed targets"), missed))
        if column.has_credits():
            mean = self.percent_text(
                half_up(Decimal(column.data["credits"]["mean_pct"]), 2)
            )
            figures.append((self.env._("Credit, mean of the months"), mean))
        return figures

    def last_line(self):
        """Return the result in one line: each candidate's overall resolution."""
        return " · ".join(
            f"{column.letter} {self.percent_text(column.percent('resolution'))}"
            for column in self.columns
        )
