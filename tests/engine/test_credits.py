"""Service credits, rule by rule. Fee 100,000; a rule not named costs nothing."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from build import at
from monthly import month, ticket

from engine.availability import Outage
from engine.clock import Metric
from engine.credits import CreditRules, compute_credits
from engine.figures import Service
from engine.service_hours import ALWAYS

HALF = Fraction(1, 2)
EACH = {("P3", metric): HALF for metric in Metric}
BOTH_MISSED = ticket(
    "BOTH", "2026-09-02 09:00 opened", "2026-09-03 17:00 resolved"
)  # answered by its resolution, after 17 hours of service
MET = ticket(
    "MET",
    "2026-09-02 09:00 opened",
    "2026-09-02 09:30 responded",
    "2026-09-02 10:00 resolved",
)


def credit(figures, fee=100_000, **rules):
    return compute_credits(figures, CreditRules(**rules), fee)


def test_each_missed_target_costs():
    found = credit(month([BOTH_MISSED, MET]), missed_pct=EACH)
    assert (found.pct, found.amount) == (1, Decimal("1000.00"))
    assert [(line.subject, line.metric, line.keys) for line in found.lines] == [
        ("P3", Metric.RESOLUTION, ("BOTH",)),
        ("P3", Metric.RESPONSE, ("BOTH",)),
    ]


def test_of_both_missed_only_the_greater_counts_when_agreed():
    rules = {("P3", Metric.RESPONSE): HALF, ("P3", Metric.RESOLUTION): Fraction(2)}
    found = credit(month([BOTH_MISSED]), missed_pct=rules, greater_only=True)
    assert [(line.metric, line.pct) for line in found.lines] == [(Metric.RESOLUTION, 2)]


def test_priorities_without_a_rule_cost_nothing():
    found = credit(month([BOTH_MISSED]), missed_pct={("P1", Metric.RESPONSE): HALF})
    assert (found.lines, found.amount) == ((), Decimal("0.00"))


@pytest.mark.parametrize(
    ("minutes", "steps"),
    [
        (43, 0),  # 99.9 % of 43,200 minutes allow 43.2
        (44, 1),
        (86, 1),  # 99.8009 %: within the first step
        (87, 2),
        (432, 9),  # exactly 99.0 %: nine steps, the tenth is not started
        (433, 10),
    ],
)
def test_availability_costs_per_started_step(minutes, steps):
    start = at("2026-09-02 00:00")
    down = Outage(start, start + minutes * 60, key="D")
    service = Service("NET", ALWAYS, Fraction("99.9"), outages=[down])
    found = credit(month([], services=[service]), availability_pct=Fraction(1))
    assert found.pct == steps
    assert [line.keys for line in found.lines] == [("D",)] * bool(steps)


def test_overall_costs_once_for_response_and_for_resolution():
    figures = month([BOTH_MISSED, MET])
    rules = {"overall_pct": Fraction(1), "overall_target_pct": Fraction(95)}
    found = credit(figures, **rules, overall_minimum=2)
    assert [(line.subject, line.keys) for line in found.lines] == [
        ("response", ("BOTH",)),
        ("resolution", ("BOTH",)),
    ]
    assert credit(figures, **rules, overall_minimum=3).lines == ()


def test_what_is_not_applicable_is_never_penalised():
    service = Service("NET", ALWAYS, Fraction("99.9"))
    found = credit(
        month([], services=[service]),
        missed_pct=EACH,
        availability_pct=Fraction(1),
        overall_pct=Fraction(1),
        overall_target_pct=Fraction(95),
    )
    assert (found.lines, found.pct) == ((), 0)


def test_the_month_is_capped():
    many = [
        replace(BOTH_MISSED, key=number, ref=str(number)) for number in range(30)
    ]  # 60 missed targets
    found = credit(month(many), missed_pct=EACH, cap_pct=Fraction(20))
    assert (found.uncapped_pct, found.pct, found.is_capped) == (30, 20, True)
    assert found.amount == Decimal("20000.00")


def test_the_amount_is_rounded_half_up_once():
    """0.5 % of 33,333.00 are 166.665."""
    rules = {("P3", Metric.RESPONSE): HALF}
    found = credit(month([BOTH_MISSED]), Decimal("33333.00"), missed_pct=rules)
    assert found.amount == Decimal("166.67")
