"""A try-out's results as rows of text, for screen, print and workbook alike."""

from decimal import Decimal
from fractions import Fraction

from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ...engine.clock import Metric
from ...engine.instants import from_datetime
from ...engine.rounding import exact, half_up, meets, percentage, ratio
from ..reporting.figure_text import NO_VALUE, basis_name, instant_text, metric_name

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
        self.name = candidate.name or self.data["names"]["sla"]
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

    # === THE COMPARISON === #

    def sections(self):
        """Return the table of the comparison.

        :return: ``[{"title", "rows": [{"label", "note", "cells"}]}]``; a cell has
            ``text``, ``detail``, ``verdict``, ``light`` (green, red, grey or "") and
            ``best``
        """
        if not self.columns:
            return []
        sections = [
            {
                "title": self.env._("Attainment overall"),
                "rows": [self._overall_row(metric.value) for metric in Metric],
            },
            {
                "title": self.env._("Attainment by priority"),
                "rows": [
                    self._priority_row(metric.value, code)
                    for code in self.priorities
                    for metric in Metric
                    if self._is_judged(metric.value, code)
                ],
            },
            {"title": self.env._("Consequences"), "rows": self._consequences()},
            {
                "title": self.env._(
                    "Tightest target that %s %% of the tickets would have met",
                    f"{self.tryout.inputs['attainment_wanted']:g}",
                ),
                "rows": [
                    self._tightest_row(metric.value, code)
                    for code in self.priorities
                    for metric in Metric
                    if self._is_judged(metric.value, code)
                ],
            },
        ]
        return [section for section in sections if section["rows"]]

    def _is_judged(self, metric, code):
        return any((metric, code) in column.targets for column in self.columns)

    def _overall_row(self, metric):
        cells = []
        for column in self.columns:
            target = column.inputs["overall"][metric]
            met, decided = column.pair(metric)
            share = column.share(metric)
            light, verdict, detail = "", "", self._fraction(met, decided)
            if target and share is not None:
                if decided < column.inputs["minimum_decided"]:
                    light = "grey"
                    verdict = self.env._("too few to judge")
                else:
                    reached = meets(share, exact(target))
                    light = "green" if reached else "red"
                    verdict = self._verdict(reached)
                verdict = self._agreed(verdict, target)
            cells.append(
                self._cell(column.percent(metric), detail, light, share, verdict)
            )
        return {"label": self.metric(metric), "cells": _with_best(cells)}

    def _priority_row(self, metric, code):
        cells = []
        for column in self.columns:
            target = column.targets.get((metric, code))
            if not target:
                cells.append(self._empty(self.env._("no target")))
                continue
            met, decided = column.pair(metric, code)
            share = column.share(metric, code)
            light, verdict, detail = "", "", self._fraction(met, decided)
            if target["attainment"] and share is not None:
                reached = meets(share, exact(target["attainment"]))
                light = "green" if reached else "red"
                verdict = self._agreed(self._verdict(reached), target["attainment"])
            percent = column.percent(metric, code)
            cells.append(self._cell(percent, detail, light, share, verdict))
        return {"label": f"{code} {self.metric(metric)}", "cells": _with_best(cells)}

    def _verdict(self, reached):
        return self.env._("met") if reached else self.env._("not met")

    def _agreed(self, verdict, target):
        return self.env._(
            "%(verdict)s, agreed %(target)s",
            verdict=verdict,
            target=self.percent_text(target),
        )

    def _fraction(self, met, decided):
        return self.env._(
            "%(met)s of %(decided)s", met=self.count(met), decided=self.count(decided)
        )

    def _cell(self, percent, detail, light, rank, verdict):
        return {
            "text": self.percent_text(percent),
            "detail": detail if percent is not None else "",
            "verdict": verdict,
            "light": light,
            "rank": rank,
            "best": False,
        }

    def _empty(self, text):
        return {
            "text": text,
            "detail": "",
            "verdict": "",
            "light": "",
            "rank": None,
            "best": False,
        }

    def _consequences(self):
        rows = [
            {
                "label": self.env._("Missed targets"),
                "cells": _with_best([self._missed_cell(item) for item in self.columns]),
            }
        ]
        if any(column.has_credits() for column in self.columns):
            for kind, label in (
                ("mean", self.env._("Credit, mean of the months")),
                ("worst", self.env._("Credit, worst month")),
            ):
                cells = [self._credit_cell(item, kind) for item in self.columns]
                rows.append(
                    {
                        "label": label,
                        "note": self._credit_note(),
                        "cells": _with_best(cells),
                    }
                )
        rows.append(
            {
                "label": self.env._("Opened outside of service hours"),
                "note": self.env._(
                    "Of the resolution target, or else of the response target"
                ),
                "cells": [self._outside_cell(column) for column in self.columns],
            }
        )
        return rows

    def _credit_note(self):
        if any(column.skips_credits() for column in self.columns):
            return self.env._("Without credits for availability")
        return ""

    def _missed_cell(self, column):
        parts = [
            f"{self.metric(metric.value)} {self.count(column.missed(metric.value))}"
            for metric in Metric
        ]
        total = column.data["missed_total"]
        detail = " · ".join(parts)
        return {**self._empty(self.count(total)), "detail": detail, "rank": -total}

    def _credit_cell(self, column, kind):
        if not column.has_credits():
            return self._empty(self.env._("none agreed"))
        credits = column.data["credits"]
        pct = Decimal(credits[f"{kind}_pct"])
        share = self.percent_text(half_up(pct, 2))
        detail = credits["worst_month"] or "" if kind == "worst" else ""
        if Decimal(column.inputs["monthly_fee"]):
            text = self.money(credits[kind])
            detail = " · ".join(filter(None, [share, detail]))
        else:
            text = share
        return {**self._empty(text), "detail": detail, "rank": -pct}

    def _outside_cell(self, column):
        total = column.data["outside"]
        opened = self.tickets["registered"]
        share = percentage(Fraction(total, opened)) if opened else None
        parts = [
            f"{code} {self.count(count)}"
            for code, count in column.data["outside_by_priority"].items()
            if count
        ]
        detail = [self.percent_text(share)] if share is not None else []
        return {
            **self._empty(self.count(total)),
            "detail": " · ".join([*detail, *parts]),
        }

    def _tightest_row(self, metric, code):
        cells = []
        for column in self.columns:
            found = column.data["tightest"][metric].get(code)
            if not found or (metric, code) not in column.targets:
                cells.append(self._empty(self.env._("no target")))
                continue
            tightest, target = found["tightest"], found["target"]
            agreed = self.env._("agreed %s", self.duration(target))
            if not found["decided"]:
                cells.append({**self._empty(NO_VALUE), "detail": agreed})
                continue
            if tightest is None:
                text, light = self.env._("none: too many still open"), "red"
            else:
                text = self.duration(tightest)
                light = "green" if tightest <= target else "red"
            cells.append({**self._empty(text), "detail": agreed, "light": light})
        return {"label": f"{code} {self.metric(metric)}", "cells": cells}

    # === MONTHS === #

    def month_rows(self):
        """Return a row for each month.

        :return: ``[{"month", "cells": [(response, resolution, credit)]}]``, a text each
        """
        rows = []
        for month in self.months:
            cells = []
            for column in self.columns:
                texts = [
                    self._month_text(column, metric.value, month) for metric in Metric
                ]
                cells.append((*texts, self._month_credit(column, month)))
            rows.append({"month": month, "cells": cells})
        return rows

    def _month_text(self, column, metric, month):
        share = column.percent(metric, ALL, month)
        if share is None:
            return NO_VALUE
        met, decided = column.pair(metric, ALL, month)
        return f"{self.percent_text(share)} ({met}/{decided})"

    def _month_credit(self, column, month):
        if not column.has_credits():
            return NO_VALUE
        credit = column.data["credits"]["months"][month]
        if Decimal(column.inputs["monthly_fee"]):
            return self.money(credit["amount"])
        pct = half_up(Decimal(credit["pct"]), 2)
        return self.percent_text(pct)

    # === ASSUMPTIONS === #

    def assumptions(self):
        """Return what each candidate was tried with.

        :return: ``[{"title", "targets": [(priority, {metric: (text, hours)})], "facts":
            [(label, text)]}]``
        """
        return [self._assumption(column) for column in self.columns]

    def _assumption(self, column):
        inputs = column.inputs
        names = column.data["names"]
        rows = {}
        for target in inputs["targets"]:
            hours = names["calendars"].get(str(target["calendar"]))
            rows.setdefault(target["priority"], {})[target["metric"]] = (
                self.duration(target["minutes"] * 60),
                hours or self.env._("around the clock"),
            )
        order = {code: place for place, code in enumerate(self.priorities)}
        facts = [
            (self.env._("Service level agreement"), names["sla"]),
            (self.env._("Attainment counts"), basis_name(self.env, inputs["basis"])),
            (
                self.env._("Pauses that stop the clock"),
                ", ".join(names["pause_reasons"]) or self.env._("none"),
            ),
            (self.env._("Credits"), ", ".join(names["credits"]) or self.env._("none")),
            (self.env._("Monthly fee"), self.money(inputs["monthly_fee"])),
        ]
        if inputs["credits"]["cap_pct"]:
            cap = self.percent_text(inputs["credits"]["cap_pct"])
            facts.append((self.env._("Monthly credit cap"), cap))
        return {
            "title": column.title,
            "targets": sorted(rows.items(), key=lambda row: order.get(row[0], 99)),
            "facts": facts,
        }

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

    def last_line(self):
        """Return the result in one line: each candidate's overall resolution."""
        return " · ".join(
            f"{column.letter} {self.percent_text(column.percent('resolution'))}"
            for column in self.columns
        )


def _with_best(cells):
    """Mark the best cells of a row, unless all are alike."""
    ranks = {cell["rank"] for cell in cells if cell["rank"] is not None}
    if len(ranks) > 1:
        for cell in cells:
            cell["best"] = cell["rank"] == max(ranks)
    return cells
