"""The full ticket list of a data set: one flat dict per ticket."""

from ...engine.clock import ClockState, Metric


def ticket_rows(figures, titles):
    """Return the tickets that have to do with the period, as at its end.

    :param titles: title by ticket id
    :return: dicts; ``response`` and ``resolution`` are ``[state, target seconds, used
        seconds]``, instants seconds since 1970 UTC
    """
    rows, end = [], figures.period[1]
    for row in figures.rows:
        ticket, facts = row.ticket, row.after
        rows.append(
            {
                "id": ticket.key,
                "ref": ticket.ref,
                "title": titles[ticket.key],
                "type": ticket.type,
                "category": ticket.category,
                "channel": ticket.channel,
                "priority": row.priority,
                "line": ticket.support_line,
                "rating": ticket.rating,
                "state": facts.work.value,
                "opened_at": facts.opened_at,
                "responded_at": facts.responded_at,
                "resolved_at": facts.resolved_at,
                "paused_seconds": sum(
                    (part.end or end) - part.start for part in facts.pauses
                ),
                "reopened": len(facts.reopenings),
                **{metric.value: _clock(row.clocks[metric]) for metric in Metric},
            }
        )
    return rows


def _clock(clock):
    if clock.state is ClockState.NOT_APPLICABLE:
        return [clock.state.value, None, None]
    return [clock.state.value, clock.target_seconds, clock.used_seconds]
