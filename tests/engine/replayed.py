"""Replays a contract of tests/data: service file and ticket history to figures."""

import json
from datetime import timedelta
from functools import cache
from pathlib import Path

from engine.credits import compute_credits
from engine.history import ReadOptions, read_history
from engine.history.service import read_service
from engine.instants import month_period
from engine.period import PeriodInput, Ticket, compute_period
from engine.period_stats import figures_as_stats
from engine.timeline import Timeline

DATA = Path(__file__).resolve().parent.parent / "data"
HISTORIES = {"demo": "demo_tickets.csv", "servicenow": "servicenow_incident_log.csv"}


def content(name):
    """Return the bytes of a file of tests/data."""
    return (DATA / name).read_bytes()


@cache
def service(name):
    """Return the contract of ``<name>_service.json``."""
    return read_service(content(f"{name}_service.json"))


@cache
def service_hours(name):
    """Return its compiled calendars, a year around the contract."""
    contract = service(name)
    year = timedelta(days=366)
    return contract.compile(contract.start - year, contract.end + year)


@cache
def history(name):
    """Return its ticket history, read without a problem."""
    contract = service(name)
    options = ReadOptions(contract.timezone, frozenset(contract.priorities))
    read = read_history(content(HISTORIES[name]), options)
    assert not read.problems
    return read.tickets


def as_tickets(histories, policy):
    """Return histories as a period's input has them, the reference as their key."""
    return [
        Ticket(
            key=item.ref,
            ref=item.ref,
            timeline=Timeline(item.events),
            policy=policy,
            type=item.type,
            priority=item.priority,
            category=item.category_code,
            channel=item.channel,
            support_line=item.support_line,
            rating=item.rating,
        )
        for item in histories
    ]


@cache
def figures(name, month):
    """Return the figures of a month."""
    contract, hours = service(name), service_hours(name)
    return compute_period(
        PeriodInput(
            period=month_period(month, contract.timezone),
            zone=contract.timezone,
            tickets=as_tickets(history(name), contract.policy(hours)),
            services=contract.period_services(hours),
            contract=contract.span,
            priorities=contract.priorities,
            basis=contract.basis,
        )
    )


def stats(name, month):
    """Return a month as ``<name>_stats.json`` has it."""
    contract, found = service(name), figures(name, month)
    credit = compute_credits(found, contract.credits, contract.monthly_fee)
    return figures_as_stats(found, credit)


def expected(name):
    """Return the expected figures by month."""
    return json.loads(content(f"{name}_stats.json"))
