"""From a period's figures to the rows of a report's data set, in JSON's types.

A row is ``{key, section, unit, value, numerator, denominator, target, light,
tickets}``: `value` is what is shown, a number as text (None: not applicable), `tickets`
are the ids behind it. `figure_text` puts rows into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ...engine.attainment import ALL
from ...engine.clock import Metric
from ...engine.rounding import half_up, percentage, ratio

_SCORE_BEST = 5
_HUNDRED = Fraction(100)
# A workload counts as near its limit from here on.
_NEAR_LIMIT = Fraction(9, 10)


@dataclass(frozen=True)
class Agreed:
    """What a period's figures are held against; percentages are `Fraction`.

    :param attainment: target by (metric, priority or `ALL`); absent = none
    :param minimum: decided targets below which an overall percentage is not judged
    :param near: share of what may be lost from which a met target is amber
    """

    attainment: Mapping[tuple[Metric, str], Fraction] = field(default_factory=dict)
    minimum: int = 0
    satisfaction: Fraction | None = None
    workload: int = 0
    near: Fraction = Fraction(3, 4)


def light_of(actual, target, best, near):
    """Return how a value stands against its target, all unrounded.

    Amber says that the target was met, with at most a quarter (1 − `near`) of what may
    be lost between `best` and `target` left.

    :return: "green", "amber", "red", or "grey" when one of them is not applicable
    """
    if actual is None or target is None:
        return "grey"
    if actual < target:
        return "red"
    if best > target and best - actual >= near * (best - target):
        return "amber"
    return "green"


class Rows:
    """Collects the rows of a data set."""

    def __init__(self, figures, credit, agreed):
        self.figures = figures
        self.credit = credit
        self.agreed = agreed
        self.rows = []

    def collect(self):
        """Return the rows of all sections.

        :rtype: list(dict)
        """
        self._attainment()
        self._workload()
        self._breakdowns()
        self._timeliness()
        self._availability()
        self._satisfaction()
        self._ageing()
        self._credit()
        return self.rows

    def _add(self, key, section, unit, value, tickets=(), **more):
        row = {
            "key": key,
            "section": section,
            "unit": unit,
            "value": None if value is None else str(value),
            "numerator": None,
            "denominator": None,
            "target": None,
            "light": None,
            "tickets": list(tickets),
        }
        self.rows.append({**row, **more})

    def _share(self, key, section, part, whole, target=None, **more):
        """Add a percentage of tickets; `part` and `whole` are their keys."""
        share = ratio(len(part), len(whole))
        if target is not None:
            actual = None if share is None else share * 100
            more.setdefault(
                "light", light_of(actual, target, _HUNDRED, self.agreed.near)
            )
            more["target"] = plain(target)
        self._add(
            key,
            section,
            "percent",
            percentage(share),
            whole,
            numerator=len(part),
            denominator=len(whole),
            **more,
        )

    def _attainment(self):
        figures = self.figures
        for metric in Metric:
            for priority in (ALL, *self._priorities()):
                found = figures.attainment(metric, priority)
                more = {"missed": list(found.missed)}
                if priority == ALL and 0 < found.decided < self.agreed.minimum:
                    # Too few for a percentage: the misses are counted (domain 3.4).
                    more |= {"light": "grey", "judged": False}
                self._share(
                    f"{metric.value}.{priority}",
                    "attainment",
                    found.met,
                    (*found.met, *found.missed),
                    self.agreed.attainment.get((metric, priority)),
                    **more,
                )

    def _priorities(self):
        shown = list(self.figures.priorities)
        found = {code for _metric, code in self.figures.attainments[self.figures.basis]}
        return shown + sorted(found - {ALL, *shown})

    def _workload(self):
        figures = self.figures
        for name in (
            "opening_backlog",
            "registered",
            "cancelled",
            "opened",
            "reopened",
            "resolved",
            "closing_backlog",
            "overdue",
        ):
            keys = getattr(figures, name)
            self._add(name, "workload", "count", len(keys), keys)
        limit = self.agreed.workload
        if limit:
            load = len(figures.opened)
            near = "amber" if load >= limit * _NEAR_LIMIT else "green"
            self._add(
                "workload",
                "workload",
                "count",
                load,
                figures.opened,
                denominator=limit,
                target=str(limit),
                light="red" if load > limit else near,
            )

    def _breakdowns(self):
        figures = self.figures
        for kind in ("type", "priority", "category", "channel", "line"):
            for code, keys in getattr(figures, f"by_{kind}").items():
                self._add(
                    f"{kind}.{code or ''}",
                    "breakdown",
                    "count",
                    len(keys),
                    keys,
                    denominator=len(figures.opened),
                )

    def _timeliness(self):
        figures = self.figures
        for priority in (*self._priorities(), ALL):
            for metric in Metric:
                times = figures.time(metric, priority)
                for name in ("mean", "median", "p90"):
                    key = f"{metric.value}_{name}.{priority}"
                    value = _minutes(getattr(times, name))
                    self._add(key, "timeliness", "minutes", value, times.keys)
        self._share(
            "first_line", "timeliness", figures.first_line_resolved, figures.resolved
        )
        self._share(
            "reopen_rate", "timeliness", figures.reopenings, figures.resolved
        )

    def _availability(self):
        for code, item in self.figures.availability.items():
            share, target = item.share, item.target_pct
            actual = None if share is None else share * 100
            self._add(
                f"availability.{code}",
                "availability",
                "percent",
                percentage(share),
                numerator=_minutes(item.agreed - item.downtime),
                denominator=_minutes(item.agreed),
                target=None if target is None else plain(target),
                light=light_of(actual, target, _HUNDRED, self.agreed.near),
                outages=[key for failure in item.failures for key in failure],
            )

    def _satisfaction(self):
        answers = self.figures.satisfaction
        target = self.agreed.satisfaction
        mean = answers.mean
        self._add(
            "satisfaction.mean",
            "satisfaction",
            "score",
            None if mean is None else half_up(mean, 2),
            self.figures.answered,
            numerator=answers.total,
            denominator=answers.answers,
            target=None if target is None else str(half_up(target, 2)),
            light=None
            if target is None
            else light_of(mean, target, _SCORE_BEST, self.agreed.near),
        )
        for name, part, whole, tickets in (
            ("csat", answers.four_or_more, answers.answers, self.figures.answered),
            ("answered", answers.answers, answers.asked, self.figures.resolved),
        ):
            self._add(
                f"satisfaction.{name}",
                "satisfaction",
                "percent",
                percentage(ratio(part, whole)),
                tickets,
                numerator=part,
                denominator=whole,
            )

    def _ageing(self):
        for label, keys in self.figures.ageing.items():
            self._add(f"ageing.{label}", "ageing", "count", len(keys), keys)

    def _credit(self):
        keys = [key for line in self.credit.lines if line.metric for key in line.keys]
        tickets = list(dict.fromkeys(keys))
        pct = half_up(self.credit.pct, 2)
        self._add("credit_pct", "credit", "percent", pct, tickets)
        self._add("credit", "credit", "money", self.credit.amount, tickets)


def miss_rows(figures, titles):
    """Return the missed targets, in order of outcome.

    :param titles: title by ticket id
    """
    rows = [
        {
            "ticket": item.key,
            "ref": item.ref,
            "title": titles[item.key],
            "metric": item.metric.value,
            "priority": item.priority,
            "target_seconds": item.target_seconds,
            "used_seconds": item.used_seconds,
            "outcome_at": item.outcome_at,
            "cause": "",
            "action": "",
        }
        for item in figures.missed
    ]
    return sorted(rows, key=lambda row: (row["outcome_at"], row["ref"], row["metric"]))


def availability_rows(figures, outages):
    """Return the availability of each service, in seconds.

    :param outages: ``{service code: [dicts of the outages in the period]}``
    """
    return [
        {
            "service": code,
            "target": None if item.target_pct is None else plain(item.target_pct),
            "agreed_seconds": item.agreed,
            "downtime_seconds": _whole(item.downtime),
            "allowed_seconds": _whole(item.allowed_downtime),
            "failures": len(item.failures),
            "mtbf_seconds": _whole(item.mtbf),
            "mtrs_seconds": _whole(item.mtrs),
            "excluded": [
                {"reason": reason, "seconds": seconds}
                for reason, seconds in item.excluded
            ],
            "outages": outages.get(code, []),
        }
        for code, item in figures.availability.items()
    ]


def credit_rows(credit):
    """Return the reasons of the service credits and their sum."""
    return {
        "lines": [
            {
                "rule": line.rule,
                "subject": line.subject,
                "metric": line.metric and line.metric.value,
                "count": line.count,
                "each_pct": plain(line.each_pct),
                "pct": plain(line.pct),
                "tickets": list(line.keys) if line.metric else [],
            }
            for line in credit.lines
        ],
        "uncapped_pct": plain(credit.uncapped_pct),
        "pct": plain(credit.pct),
        "is_capped": credit.is_capped,
        "amount": str(credit.amount),
    }


def adjustment_rows(figures):
    """Return the targets counted by an earlier period that stand otherwise now."""
    return [
        {
            "ticket": item.key,
            "ref": item.ref,
            "metric": item.metric.value,
            "was": item.was,
            "now": item.now,
        }
        for item in figures.adjustments
    ]


def plain(value):
    """Return a fraction as a short decimal: 95, 99.9, 0.125.

    :rtype: str
    """
    text = f"{half_up(value, 4):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _minutes(seconds):
    return None if seconds is None else plain(half_up(Fraction(seconds) / 60, 1))


def _whole(seconds):
    return None if seconds is None else int(half_up(seconds, 0))
