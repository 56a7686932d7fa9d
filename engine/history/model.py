"""What reading a ticket history takes and gives."""

from dataclasses import dataclass

from ..timeline import Event
from .problems import HistoryError
from .states import DEFAULT_STATES, Phase, StateMapping


@dataclass(frozen=True)
class ReadOptions:
    """What the file does not say itself.

    `timezone` is the zone of every time in the file; `priorities` and `types` are the
    codes that may occur (None: any); `pause_reason` is given to pauses that name none.
    """

    timezone: str
    priorities: frozenset[str] | None = None
    types: frozenset[str] | None = None
    states: StateMapping = DEFAULT_STATES
    pause_reason: str = "customer"
    error_limit: int = 200


@dataclass(frozen=True, slots=True)
class TicketHistory:
    """One ticket of a file and its timeline's events, in order.

    `row` is its (first) row in the file, `opened_at` an instant; `support_line` (1 to
    3) and `rating` (1 to 5) are None when unknown. No event has a `recorded_at`: an
    imported event counts as known when it happened.
    """

    row: int
    ref: str
    opened_at: int
    type: str
    priority: str
    phase: Phase
    events: tuple[Event, ...]
    category_code: str = ""
    category_zh: str = ""
    category_en: str = ""
    channel: str = ""
    title_zh: str = ""
    title_en: str = ""
    support_line: int | None = None
    rating: int | None = None
    note: str = ""

    @property
    def title(self) -> str:
        """The title in the first language that has one."""
        return self.title_zh or self.title_en


@dataclass(frozen=True)
class History:
    """The outcome of reading a file.

    Tickets are complete only when there is no problem: an import is all or nothing.
    `format` is "ticket_table", "event_log" or "" when it is neither.
    """

    format: str
    tickets: tuple[TicketHistory, ...]
    problems: tuple[HistoryError, ...]
