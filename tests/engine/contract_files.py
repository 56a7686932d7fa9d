"""Read the test data's contracts and tickets, for the clocks' tests only.

Deliberately not the product's importer: what the data says is read twice.
"""

import csv
import json
from datetime import date, datetime, timedelta
from pathlib import Path

from build import at, seconds

from engine.clock import Metric, Policy, Target
from engine.instants import from_datetime
from engine.service_hours import ALWAYS, Attendance, HoursSpec, compile_hours
from engine.timeline import Event, EventKind, Timeline

DATA = Path(__file__).parent.parent / "data"
_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def load(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def rows(name):
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def policy_of(service, first, last):
    """Return the policy of a service file, its hours compiled for some years."""
    zone = service["timezone"]
    compiled = {
        name: _hours(calendar, zone, first, last)
        for name, calendar in service["calendars"].items()
    }
    targets = {}
    for code, line in service["targets"].items():
        for metric in Metric:
            target = Target(
                line[f"{metric.value}_min"] * 60, compiled[line["calendar"]]
            )
            targets[code, metric] = target
    return Policy(targets)


def _hours(calendar, zone, first, last):
    if "weekly" not in calendar:
        return ALWAYS
    day = date.fromisoformat
    spec = HoursSpec(
        zone,
        tuple(
            Attendance(_DAYS.index(name), seconds(start), seconds(end))
            for name, spans in calendar["weekly"].items()
            for start, end in spans
        ),
        tuple(
            (
                at(f"{start} 00:00", zone),
                at(f"{day(end) + timedelta(days=1)} 00:00", zone),
            )
            for start, end in calendar.get("holidays", [])
        ),
        {
            day(name): tuple((seconds(start), seconds(end)) for start, end in spans)
            for name, spans in calendar.get("makeup_workdays", {}).items()
        },
    )
    return compile_hours(spec, first, last)


def demo_timeline(row, zone, cancelled_at):
    """Return the timeline of a row of ``demo_tickets.csv``."""
    found = [(row["opened_at"], EventKind.OPENED)]
    found.append((row["first_response_at"], EventKind.RESPONDED))
    for pause in filter(None, row["pauses"].split(";")):
        start, end = pause.split(">")
        found += [(start, EventKind.PAUSED), (end, EventKind.RESUMED)]
    if row["reopen"]:
        resolved, reopened = row["reopen"].split(">")
        found += [(resolved, EventKind.RESOLVED), (reopened, EventKind.REOPENED)]
    found.append((row["resolved_at"], EventKind.RESOLVED))
    if row["state"] == "cancelled":
        found.append((cancelled_at, EventKind.CANCELLED))
    return Timeline(
        Event(
            kind,
            at(moment, zone),
            seq,
            value=row["priority"] if kind is EventKind.OPENED else "",
        )
        for seq, (moment, kind) in enumerate(found)
        if moment
    )


def log_timelines():
    """Return ``{number: Timeline}`` of the event log, as its README reads it."""
    grouped = {}
    for row in rows("servicenow_incident_log.csv"):
        grouped.setdefault(row["number"], []).append(row)
    return {number: _log_timeline(lines) for number, lines in grouped.items()}


def _log_timeline(lines):
    moment = _log_instant(lines[0]["opened_at"])
    priority = "P" + lines[-1]["priority"][0]
    events = [Event(EventKind.OPENED, moment, 0, value=priority)]
    before, responded = "New", False
    for line in lines:
        moment = max(moment, _log_instant(line["sys_updated_at"]))
        state = line["incident_state"]
        kinds = [] if responded or state == "New" else [EventKind.RESPONDED]
        responded = responded or state != "New"
        kinds += _moves(_class(before), _class(state))
        events += [Event(kind, moment, len(events) + i) for i, kind in enumerate(kinds)]
        before = state
    return Timeline(events)


def _class(state):
    if state in ("Resolved", "Closed"):
        return "resolved"
    return "paused" if state.startswith("Awaiting") else "open"


def _moves(before, after):
    if before == after:
        return []
    moves = {"paused": [EventKind.PAUSED], "resolved": [EventKind.RESOLVED]}
    leave = {"paused": [EventKind.RESUMED], "resolved": [EventKind.REOPENED]}
    return leave.get(before, []) + moves.get(after, [])


def _log_instant(text):
    return from_datetime(datetime.strptime(text, "%d-%m-%Y %H:%M"))  # noqa: DTZ007
