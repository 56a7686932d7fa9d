"""Measure a work plan of 2,000 lines, beside 2,000 tasks of Odoo and other libraries.

    script/with-database --benchmark python benchmarks/work_plan.py

Needs Chromium for the chart, and npm for the libraries that it is compared with.
"""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar

import session
from work_plan_browser import Browser
from work_plan_libraries import measure_libraries
from work_plan_lines import FIRST, LAST, plan_lines

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

LINES = 2000
# Of the server that the browser talks to; whoever else uses it: ITSM_PORT=...
PORT = int(os.environ.get("ITSM_PORT") or 8297)
CHART = "document.querySelector('.o_itsm_work_plan .gantt_task_line')"
LIST = [
    "wbs",
    "name",
    "user_id",
    "date_start",
    "date_end",
    "planned_hours",
    "predecessor_ids",
    "state",
    "variance_days",
]
TASKS = [
    "name",
    "user_ids",
    "date_deadline",
    "allocated_hours",
    "depend_on_ids",
    "state",
]


def main():
    """Print the figures as a table; the plan is left in a database that is dropped."""
    database = os.environ["ITSM_DATABASE"]
    lines = plan_lines(LINES)
    session.start(database)
    registry = Registry(database)
    load = os.getloadavg()[0]
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        made = "create 2,000 tasks of Odoo, parents and links, s"
        rows = [_row(env, made, lambda: _tasks(env, lines))]
        plan = _plan(env)
        rows.append(_row(env, "add 2,000 lines, s", lambda: plan._add_lines(lines)))
        responsible = plan.line_ids.filtered(lambda line: not line.is_summary)
        responsible.user_id = env.user
        session.settle(env)
        _print(rows + _reading(env, plan) + _editing(env, plan))
    _print(_in_browser(database, plan.id))
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        _print(_approving(env, plan.with_env(env)))
    for name, figures in measure_libraries(lines).items():
        opened, scrolled, elements = figures
        _print(
            [
                (f"{name} alone: open, s", opened, f"{elements:,} elements"),
                (f"{name} alone: scroll 10 screens, s", scrolled, ""),
            ]
        )
    print(f"Load average: {load:.1f} before, {os.getloadavg()[0]:.1f} after")


def _print(rows):
    for what, seconds, note in rows:
        print(f"| {what} | {seconds:.2f} | {note} |", flush=True)


def _row(env, what, work):
    """Return seconds by the clock, and in a note those of CPU in this process."""
    env.invalidate_all()
    used = time.process_time()
    seconds, queries = session.measure(env, work)
    used = time.process_time() - used
    return what, seconds, f"{used:.2f} s of CPU, {queries:,} queries"


def _tasks(env, lines):
    """Make as many tasks as Odoo does, level by level."""
    project = env["project.project"].create({"name": "Tasks"})
    project.allow_task_dependencies = True
    made, waiting = {}, lines
    while waiting:
        ready = [row for row in waiting if not row["parent"] or row["parent"] in made]
        created = env["project.task"].create(
            [
                {
                    "name": row["name"],
                    "project_id": project.id,
                    "parent_id": made[row["parent"]].id if row["parent"] else False,
                    "date_deadline": row["date_end"],
                    "allocated_hours": row.get("planned_hours", 0),
                }
                for row in ready
            ]
        )
        made.update(zip((row["key"] for row in ready), created, strict=True))
        waiting = [row for row in waiting if row["key"] not in made]
    for row in lines:
        if row["predecessors"]:
            links = [(4, made[key].id) for key in row["predecessors"]]
            made[row["key"]].depend_on_ids = links


def _plan(env):
    """Return a draft of a project with a service plan in force."""
    group = "itsm_service_delivery.group_project_manager"
    env.user.write({"group_ids": [(4, env.ref(group).id)]})
    project = env["project.project"].create(
        {"name": "Benchmark", "user_id": env.uid, "date_start": FIRST, "date": LAST}
    )
    return env["itsm.work.plan"].create({"project_id": project.id})


def _reading(env, plan):
    lines, tasks = env["itsm.work.plan.line"], env["project.task"]
    here = [("plan_id", "=", plan.id)]
    there = [("project_id.name", "=", "Tasks")]
    fields = {name: {} for name in LIST}
    others = {name: {} for name in TASKS}
    return [
        _row(
            env,
            "list of all 2,000 tasks of Odoo, s",
            lambda: tasks.web_search_read(there, others, limit=LINES),
        ),
        _row(
            env,
            "list of all 2,000 lines, s",
            lambda: lines.web_search_read(here, fields, limit=LINES),
        ),
        _row(env, "data of the chart, s", plan.gantt_data),
        _row(env, "its pictures for print, s", lambda: _pictures(plan)),
    ]


