"""A ticket history as a try-out keeps it: read once, computed with many times.

The packed form is JSON, compressed: a list ``[ref, type, priority, opened_at, events]``
for each ticket, its events as ``[kind, at, reason, value]``; instants are seconds since
1970 in UTC. Nothing else of a ticket is kept: no title, no person.
"""

import json
import zlib
from collections import Counter

from ...engine.history import Phase, TicketHistory
from ...engine.instants import local_date
from ...engine.timeline import Event, EventKind

_KINDS = {kind.value: kind for kind in EventKind}


def pack(tickets):
    """Return tickets of a history as bytes.

    :param tickets: of ``engine.history.TicketHistory``
    """
    rows = [
        [
            ticket.ref,
            ticket.type,
            ticket.priority,
            ticket.opened_at,
            [[e.kind.value, e.at, e.reason, e.value] for e in ticket.events],
        ]
        for ticket in tickets
    ]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 1)


def unpack(content):
    """Return the tickets of `pack`.

    What the packed form has not kept (titles, notes) is empty.

    :rtype: list[TicketHistory]
    """
    return [
        TicketHistory(
            row=0,
            ref=ref,
            opened_at=opened_at,
            type=kind,
            priority=priority,
            phase=Phase.NEW,
            events=tuple(
                Event(_KINDS[name], at, seq, reason=reason, value=value)
                for seq, (name, at, reason, value) in enumerate(events)
            ),
        )
        for ref, kind, priority, opened_at, events in json.loads(
            zlib.decompress(content)
        )
    ]


def summarise(tickets, zone):
    """Return what a history holds.

    :param str zone: whose days and months are counted
    :return: ``{"priorities": {code: tickets}, "months": {"YYYY-MM": tickets opened},
        "first", "last"}``, the dates of the first and the last opening, None without
        tickets
    """
    days = [local_date(ticket.opened_at, zone) for ticket in tickets]
    months = Counter(f"{day:%Y-%m}" for day in days)
    priorities = Counter(ticket.priority for ticket in tickets)
    return {
        "priorities": dict(sorted(priorities.items())),
        "months": dict(sorted(months.items())),
        "first": min(days, default=None),
        "last": max(days, default=None),
    }
