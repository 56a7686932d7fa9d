"""Ticket histories: reading what other service desks export."""

from .model import History, ReadOptions, TicketHistory
from .problems import MESSAGES, HistoryError
from .reader import EVENT_LOG, TICKET_TABLE, read_history
from .states import DEFAULT_STATES, Meaning, Phase, StateMapping

__all__ = [
    "DEFAULT_STATES",
    "EVENT_LOG",
    "MESSAGES",
    "TICKET_TABLE",
    "History",
    "HistoryError",
    "Meaning",
    "Phase",
    "ReadOptions",
    "StateMapping",
    "TicketHistory",
    "read_history",
]
