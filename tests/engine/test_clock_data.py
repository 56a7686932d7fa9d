"""Clocks against the expected results of the test data, worked out by other means."""

from datetime import date

import pytest
from build import at
from contract_files import demo_timeline, load, log_timelines, policy_of, rows

from engine.clock import ClockState, Metric, evaluate, evaluate_at_end
from engine.instants import month_period

SERVICE = load("demo_service.json")
ZONE = SERVICE["timezone"]
RULES = policy_of(SERVICE, date(2026, 7, 1), date(2027, 12, 31))
DRAWN_AT = "2026-11-02 00:00"
TICKETS = rows("demo_tickets.csv")
NET = {Metric.RESPONSE: "response_min", Metric.RESOLUTION: "resolution_net_min"}
DECIDED = {ClockState.MET: "1", ClockState.BREACHED: "0"}


def demo(row):
    """Return a row's timeline; its note tells when GD202610026 was cancelled."""
    return demo_timeline(row, ZONE, "2026-10-22 14:00")


@pytest.mark.parametrize("metric", list(Metric))
@pytest.mark.parametrize("row", TICKETS, ids=lambda row: row["ref"])
def test_demo_ticket(row, metric):
    history = demo(row)
    history.validate()
    clock = evaluate(history, RULES, metric, at(DRAWN_AT, ZONE))
    name = metric.value
    assert DECIDED.get(clock.state, "") == row[f"{name}_met"]
    outcome = row[f"{name}_outcome_at"]
    assert clock.outcome_at == (at(outcome, ZONE) if outcome else None)
    if row["state"] != "cancelled":
        assert clock.target_seconds == int(row[f"{name}_target_min"]) * 60
    if row[NET[metric]]:
        assert clock.used_seconds == int(row[NET[metric]]) * 60


def count(timelines, rules, periods, zone):
    """Return ``{month: ({(metric, priority): [met, decided]}, missed)}``."""
    result = {}
    for month in periods:
        start, end = month_period(month, zone)
        tally, missed = {}, []
        for ref, history in timelines.items():
            for metric in Metric:
                clock = evaluate_at_end(history, rules, metric, end)
                if clock.state not in DECIDED or clock.outcome_at < start:
                    continue
                priority = history.events[0].value
                pair = tally.setdefault((metric.value, priority), [0, 0])
                pair[0] += clock.state is ClockState.MET
                pair[1] += 1
                if clock.state is ClockState.BREACHED:
                    missed.append([ref, metric.value, priority])
        result[month] = tally, sorted(missed)
    return result


def expected(stats):
    """Return the same of an expected month."""
    tally = {
        (metric.value, priority): pair
        for metric in Metric
        for priority, pair in stats[metric.value].items()
        if priority != "ALL" and pair != [0, 0]
    }
    return tally, sorted(stats["missed"])


def test_demo_months():
    timelines = {row["ref"]: demo(row) for row in TICKETS}
    counted = count(timelines, RULES, SERVICE["periods"], ZONE)
    stats = load("demo_stats.json")
    for month in SERVICE["periods"]:
        assert counted[month] == expected(stats[month]), month


def test_event_log_months():
    service = load("servicenow_service.json")
    rules = policy_of(service, date(2016, 1, 1), date(2018, 12, 31))
    counted = count(log_timelines(), rules, service["periods"], "UTC")
    stats = load("servicenow_stats.json")
    for month in service["periods"]:
        assert counted[month] == expected(stats[month]), month
