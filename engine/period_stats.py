"""A period's figures as plain numbers, in the shape of the expected-figures files."""

from collections.abc import Mapping
from fractions import Fraction

from .attainment import ALL, Basis
from .clock import Metric
from .credits import Credits
from .figures import PeriodFigures
from .rounding import half_up


def figures_as_stats(figures: PeriodFigures, credit: Credits) -> dict:
    """The figures as JSON has them.

    Means and medians are minutes with one decimal, a satisfaction mean has two, all
    rounded half-up; attainment is ``[met, decided]`` with every priority of the
    contract and ``ALL``; tickets are named by reference, sorted.
    """
    return {
        "registered": len(figures.registered),
        "cancelled": len(figures.cancelled),
        "opened": len(figures.opened),
        "resolved": len(figures.resolved),
        "opening_backlog": len(figures.opening_backlog),
        "closing_backlog": len(figures.closing_backlog),
        "opened_by_type": _counts(figures.by_type),
        "opened_by_priority": _counts(figures.by_priority),
        "opened_by_category": _counts(figures.by_category),
        "opened_by_channel": _counts(figures.by_channel),
        "response": _pairs(figures, Metric.RESPONSE, figures.basis),
        "resolution": _pairs(figures, Metric.RESOLUTION, figures.basis),
        "missed": [
            [item.ref, item.metric.value, item.priority] for item in figures.missed
        ],
        "resolution_resolved_in_period": _pairs(
            figures, Metric.RESOLUTION, Basis.RESOLVED_IN_PERIOD
        ),
        "resolution_minutes": _minutes(figures),
        "first_line_resolved": [
            len(figures.first_line_resolved),
            len(figures.resolved),
        ],
        "satisfaction": {
            "answers": figures.satisfaction.answers,
            "asked": figures.satisfaction.asked,
            "mean": _rounded(figures.satisfaction.mean, 2),
            "four_or_more": figures.satisfaction.four_or_more,
        },
        "backlog_ageing_days": _counts(figures.ageing),
        "closing_backlog_refs": sorted(
            figures.refs[key] for key in figures.closing_backlog
        ),
        "availability": {
            code: {
                "agreed_min": _whole_minutes(item.agreed),
                "downtime_min": _whole_minutes(item.downtime),
                "failures": len(item.failures),
                "met": item.met,
            }
            for code, item in figures.availability.items()
        },
        "credit_pct": float(half_up(credit.pct, 4)),
        "credit_amount": float(credit.amount),
    }


def _counts(groups: Mapping) -> dict[str, int]:
    return {name: len(keys) for name, keys in groups.items()}


def _pairs(figures: PeriodFigures, metric: Metric, basis: Basis) -> dict[str, list]:
    shown = [*figures.priorities]
    found = figures.attainments[basis]
    shown += [code for kind, code in found if kind is metric and code not in shown]
    shown = [code for code in shown if code != ALL] + [ALL]
    return {code: list(figures.attainment(metric, code, basis).pair) for code in shown}


def _minutes(figures: PeriodFigures) -> dict:
    times = figures.time(Metric.RESOLUTION)
    shown = list(figures.priorities)
    shown += sorted(
        code
        for kind, code in figures.times
        if kind is Metric.RESOLUTION and code not in (*shown, ALL)
    )
    return {
        "mean": _as_minutes(times.mean),
        "median": _as_minutes(times.median),
        "p90": None if times.p90 is None else _whole_minutes(times.p90),
        "mean_by_priority": {
            code: _as_minutes(figures.time(Metric.RESOLUTION, code).mean)
            for code in shown
        },
    }


def _as_minutes(seconds: Fraction | None) -> float | None:
    return None if seconds is None else _rounded(Fraction(seconds, 60), 1)


def _whole_minutes(seconds: int | Fraction) -> int | float:
    """Minutes, with two decimals only when they are not whole."""
    minutes = Fraction(seconds) / 60
    return int(minutes) if minutes.denominator == 1 else float(half_up(minutes, 2))


def _rounded(value: Fraction | None, places: int) -> float | None:
    return None if value is None else float(half_up(value, places))
