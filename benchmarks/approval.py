"""Measure approving documents in bulk: `approval.py OURS PEER` prints JSON.

Every step is one transaction of its person: begun with an empty cache, as a request is,
and measured to the end of its commit. The sides take turns, so that all meet the same
weather; the median of five rounds counts, after one that fills what a process keeps.
"""

import gc
import json
import statistics
import sys
import time

from approval_ours import our_sides
from approval_side import Side
from session import start

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

ROUNDS = 5


def main(ours: str, peer: str) -> None:
    """Measure all sides, each in its database."""
    start(ours)
    registry = Registry(peer)
    # its tests' models may be imported only when its registry is there
    from approval_peer import peer_sides

    sides = {**our_sides(Registry(ours)), **peer_sides(registry)}
    rounds = [
        {name: _round(side) for name, side in sides.items()}
        for _number in range(ROUNDS + 1)
    ]
    results = {
        name: {
            step: _medians(found[name][step] for found in rounds[1:])
            for step, _user, _work in side.steps
        }
        for name, side in sides.items()
    }
    print(json.dumps(results))


def _medians(found) -> list[float]:
    return [statistics.median(values) for values in zip(*found, strict=True)]


def _round(side: Side) -> dict[str, tuple[float, float]]:
    """Return milliseconds and queries per document of each step."""
    with side.registry.cursor() as cr:
        documents = side.create(api.Environment(cr, SUPERUSER_ID, {}), side.documents)
        model, ids = documents._name, documents.ids
    with side.registry.cursor() as cr:
        cr.execute("ANALYZE")
    found = {}
    for name, user, work in side.steps:
        assert not _approved(side, model, ids), f"approved before: {name}"
        found[name] = _step(side, user, model, ids, work)
    assert _approved(side, model, ids) == ids, "not all are approved"
    return found


def _step(side: Side, user: int, model: str, ids: list[int], work) -> tuple:
    gc.collect()
    with side.registry.cursor() as cr:
        started = time.perf_counter()
        env = api.Environment(cr, user, {})
        work(env[model].browse(ids))
        cr.commit()
        seconds = time.perf_counter() - started
        return seconds * 1000 / len(ids), cr.sql_log_count / len(ids)


def _approved(side: Side, model: str, ids: list[int]) -> list[int]:
    with side.registry.cursor() as cr:
        documents = api.Environment(cr, SUPERUSER_ID, {})[model].browse(ids)
        return side.approved(documents).ids


if __name__ == "__main__":
    main(*sys.argv[1:])
