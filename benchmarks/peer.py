"""Measure OCA's helpdesk_mgmt_sla and Odoo's calendars: `peer.py DATABASE` prints JSON.

The database holds helpdesk_mgmt_sla and what it needs, nothing of ours.
"""

import json
import sys
from datetime import datetime

from session import created, environment, measure, office_hours, per_call, settle

CLOCKS = 20000


def main(database: str) -> None:
    """Measure everything in one database."""
    with environment(database) as env:
        calendar = office_hours(env)
        results = {
            **_plan_hours(env, calendar),
            **_creation(env, calendar),
            **_clocks(env, calendar),
        }
    print(json.dumps(results))


def _plan_hours(env, calendar) -> dict:
    start = datetime(2026, 9, 24, 8, 0)  # noqa: DTZ001 - Odoo's datetimes are naive UTC
    end = datetime(2026, 9, 28, 8, 0)  # noqa: DTZ001 - Odoo's datetimes are naive UTC

    def plan():
        return calendar.plan_hours(8, start, compute_leaves=True)

    plan()
    queries = env.cr.sql_log_count
    plan()
    return {
        "deadline_queries": env.cr.sql_log_count - queries,
        "deadline_us": per_call(plan, 100) * 1e6,
        "elapsed_us": per_call(
            lambda: calendar.get_work_hours_count(start, end, compute_leaves=True), 100
        )
        * 1e6,
    }


def _creation(env, calendar) -> dict:
    teams = env["helpdesk.ticket.team"].create(
        [
            {"name": "Bare", "resource_calendar_id": calendar.id},
            {"name": "SLA", "resource_calendar_id": calendar.id, "use_sla": True},
        ]
    )
    env["helpdesk.sla"].create(
        {
            "name": "Resolution",
            "team_ids": [(6, 0, teams[1].ids)],
            "hours": 8,
            "stage_id": env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done").id,
        }
    )
    partner = env["res.partner"].create({"name": "Customer"})

    def ticket(number, team):
        return {
            "name": f"Ticket {number}",
            "description": "It does not work.",
            "partner_id": partner.id,
            "team_id": team.id,
            "user_id": False,
        }

    bare, with_sla = created(
        env,
        lambda number: ticket(number, teams[0]),
        lambda number: ticket(number, teams[1]),
    )
    found = env["helpdesk.ticket"].search([], order="id desc", limit=1)
    assert found.ticket_sla_ids, "the ticket found no SLA"
    return {
        "create_bare_ms": bare[0],
        "create_bare_queries": bare[1],
        "create_sla_ms": with_sla[0],
        "create_sla_queries": with_sla[1],
    }


def _clocks(env, calendar) -> dict:
    """New deadlines for 20,000 running clocks, after their calendar has changed."""
    sla = env["helpdesk.sla"].search([], limit=1)
    team = env["helpdesk.ticket.team"].search([("use_sla", "=", True)], limit=1)
    stage = env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
    env.cr.execute(
        """
        WITH tickets AS (
            INSERT INTO helpdesk_ticket
                   (number, name, description, company_id, team_id, stage_id, active,
                    create_date)
            SELECT 'B' || n, 'Ticket', 'x', %s, %s, %s, true,
                   timestamp '2026-08-03' + n * interval '6 minutes'
              FROM generate_series(1, %s) n RETURNING id, create_date)
        INSERT INTO helpdesk_ticket_sla
               (ticket_id, sla_id, state, hours, consumed_time, last_state_date,
                expected_stage_id)
        SELECT id, %s, 'in_progress', 8, 0, create_date, %s FROM tickets RETURNING id
        """,
        [env.company.id, team.id, stage.id, CLOCKS, sla.id, sla.stage_id.id],
    )
    clocks = env["helpdesk.ticket.sla"].browse(row[0] for row in env.cr.fetchall())
    settle(env)

    def work():
        env.add_to_compute(clocks._fields["deadline"], clocks)
        env.flush_all()

    seconds, queries = measure(env, work)
    assert all(clocks.mapped("deadline"))
    return {"clocks_s": seconds, "clocks_queries": queries}


if __name__ == "__main__":
    main(sys.argv[1])
