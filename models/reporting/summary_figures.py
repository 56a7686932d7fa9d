"""From the data sets of approved reports to the figures of a whole project.

What is summed is what the reports froze: met and decided targets, minutes, scores,
tickets. A percentage is that of the sums, never a mean of percentages (domain 3.4).

A row is ``{key, section, unit, value, numerator, denominator, target, light, reports}``
as in a report's data set; `reports` are the ids of the reports that it comes from.
"""

from fractions import Fraction

from ...engine.attainment import ALL
from ...engine.rounding import exact, half_up, percentage, ratio
from .dataset_rows import light_of, plain

_HUNDRED = Fraction(100)
_SCORE_BEST = 5
_SUMMED = ("registered", "cancelled", "opened", "reopened", "resolved")
_OF_THE_FIRST = ("opening_backlog",)
_OF_THE_LAST = ("closing_backlog", "overdue")
_SHARES = ("first_line", "reopen_rate", "satisfaction.csat", "satisfaction.answered")
_METRICS = ("response", "resolution")


class SummaryRows:
    """Sums up reports of which no two are of the same day.

    :param sources: ``[(report id, data set)]``, the oldest first
    """

    def __init__(self, sources):
        self.sources = sources
        self.found = {}
        for report, dataset in sources:
            for row in dataset["figures"]:
                self.found.setdefault(row["key"], []).append((report, row, dataset))

    def collect(self):
        """Return the rows of all sections.

        :rtype: list(dict)
        """
        rows = []
        for key, items in self.found.items():
            section = items[0][1]["section"]
            if section == "attainment":
                rows.append(self._attainment(key, items))
            elif section == "availability":
                rows.append(self._availability(key, items))
            elif key == "satisfaction.mean":
                rows.append(self._mean(key, items))
            elif key in _SHARES:
                rows.append(self._share(key, items))
            elif key in (*_SUMMED, *_OF_THE_FIRST, *_OF_THE_LAST):
                rows.append(self._count(key, items))
            elif section == "breakdown":
                rows.append(self._part(key, items))
        return [*rows, *self._credits()]

    def months(self):
        """Return the figures of each month, the first one first.

        :return: ``[{month, opened, resolved, response, resolution, reports}]``; the
            last two of a metric are ``[met, decided]``
        """
        months = {}
        for report, dataset in self.sources:
            name = dataset["identity"]["period_start"][:7]
            month = months.setdefault(
                name,
                {
                    "month": name,
                    "opened": 0,
                    "resolved": 0,
                    "response": [0, 0],
                    "resolution": [0, 0],
                    "reports": [],
                },
            )
            month["reports"].append(report)
            rows = {row["key"]: row for row in dataset["figures"]}
            for key in ("opened", "resolved"):
                month[key] += int(rows[key]["value"])
            for metric in _METRICS:
                row = rows[f"{metric}.{ALL}"]
                month[metric][0] += int(row["numerator"])
                month[metric][1] += int(row["denominator"])
        return [months[name] for name in sorted(months)]

    # === ROWS === #

    def _row(self, key, items, value, **more):
        """Return a row like that of the newest report, with another value."""
        newest = items[-1][1]
        return {
            "key": key,
            "section": newest["section"],
            "unit": newest["unit"],
            "value": None if value is None else str(value),
            "numerator": None,
            "denominator": None,
            "target": None,
            "light": None,
            "reports": [report for report, _row, _dataset in items],
            **more,
        }

    def _judged(self, items, actual, best):
        """Return target and light: what was agreed last is what counts."""
        target = items[-1][1]["target"]
        if target is None:
            return {}
        near = Fraction(items[-1][2]["parameters"].get("near_pct") or 75, 100)
        return {
            "target": target,
            "light": light_of(actual, exact(target), best, near),
        }

    def _share(self, key, items):
        part = sum(int(row["numerator"]) for _report, row, _dataset in items)
        whole = sum(int(row["denominator"]) for _report, row, _dataset in items)
        share = ratio(part, whole)
        actual = None if share is None else share * 100
        return self._row(
            key,
            items,
            percentage(share),
            numerator=part,
            denominator=whole,
            **self._judged(items, actual, _HUNDRED),
        )

    def _attainment(self, key, items):
        row = self._share(key, items)
        minimum = items[-1][2]["parameters"]["minimum_decided"]
        if key.endswith(f".{ALL}") and 0 < row["denominator"] < minimum:
            # too few for a percentage: the misses are counted (domain 3.4)
            row |= {"light": "grey", "judged": False}
        return row

    def _availability(self, key, items):
        code = key.removeprefix("availability.")
        lines = [
            line
            for _report, _row, dataset in items
            for line in dataset["availability"]
            if line["service"] == code
        ]
        agreed = sum(line["agreed_seconds"] for line in lines)
        downtime = sum(line["downtime_seconds"] for line in lines)
        share = ratio(agreed - downtime, agreed)
        actual = None if share is None else share * 100
        return self._row(
            key,
            items,
            percentage(share),
            numerator=_minutes(agreed - downtime),
            denominator=_minutes(agreed),
            **self._judged(items, actual, _HUNDRED),
        )

    def _mean(self, key, items):
        total = sum(int(row["numerator"]) for _report, row, _dataset in items)
        count = sum(int(row["denominator"]) for _report, row, _dataset in items)
        mean = ratio(total, count)
        return self._row(
            key,
            items,
            None if mean is None else half_up(mean, 2),
            numerator=total,
            denominator=count,
            **self._judged(items, mean, _SCORE_BEST),
        )

    def _count(self, key, items):
        if key in _OF_THE_FIRST:
            items = items[:1]
        elif key in _OF_THE_LAST:
            items = items[-1:]
        value = sum(int(row["value"]) for _report, row, _dataset in items)
        return self._row(key, items, value)

    def _part(self, key, items):
        value = sum(int(row["value"]) for _report, row, _dataset in items)
        opened = self.found["opened"]
        whole = sum(int(row["value"]) for _report, row, _dataset in opened)
        return self._row(key, items, value, denominator=whole)

    def _credits(self):
        """Return the sum of the service credits, by currency."""
        by_currency = {}
        for item in self.found.get("credit", ()):
            currency = item[2]["identity"]["currency"]
            by_currency.setdefault(currency["name"], (currency, []))[1].append(item)
        rows = []
        for name, (currency, items) in by_currency.items():
            total = sum(exact(row["value"]) for _report, row, _dataset in items)
            key = "credit" if len(by_currency) == 1 else f"credit.{name}"
            value = half_up(total, currency["digits"])
            rows.append(self._row(key, items, value))
        return rows

    def currencies(self):
        """Return the currencies of the credits by name, as the reports have them."""
        return {
            dataset["identity"]["currency"]["name"]: dataset["identity"]["currency"]
            for _report, dataset in self.sources
        }


def in_its_currency(dataset, key):
    """Return a summary's data set as texts of one of its figures want it.

    :param str key: ``credit.USD`` is in another currency than the data set
    """
    kind, _dot, name = key.partition(".")
    if kind != "credit" or not name:
        return dataset
    currency = dataset["currencies"][name]
    return {**dataset, "identity": {**dataset["identity"], "currency": currency}}


def _minutes(seconds):
    return plain(half_up(Fraction(seconds) / 60, 1))
