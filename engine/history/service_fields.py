"""Fields of a JSON object, checked as they are read; errors name the path."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from ..errors import EngineError, InstantError
from ..instants import DAY, get_zone, local_to_instant, month_days
from ..rounding import exact

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_REQUIRED = object()


class ServiceError(EngineError):
    """A contract's description that cannot be read; `values` has path and problem."""

    def __init__(self, path: str, problem: str):
        message = "%(path)s: %(problem)s"
        super().__init__("bad_service", message, path=path or "file", problem=problem)


class Fields:
    """One object of the file and its path in it."""

    def __init__(self, data: Mapping, path: str = "", timezone: str = "UTC"):
        self.data = data
        self.path = path
        self.timezone = timezone

    def in_zone(self, timezone: str) -> "Fields":
        """The same fields with local times of a zone."""
        return Fields(self.data, self.path, timezone)

    def error(self, name: str, problem: str) -> ServiceError:
        """An error at a field."""
        return ServiceError(f"{self.path}.{name}" if self.path else name, problem)

    # === OBJECTS === #

    def fields(self, name: str) -> "Fields":
        """An object within this one; absent = empty."""
        value = self.value(name, {})
        if not isinstance(value, dict):
            raise self.error(name, "not an object")
        path = f"{self.path}.{name}" if self.path else name
        return Fields(value, path, self.timezone)

    def named(self, name: str) -> dict[str, "Fields"]:
        """Objects by name, in the order of the file."""
        inner = self.fields(name)
        return {key: inner.fields(key) for key in inner.data}

    def items(self, name: str) -> list["Fields"]:
        """A list of objects; absent = empty."""
        items = []
        for position, value in enumerate(self.array(name)):
            if not isinstance(value, dict):
                raise self.error(f"{name}[{position}]", "not an object")
            path = f"{self.path}.{name}" if self.path else name
            items.append(Fields(value, f"{path}[{position}]", self.timezone))
        return items

    def array(self, name: str) -> list:
        """A list; absent = empty."""
        value = self.value(name, [])
        if not isinstance(value, list):
            raise self.error(name, "not a list")
        return value

    # === VALUES === #

    def value(self, name: str, default=_REQUIRED):
        """A value as it is; without a default it must be there."""
        value = self.data.get(name)
        if value is not None:
            return value
        if default is _REQUIRED:
            raise self.error(name, "is missing")
        return default

    def text(self, name: str, default=_REQUIRED) -> str:
        value = self.value(name, default)
        if not isinstance(value, str) or (default is _REQUIRED and not value.strip()):
            raise self.error(name, "not a text")
        return value.strip()

    def one_of(self, name: str, known: Iterable[str], default=_REQUIRED) -> str:
        """A text that is one of those known."""
        value = self.text(name, default)
        if value not in known:
            listed = ", ".join(known)
            raise self.error(name, f"“{value}” is none of {listed}")
        return value

    def whole(self, name: str, default=_REQUIRED) -> int | None:
        """A whole number ≥ 0."""
        value = self.value(name, default)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.error(name, f"“{value}” is not a whole number from 0 on")
        return value

    def number(self, name: str, default=_REQUIRED, optional=False) -> Fraction | None:
        """A number ≥ 0, exact."""
        value = self.value(name, None if optional else default)
        if value is None:
            return None
        good = isinstance(value, (int, Decimal, str)) and not isinstance(value, bool)
        number = _fraction(value) if good else None
        if number is None or number < 0:
            raise self.error(name, f"“{value}” is not a number from 0 on")
        return number

    # === DATES AND TIMES === #

    def zone(self, name: str) -> str:
        """The name of a known time zone."""
        value = self.text(name)
        try:
            get_zone(value)
        except InstantError as error:
            raise self.error(name, f"“{value}” is not a known time zone") from error
        return value

    def day(self, name: str) -> date:
        return self.as_day(name, self.value(name))

    def as_day(self, name: str, value) -> date:
        """A date written 2026-08-31."""
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            problem = f"“{value}” is not a date (2026-08-31)"
            raise self.error(name, problem) from error

    def month(self, value) -> str:
        """A month written 2026-08."""
        try:
            month_days(value)
        except (InstantError, TypeError) as error:
            problem = f"“{value}” is not a month (2026-08)"
            raise self.error("periods", problem) from error
        return value

    def spans(self, name: str, open_end: bool = False) -> list[tuple]:
        """Pairs of local times as spans of instants; an open end is null or ""."""
        spans = []
        for position, pair in enumerate(self.array(name)):
            place = f"{name}[{position}]"
            if not isinstance(pair, list) or len(pair) != 2:
                raise self.error(place, "not a pair of times")
            start = self._instant(place, pair[0])
            is_open = open_end and pair[1] in (None, "")
            end = None if is_open else self._instant(place, pair[1])
            if end is not None and end <= start:
                raise self.error(place, "ends before it starts")
            spans.append((start, end))
        return spans

    def _instant(self, place: str, value) -> int:
        try:
            wall = datetime.fromisoformat(value)
        except (TypeError, ValueError) as error:
            problem = f"“{value}” is not a time (2026-08-31 14:05)"
            raise self.error(place, problem) from error
        seconds = wall.hour * 3600 + wall.minute * 60 + wall.second
        return local_to_instant(wall.date(), seconds, self.timezone)

    def hours(self, name: str, lines) -> tuple[tuple[int, int], ...]:
        """Pairs of clock times as seconds of a day, ascending and apart."""
        if not isinstance(lines, list):
            raise self.error(name, "not a list of pairs of times")
        spans = []
        for line in lines:
            if not isinstance(line, list) or len(line) != 2:
                raise self.error(name, f"“{line}” is not a pair of times")
            start, end = (self._seconds(name, text) for text in line)
            if end <= start:
                raise self.error(name, f"“{line[0]}”–“{line[1]}” ends before it starts")
            spans.append((start, end))
        spans.sort()
        for (_start, end), (start, _end) in zip(spans, spans[1:], strict=False):
            if start < end:
                raise self.error(name, "the hours overlap")
        return tuple(spans)

    def _seconds(self, name: str, text) -> int:
        match = _CLOCK.fullmatch(text) if isinstance(text, str) else None
        seconds = (int(match[1]) * 60 + int(match[2])) * 60 if match else DAY + 1
        if seconds > DAY or int(match[2]) > 59:
            raise self.error(name, f"“{text}” is not a time of day (09:00 to 24:00)")
        return seconds


def _fraction(value) -> Fraction | None:
    try:
        return exact(value)
    except ValueError:
        return None