def _pictures(plan):
    # there once Odoo knows where its addons are
    from odoo.addons.itsm_service_delivery.engine.charts import (
        Bar,
        GanttNames,
        Look,
        gantt_charts,
    )

    bars = [
        Bar(
            line.key,
            line.display_name,
            line.date_start,
            line.date_end,
            line.level,
            after=tuple(line.predecessor_ids.mapped("key")),
        )
        for line in plan._get_lines_in_order()
    ]
    return gantt_charts(bars, Look("Benchmark", width=1040), GanttNames())


def _editing(env, plan):
    """Measure a move that pushes 50 lines, and saving it; it is not kept."""
    first = min(
        plan.line_ids.filtered(lambda line: not line.is_summary),
        key=lambda line: line.sequence,
    )
    moved = {}

    def move():
        moved.update(plan.gantt_schedule({}, {"key": first.key, "days": 3})["dates"])

    rows = [_row(env, "what follows from a move, s", move)]
    changes = {
        "update": {key: {"start": s, "end": e} for key, (s, e) in moved.items()}
    }
    stamp = plan.gantt_data()["plan"]["stamp"]
    work = _row(
        env,
        f"save {len(moved)} moved lines, s",
        lambda: plan.gantt_save(changes, stamp),
    )
    env.cr.rollback()
    return [*rows, work]


def _approving(env, plan):
    rows = [
        _row(
            env,
            "put in force: baseline and 2,000 tasks, s",
            lambda: plan._adopt("benchmark"),
        )
    ]
    session.settle(env)
    rows.append(
        _row(
            env,
            "the same plan in its next version, s",
            lambda: plan._revise_for_change(
                env["itsm.work.plan"].new({"editor_id": env.uid}), "benchmark"
            ),
        )
    )
    env.cr.rollback()
    return rows


def _in_browser(database, plan_id):
    """Measure the chart in a browser, with a server of its own."""
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env.ref("base.user_admin").write(
            {
                "password": "benchmark",
                "group_ids": [
                    (4, env.ref("itsm_service_delivery.group_service_director").id)
                ],
            }
        )
    command = [sys.executable, "-m", "odoo", "-d", database, "--log-level=error"]
    command += ["--http-port", str(PORT), "--db-filter", database]
    server = subprocess.Popen([*command, "--max-cron-threads=0"])
    browser = None
    try:
        _await_server()
        browser = Browser()
        session_id = _log_in(database)
        return _measure_chart(browser, plan_id, session_id)
    finally:
        if browser:
            browser.close()
        server.terminate()
        server.wait()


def _log_in(database):
    """Return the cookie of the administrator's session."""
    values = {"db": database, "login": "admin", "password": "benchmark"}
    request = urllib.request.Request(
        f"http://127.0.0.1:{PORT}/web/session/authenticate",
        data=json.dumps({"jsonrpc": "2.0", "params": values}).encode(),
        headers={"Content-Type": "application/json"},
    )
    cookies = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    opener.open(request).close()
    return next(cookie.value for cookie in cookies if cookie.name == "session_id")


def _measure_chart(browser, plan_id, session_id):
    address = f"http://127.0.0.1:{PORT}/odoo/{plan_id}/work-plan-gantt"
    rows = []
    for what in ("first opening, with its bundle, s", "opening, page and all, s"):
        browser.open(address, session_id)
        time.sleep(0.2)
        rows.append((what, browser.wait(CHART), ""))
    box = "document.querySelector('.o_itsm_work_plan .gantt_ver_scroll')"
    rows.append(("scroll 10 screens, s", browser.scroll(box), ""))
    browser.evaluate(f"{box}.scrollTop = 0")
    bars = ".o_itsm_work_plan .gantt_task_line:not(.o_itsm_summary)"
    browser.wait(f"document.querySelector('{bars}')")
    browser.drag(f"document.querySelector('{bars}')", 60)
    saved = "document.querySelector('.o_itsm_gantt_save:not(:disabled)')"
    rows.append(("drag a bar until what waits has moved, s", browser.wait(saved), ""))
    browser.evaluate(f"{saved}.click()")
    done = "document.querySelector('.o_itsm_gantt_save:disabled:not(:empty)')"
    time.sleep(0.05)
    told = "document.querySelector('.o_notification')"
    rows.append(("save it, s", browser.wait(f"{done} && {told}"), ""))
    return rows


def _await_server():
    for _attempt in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/web/login").close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError("The server does not answer.")


if __name__ == "__main__":
    main()
