"""What a change of stage says of a ticket: a pure function."""

from ...engine.timeline import EventKind

_FINISHED = ("resolved", "closed", "cancelled")


def events_of_move(state, meaning, *, responded, new_reason, human):
    """Return the kinds of events by which a ticket in ``state`` enters a stage.

    - Work that starts (in progress, or paused at once) is the first response, if a
      person does it; a resolution is one by itself.
    - Leaving a pause for any other stage ends it; a resolution or cancellation does so
      by itself, and the engine deducts the pause.
    - A finished ticket that enters a stage of work is reopened, a cancelled one also
      when it turns out to have been resolved.

    :param str state: ``itsm_state`` before the move
    :param str meaning: what the stage entered means, a key of ``STATE_MEANINGS``
    :param bool responded: whether a response is on record
    :param bool new_reason: whether the stage pauses for another reason than now
    :param bool human: whether a person of ours moves the ticket
    :rtype: list[EventKind]
    """
    if meaning == "cancelled":
        return [] if state == "cancelled" else [EventKind.CANCELLED]
    if meaning in ("resolved", "closed"):
        if state in ("resolved", "closed"):
            return []
        reopened = [EventKind.REOPENED] if state == "cancelled" else []
        return [*reopened, EventKind.RESOLVED]
    kinds = []
    if state in _FINISHED:
        kinds.append(EventKind.REOPENED)
    elif state == "paused" and meaning != "paused":
        kinds.append(EventKind.RESUMED)
    if meaning in ("active", "paused") and human and not responded:
        kinds.append(EventKind.RESPONDED)
    if meaning == "paused" and (state != "paused" or new_reason):
        kinds.append(EventKind.PAUSED)
    return kinds
