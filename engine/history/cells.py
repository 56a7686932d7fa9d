"""The cells of one row, by column name, checked as they are read."""

import re

from .model import ReadOptions
from .problems import Problems
from .states import Meaning
from .table import Table

_WHOLE = re.compile(r"-?\d+")


class Row:
    """One row: its number, its texts, and what is wrong with them."""

    __slots__ = ("_fields", "_positions", "options", "problems", "row")

    def __init__(
        self,
        row: int,
        fields: list[str],
        positions: dict[str, int],
        options: ReadOptions,
        problems: Problems,
    ):
        self.row = row
        self._fields = [*map(str.strip, fields)]
        self._positions = positions
        self.options = options
        self.problems = problems

    def text(self, column: str) -> str:
        """The trimmed text of a column; "" when empty or when there is no column."""
        position = self._positions.get(column)
        return "" if position is None else self._fields[position]

    def refuse(self, column: str, code: str, /, **values: object) -> None:
        """Note a problem of this row."""
        self.problems.add(self.row, column, code, **values)

    def required(self, column: str) -> str:
        """The text of a column that must not be empty."""
        text = self.text(column)
        if not text:
            self.refuse(column, "missing_value")
        return text

    def code(self, column: str, value: str, known: frozenset[str] | None) -> str:
        """A code; `known` are those that may occur (None: any)."""
        if value and known is not None and value not in known:
            listed = ", ".join(sorted(known))
            self.refuse(column, f"unknown_{column}", value=value, known=listed)
        return value

    def state(self, column: str) -> Meaning | None:
        """The meaning of the state; None (and a problem) when it has none."""
        name = self.required(column)
        meaning = self.options.states.get(name) if name else None
        if name and meaning is None:
            self.refuse(column, "unknown_state", value=name)
        return meaning

    def between(self, column: str, low: int, high: int, code: str) -> int | None:
        """A whole number from `low` to `high`; None when empty (or wrong)."""
        text = self.text(column)
        if not text:
            return None
        if _WHOLE.fullmatch(text) and low <= int(text) <= high:
            return int(text)
        self.refuse(column, code, value=text)
        return None


def positions(table: Table) -> dict[str, int]:
    """Column name → position."""
    return {name: position for position, name in enumerate(table.header)}
