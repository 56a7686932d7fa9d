"""Measure this addon: `ours.py DATABASE` prints JSON."""

import json
import sys
import time
from bisect import bisect_right
from datetime import date
from pathlib import Path

from history import ticket_table
from session import created, environment, measure, office_hours, per_call, settle

DATA = Path(__file__).resolve().parents[1] / "tests" / "data"
EIGHT_HOURS = 8 * 3600


def main(database: str) -> None:
    """Measure everything in one database."""
    with environment(database) as env:
        contract = _contract(env)
        results = {
            **_service_hours(env),
            **_import(env, contract),
            **_clocks(env, contract),
            **_creation(env, contract),
        }
    print(json.dumps(results))


def _contract(env):
    definitions = env["itsm.service.definition"]
    content = (DATA / "demo_service.json").read_bytes()
    return definitions._load(definitions._read(content))


def _service_hours(env) -> dict:
    from odoo.addons.itsm_service_delivery.engine.service_hours import compile_hours

    calendar = office_hours(env)
    hours = calendar._itsm_service_hours()
    start = int(time.mktime((2026, 9, 24, 16, 0, 0, 0, 0, 0)))
    end = hours.deadline_after(start, EIGHT_HOURS)
    queries = env.cr.sql_log_count
    deadline = per_call(lambda: hours.deadline_after(start, EIGHT_HOURS), 20000)
    elapsed = per_call(lambda: hours.seconds_between(start, end), 20000)
    asked = per_call(
        lambda: calendar._itsm_service_hours().deadline_after(start, EIGHT_HOURS), 20000
    )
    queries = env.cr.sql_log_count - queries
    spec = calendar._itsm_hours_spec(env.company.id)
    years = date(2024, 1, 1), date(2028, 12, 31)
    return {
        "deadline_us": deadline * 1e6,
        "elapsed_us": elapsed * 1e6,
        "deadline_asked_us": asked * 1e6,
        "deadline_queries": queries,
        "bisect_us": per_call(lambda: bisect_right(hours.before, 10**7), 20000) * 1e6,
        "compile_ms": per_call(lambda: compile_hours(spec, *years), 3) * 1000,
    }


def _import(env, contract) -> dict:
    importer = env["itsm.ticket.importer"]
    content = ticket_table(10000)

    def work():
        history = importer._read(content, contract.tz)
        importer._apply(importer._plan(contract, history))

    seconds, queries = measure(env, work)
    return {"import_s": seconds, "import_queries": queries}


def _clocks(env, contract) -> dict:
    """New deadlines for 20,000 running clocks, after a holiday has come to be."""
    importer = env["itsm.ticket.importer"]
    content = ticket_table(10000, untouched=True).replace(b"\nB", b"\nC")
    plan = importer._plan(contract, importer._read(content, contract.tz))
    tickets = importer._apply(plan)
    clocks = tickets.itsm_clock_ids
    assert len(clocks) == 20000 and not any(clocks.mapped("finished_at"))
    settle(env)
    before = {clock.id: clock.deadline for clock in clocks}
    calendar = contract.sla_ids.target_ids.calendar_id[:1]
    env["resource.calendar.leaves"].create(
        {
            "name": "Holiday",
            "calendar_id": calendar.id,
            "date_from": "2026-08-31 00:00:00",
            "date_to": "2026-09-04 23:59:59",
        }
    )
    seconds, queries = min(measure(env, tickets._update_clocks) for _round in range(3))
    clocks.invalidate_recordset()
    moved = sum(clock.deadline != before[clock.id] for clock in clocks)
    assert moved, "no deadline has moved"
    return {"clocks_s": seconds, "clocks_queries": queries, "clocks_moved": moved}


def _creation(env, contract) -> dict:
    stranger = env["res.partner"].create({"name": "Nobody's customer"})

    def ticket(number, partner):
        return {
            "name": f"Ticket {number}",
            "description": "It does not work.",
            "partner_id": partner.id,
            "user_id": False,
        }

    # tickets of a contract are entered while it is in force
    bare, with_sla = created(
        env,
        lambda number: ticket(number, stranger),
        lambda number: ticket(number, contract.partner_id),
    )
    found = env["helpdesk.ticket"].search([], order="id desc", limit=1)
    assert found.itsm_clock_ids, "the ticket found no contract"
    return {
        "create_bare_ms": bare[0],
        "create_bare_queries": bare[1],
        "create_sla_ms": with_sla[0],
        "create_sla_queries": with_sla[1],
    }


if __name__ == "__main__":
    main(sys.argv[1])
