"""What the states of other service desks mean. A user can change every line of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Phase(str, Enum):
    """The meanings a state can have."""

    NEW = "new"  # nobody has answered yet
    ACTIVE = "active"
    PAUSED = "paused"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"

    @property
    def is_solved(self) -> bool:
        return self in (Phase.RESOLVED, Phase.CLOSED)

    @property
    def is_void(self) -> bool:
        return self in (Phase.CANCELLED, Phase.MERGED)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Meaning of one state name; `reason` is the code of the pause reason."""

    phase: Phase
    reason: str = ""


class StateMapping:
    """State names → meanings, blind to case and surrounding blanks.

    >>> StateMapping({"On Hold": Meaning(Phase.PAUSED, "customer")}).get(" on hold ")
    Meaning(phase=<Phase.PAUSED: 'paused'>, reason='customer')
    """

    def __init__(self, meanings: Mapping[str, Meaning]):
        self._meanings = {self._key(name): item for name, item in meanings.items()}
        self._asked: dict[str, Meaning | None] = {}

    def get(self, name: str) -> Meaning | None:
        """The meaning of a state, None when it has none yet."""
        if name not in self._asked:  # a log asks for the same few on every row
            self._asked[name] = self._meanings.get(self._key(name))
        return self._asked[name]

    def changed(self, meanings: Mapping[str, Meaning]) -> "StateMapping":
        """A mapping in which `meanings` win over those of this one."""
        merged = StateMapping(meanings)
        merged._meanings = {**self._meanings, **merged._meanings}
        return merged

    @staticmethod
    def _key(name: str) -> str:
        return " ".join(name.split()).casefold().replace("_", " ")


DEFAULT_STATES = StateMapping(
    {
        "new": Meaning(Phase.NEW),
        "open": Meaning(Phase.ACTIVE),
        "active": Meaning(Phase.ACTIVE),
        "assigned": Meaning(Phase.ACTIVE),
        "in progress": Meaning(Phase.ACTIVE),
        "work in progress": Meaning(Phase.ACTIVE),
        "reopened": Meaning(Phase.ACTIVE),
        "paused": Meaning(Phase.PAUSED, "customer"),
        "on hold": Meaning(Phase.PAUSED, "customer"),
        "pending": Meaning(Phase.PAUSED, "customer"),
        "awaiting user info": Meaning(Phase.PAUSED, "customer"),
        "awaiting vendor": Meaning(Phase.PAUSED, "third_party"),
        "awaiting problem": Meaning(Phase.PAUSED, "problem"),
        "awaiting change": Meaning(Phase.PAUSED, "change_window"),
        "awaiting evidence": Meaning(Phase.PAUSED, "evidence"),
        "resolved": Meaning(Phase.RESOLVED),
        "closed": Meaning(Phase.CLOSED),
        "cancelled": Meaning(Phase.CANCELLED),
        "canceled": Meaning(Phase.CANCELLED),
        "merged": Meaning(Phase.MERGED),
        "duplicate": Meaning(Phase.MERGED),
        "新建": Meaning(Phase.NEW),
        "已受理": Meaning(Phase.ACTIVE),
        "处理中": Meaning(Phase.ACTIVE),
        "挂起": Meaning(Phase.PAUSED, "customer"),
        "已解决": Meaning(Phase.RESOLVED),
        "已关闭": Meaning(Phase.CLOSED),
        "已取消": Meaning(Phase.CANCELLED),
        "已合并": Meaning(Phase.MERGED),
    }
)
