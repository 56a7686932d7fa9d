"""Charts of try-outs, from results as JSON (`CandidateResult.as_json`).

Every text comes from the caller, translated; `named` is ``{candidate's name: result}``.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ..charts import Look, Series, grouped_chart, heatmap_chart, line_chart
from ..rounding import percentage, ratio

Named = Mapping[str, Mapping]


def attainment_by_priority(
    named: Named, metric: str, look: Look, *, all_name: str, target=None, target_name=""
) -> str:
    """Bars of the attainment over all months, by priority and overall.

    :param metric: "response" or "resolution"
    :param all_name: label of the overall bars
    :param target: percent, drawn as a line
    """
    codes = _union(result["attainment"][metric] for result in named.values())
    codes = [code for code in codes if code != "all"] + ["all"] * bool(codes)
    series = [
        Series(name, [_percentage(result, metric, code, "all") for code in codes])
        for name, result in named.items()
    ]
    labels = [all_name if code == "all" else code for code in codes]
    values = {"target": target, "target_name": target_name, "ceiling": 100}
    return grouped_chart(labels, series, look, stacked=False, **values)


def attainment_by_month(
    named: Named, metric: str, look: Look, *, target=None, target_name=""
) -> str:
    """Lines of the overall attainment; a month without decided targets interrupts."""
    months = _union(result["months"] for result in named.values())
    series = [
        Series(name, [_percentage(result, metric, "all", month) for month in months])
        for name, result in named.items()
    ]
    values = {"target": target, "target_name": target_name, "ceiling": 100}
    return line_chart(months, series, look, **values)


def credits_by_month(named: Named, look: Look) -> str:
    """Bars of the credit of each month, in the currency of `look.unit`."""
    months = _union(result["months"] for result in named.values())
    series = [
        Series(name, [_amount(result, month) for month in months])
        for name, result in named.items()
    ]
    return grouped_chart(months, series, look, stacked=False)


def load_by_hour(
    result: Mapping,
    look: Look,
    *,
    weekdays: Sequence[str],
    inside_name: str = "",
    outside_name: str = "",
) -> str:
    """Heat map of the tickets opened by hour of the week.

    Inside is where every priority is served for at least half of the hour.

    :param weekdays: seven labels, Monday first
    """
    weeks = list(result["service"].values())
    served = [all(week[hour] >= 1800 for week in weeks) for hour in range(168)]
    hours = [str(hour) for hour in range(24)]
    names = {"inside_name": inside_name, "outside_name": outside_name}
    return heatmap_chart(
        weekdays, hours, _days(result["load"]), look, inside=_days(served), **names
    )


def _percentage(result: Mapping, metric: str, code: str, month: str) -> Decimal | None:
    pair = result["attainment"][metric].get(code, {}).get(month, (0, 0))
    return percentage(ratio(*pair))


def _amount(result: Mapping, month: str) -> Decimal | None:
    found = result["credits"]["months"].get(month)
    return None if found is None else Decimal(found["amount"])


def _union(lists) -> list[str]:
    """What is in any of them, in the order of the first."""
    return list(dict.fromkeys(item for items in lists for item in items))


def _days(hours: Sequence) -> list[Sequence]:
    return [hours[start : start + 24] for start in range(0, 168, 24)]
