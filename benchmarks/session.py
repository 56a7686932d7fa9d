"""An Odoo environment to measure in, and how to measure."""

import contextlib
import logging
import time
from collections.abc import Callable, Iterator

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.server import load_server_wide_modules
from odoo.tools import config

# Monday to Friday 09:00-12:00 and 13:00-18:00, as most service desks work.
WEEK = [
    (str(day), start, end) for day in range(5) for start, end in ((9, 12), (13, 18))
]


def start(database: str) -> None:
    """Make this process one in which Odoo runs."""
    config.parse_config(["-d", database, "--no-http"], setup_logging=True)
    logging.getLogger().setLevel(logging.ERROR)
    load_server_wide_modules()


@contextlib.contextmanager
def environment(database: str) -> Iterator[api.Environment]:
    """Give the superuser's environment; what is not settled is not kept."""
    start(database)
    with Registry(database).cursor() as cr:
        try:
            yield api.Environment(cr, SUPERUSER_ID, {})
        finally:
            cr.rollback()


def settle(env: api.Environment) -> None:
    """Commit, and let PostgreSQL know its tables, as it does in a living database."""
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()


def measure(env: api.Environment, work: Callable[[], object]) -> tuple[float, int]:
    """Return the seconds and the queries of some work, its writing included."""
    env.flush_all()
    queries = env.cr.sql_log_count
    started = time.perf_counter()
    work()
    env.flush_all()
    return time.perf_counter() - started, env.cr.sql_log_count - queries


def per_call(work: Callable[[], object], calls: int) -> float:
    """Return the seconds of one call: the best of five rounds."""
    rounds = []
    for _round in range(5):
        started = time.perf_counter()
        for _call in range(calls):
            work()
        rounds.append((time.perf_counter() - started) / calls)
    return min(rounds)


def created(
    env: api.Environment, *variants: Callable[[int], dict], count: int = 500
) -> list[tuple[float, float]]:
    """Return the milliseconds and queries per ticket of creating batches.

    Without messages, which cost far more than all the rest. The variants take turns, so
    that all meet the same weather; the best of seven batches counts, after one that
    fills the caches.

    :param variants: functions of a number that return a ticket's values
    :return: ``(milliseconds, queries)`` of each variant
    """
    model = env["helpdesk.ticket"].with_context(
        tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
    )
    results = [[] for _variant in variants]
    for attempt in range(8):
        for values, found in zip(variants, results, strict=True):
            batch = [values(attempt * count + number) for number in range(count)]
            found.append(measure(env, lambda b=batch: model.create(b)))
    best = [
        [min(part) / count for part in zip(*found[1:], strict=True)]
        for found in results
    ]
    return [(seconds * 1000, queries) for seconds, queries in best]


def office_hours(env: api.Environment):
    """Return a calendar of `WEEK` with 15 days of holidays in each of five years."""
    calendar = env["resource.calendar"].create(
        {
            "name": "Benchmark",
            "tz": "Asia/Shanghai",
            "attendance_ids": [
                (0, 0, {"name": "x", "dayofweek": day, "hour_from": a, "hour_to": b})
                for day, a, b in WEEK
            ],
        }
    )
    env["resource.calendar.leaves"].create(
        [
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": f"{year}-{month:02}-01 00:00:00",
                "date_to": f"{year}-{month:02}-05 23:59:59",
            }
            for year in range(2024, 2029)
            for month in (1, 5, 10)
        ]
    )
    return calendar
