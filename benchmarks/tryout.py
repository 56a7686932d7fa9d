"""Measure the SLA try-out beside the reports: `tryout.py [TICKETS [SAMPLE]]`.

Needs Python alone, no Odoo and no database. There is no peer with such a feature; the
naive way is to draw the twelve monthly reports of each candidate with the engine's
`compute_period`. It is measured on a sample and taken times the tickets, for it takes
the same time for each ticket.
"""

import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tryout_history import year_of_tickets

from engine.attainment import ALL, Basis
from engine.clock import Metric, Policy, Target
from engine.credits import CreditRules, compute_credits
from engine.history import ReadOptions, read_history
from engine.instants import month_period
from engine.period import PeriodInput, Ticket, compute_period
from engine.service_hours import (
    ALWAYS,
    Attendance,
    HoursSpec,
    compile_hours,
)
from engine.timeline import Timeline
from engine.tryout import Candidate, TryoutInput, covered, try_out

ZONE = "Asia/Shanghai"
GOAL = 10
MINUTE, HOUR = 60, 3600
TARGETS = {"P1": (15, 240), "P2": (30, 480), "P3": (60, 1440), "P4": (240, 2400)}
RULES = CreditRules(
    missed_pct={
        (code, metric): Fraction(1, 100) for code in TARGETS for metric in Metric
    },
    overall_pct=Fraction(1),
    overall_target_pct=Fraction(95),
    cap_pct=Fraction(20),
)


def main(count: int, sample: int) -> int:
    """Print the table; return 1 when the try-out takes more CPU time than the goal."""
    content = year_of_tickets(count)
    rows = []
    history = _timed(rows, f"reading the file, {count:,} rows", _read, content)
    sides = candidates()
    given = TryoutInput(history.tickets, ZONE)
    work = f"trying {len(sides)} candidates on {count:,} tickets"
    found = _timed(rows, work, try_out, given, sides)
    is_reached = rows[-1][2] < GOAL
    few = TryoutInput(history.tickets[:sample], ZONE, covered(history.tickets, ZONE))
    work = f"trying {len(sides)} candidates on {sample:,} tickets"
    ours = _timed(rows, work, try_out, few, sides)
    work = f"12 reports of {len(sides)} candidates on {sample:,} tickets"
    reports = _timed(rows, work, _reports, few, sides)
    rows.append(
        (f"the same for {count:,}", *(n * count / sample for n in rows[-1][1:]))
    )
    assert reports == [_compared(item) for item in ours], "the two do not agree"
    print("| work | s | CPU s |\n|---|---|---|")
    for work, wall, cpu in rows:
        print(f"| {work} | {wall:,.2f} | {cpu:,.2f} |")
    print(f"Load average: {os.getloadavg()[0]:.1f} (1 is this benchmark itself)")
    print(f"Missed targets: {', '.join(str(len(item.missed)) for item in found)}")
    print(f"Most memory of the try-out: {_peak(given, sides) / 2**20:,.0f} MB")
    return 0 if is_reached else 1


def candidates() -> list[Candidate]:
    """Return five candidates that differ in hours, pauses, targets and bases."""
    office = _hours(range(5), (9, 12), (13, 18))
    wide = _hours(range(7), (7, 22))
    long = _hours(range(5), (8, 20))
    policies = [
        (_policy(office, 1), Basis.DECIDED),
        (_policy(wide, 1), Basis.DECIDED),
        (_policy(long, Fraction(3, 4)), Basis.RESOLVED_IN_PERIOD),
        (_policy(ALWAYS, 2), Basis.OPENED_IN_PERIOD),
        (_policy(office, Fraction(1, 2), frozenset({"vendor"})), Basis.DECIDED),
    ]
    return [
        Candidate(number, policy, basis, RULES, 100_000)
        for number, (policy, basis) in enumerate(policies)
    ]


def _policy(hours, share, pause_reasons=None) -> Policy:
    targets = {}
    for code, minutes in TARGETS.items():
        served = ALWAYS if code in ("P1", "P2") else hours
        for metric, target in zip(Metric, minutes, strict=True):
            targets[code, metric] = Target(int(target * share) * MINUTE, served)
    return Policy(targets, pause_reasons)


def _hours(days, *lines):
    attendances = tuple(
        Attendance(day, start * HOUR, end * HOUR)
        for day in days
        for start, end in lines
    )
    spec = HoursSpec(ZONE, attendances)
    return compile_hours(spec, date(2025, 12, 1), date(2028, 12, 31))


def _read(content: bytes):
    history = read_history(content, ReadOptions(ZONE))
    assert not history.problems, history.problems[:3]
    return history


def _reports(given: TryoutInput, sides: list[Candidate]) -> list:
    months = [f"2026-{number:02}" for number in range(1, 13)]
    found = []
    for side in sides:
        tickets = [
            Ticket(number, item.ref, Timeline(item.events), side.policy)
            for number, item in enumerate(given.tickets)
        ]
        lines = []
        for month in months:
            period = month_period(month, ZONE)
            values = {"contract": given.limits, "basis": side.basis}
            figures = compute_period(PeriodInput(period, ZONE, tickets, **values))
            pairs = [figures.attainment(metric).pair for metric in Metric]
            credit = compute_credits(figures, side.rules, side.monthly_fee)
            lines.append((month, *pairs, len(figures.missed), credit.amount))
        found.append(lines)
    return found


def _compared(result) -> list:
    return [
        (
            month,
            *(result.attainment[metric, ALL][month] for metric in Metric),
            sum(item.month == month for item in result.missed),
            result.credits[month].amount,
        )
        for month in result.months[:12]
    ]


def _timed(rows: list, work: str, function: Callable, *args):
    wall, cpu = time.perf_counter(), time.process_time()
    result = function(*args)
    rows.append((work, time.perf_counter() - wall, time.process_time() - cpu))
    return result


def _peak(given: TryoutInput, sides: list[Candidate]) -> int:
    """Return the bytes that the try-out needs besides its input."""
    tracemalloc.start()
    try_out(given, sides)
    return tracemalloc.get_traced_memory()[1]


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:]] + [100_000, 2_000][
        len(sys.argv) - 1 :
    ]
    sys.exit(main(*numbers))
