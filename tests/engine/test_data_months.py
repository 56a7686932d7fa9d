"""Every figure of every month of both data sets, key by key."""

import csv
import io
from fractions import Fraction

import pytest
from replayed import HISTORIES, content, expected, figures, history, service, stats

from engine.clock import Metric
from engine.credits import compute_credits
from engine.instants import to_local
from engine.rounding import percentage

CASES = [
    (name, month, key)
    for name in HISTORIES
    for month, wanted in expected(name).items()
    for key in wanted
]


@pytest.mark.parametrize(("name", "month", "key"), CASES)
def test_figure(name, month, key):
    assert stats(name, month)[key] == expected(name)[month][key]


@pytest.mark.parametrize("name", HISTORIES)
def test_every_period_is_expected_and_no_figure_is_left_over(name):
    assert list(service(name).periods) == list(expected(name))
    for month, wanted in expected(name).items():
        assert stats(name, month).keys() == wanted.keys()


@pytest.mark.parametrize("name", HISTORIES)
def test_backlog_is_carried_over(name):
    months = [figures(name, month) for month in service(name).periods]
    for earlier, later in zip(months, months[1:], strict=False):
        assert set(earlier.closing_backlog) == set(later.opening_backlog)


def test_shown_percentages_are_truncated():
    """The table of domain.md section 7."""
    shown = {
        month: [
            str(percentage(figures("demo", month).attainment(metric).share))
            for metric in Metric
        ]
        for month in service("demo").periods
    }
    assert shown == {
        "2026-08": ["100.00", "96.42"],
        "2026-09": ["88.88", "89.28"],
        "2026-10": ["96.87", "96.77"],
    }


def test_availability_is_shown_truncated():
    """ERP 99.94 and 99.52, network 99.62, OA 99.89 (domain.md section 7)."""
    wanted = {
        ("ERP", "2026-09"): "99.94",
        ("ERP", "2026-10"): "99.52",
        ("NET", "2026-08"): "99.62",
        ("OA", "2026-10"): "99.89",
    }
    for (code, month), text in wanted.items():
        share = figures("demo", month).availability[code].share
        assert str(percentage(share)) == text


def test_missed_targets_of_september_name_their_overrun():
    missed = {item.ref: item for item in figures("demo", "2026-09").missed}
    minutes = {ref: item.used_seconds / 60 for ref, item in missed.items()}
    assert minutes["GD202609015"] == 70
    assert minutes["GD202609024"] == 65
    assert minutes["GD202609005"] == 530
    outcome = to_local(missed["GD202608029"].outcome_at, "Asia/Shanghai")
    assert f"{outcome:%m-%d %H:%M}" == "09-03 10:00"


def test_credits_of_the_demo_are_traced_to_their_reasons():
    contract = service("demo")
    lines = {
        month: [
            (line.rule, line.subject, line.count, line.pct, line.keys)
            for line in compute_credits(
                figures("demo", month), contract.credits, contract.monthly_fee
            ).lines
        ]
        for month in contract.periods
    }
    half = Fraction(1, 2)
    assert lines["2026-08"] == [("availability", "NET", 3, 3, ("NET-1",))]
    september = [line[:4] for line in lines["2026-09"]]
    assert september == [
        ("missed_target", "P2", 1, half),
        ("overall", "response", 1, 1),
        ("overall", "resolution", 1, 1),
    ]
    assert lines["2026-09"][0][4] == ("GD202609005",)
    assert lines["2026-10"] == [
        ("missed_target", "P1", 1, half, ("GD202610014",)),
        ("availability", "ERP", 4, 4, ("ERP-2",)),
    ]


def test_expected_clock_results_of_every_demo_ticket():
    """The columns resolution_net_min and response_min, ticket by ticket."""
    rows = _demo_columns()
    for month in service("demo").periods:
        found = figures("demo", month)
        for metric, column in (
            (Metric.RESPONSE, "response_min"),
            (Metric.RESOLUTION, "resolution_net_min"),
        ):
            times = found.time(metric)
            for ref, used in zip(times.keys, times.seconds, strict=True):
                assert used == int(rows[ref][column]) * 60, ref


def _demo_columns():
    text = content("demo_tickets.csv").decode("utf-8-sig")
    rows = {row["ref"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows.keys() == {item.ref for item in history("demo")}
    return rows
