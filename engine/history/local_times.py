"""Wall-clock times of a file → instants."""

import re
from datetime import date, datetime, timedelta

from ..instants import DAY, get_zone, local_to_instant, to_local
from .problems import Problems

# Year first, or day first with dashes (the event log): no other order is unambiguous.
_PATTERN = re.compile(
    r"(?:(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    r"|(?P<day2>\d{1,2})-(?P<month2>\d{1,2})-(?P<year2>\d{4}))"
    r"[ T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
)


class LocalTimes:
    """Reads the times of one file, in one zone; equal days and times are read once."""

    def __init__(self, timezone: str, problems: Problems):
        self.timezone = timezone
        self.problems = problems
        self._zone = get_zone(timezone)
        # Instants of days and seconds of times, as written: few of them make up a file.
        self._midnights: dict[str, int] = {}
        self._seconds: dict[str, int] = {}
        self._plain_days: dict[date, int | None] = {}

    def read(self, text: str, row: int, column: str) -> int | None:
        """The instant of a text such as 2026-08-31 14:05.

        :return: None when the text is no time; the problem is noted then
        """
        day_text, _blank, clock = text.partition(" ")
        midnight = self._midnights.get(day_text)
        seconds = self._seconds.get(clock)
        if midnight is not None and seconds is not None:
            return midnight + seconds
        wall = _wall_clock(text)
        if wall is None:
            self.problems.add(row, column, "bad_date", value=text.strip())
            return None
        instant = self._instant(wall)
        if instant is None:
            values = {"value": text.strip(), "timezone": self.timezone}
            self.problems.add(row, column, "nonexistent_time", **values)
            return None
        day, seconds = wall
        midnight = self._plain_midnight(day)
        if day_text and clock and midnight is not None:
            self._midnights[day_text] = midnight
            self._seconds[clock] = seconds
        return instant

    def guess(self, text: str) -> int | None:
        """The instant of a text that may just as well be no time: nothing is noted."""
        wall = _wall_clock(text)
        return None if wall is None else self._instant(wall)

    def year(self, instant: int) -> int:
        """The local year of an instant."""
        return to_local(instant, self._zone).year

    def _instant(self, wall: tuple[date, int]) -> int | None:
        day, seconds = wall
        midnight = self._plain_midnight(day)
        if midnight is not None:
            return midnight + seconds
        instant = local_to_instant(day, seconds, self._zone)
        expected = datetime.fromordinal(day.toordinal()) + timedelta(seconds=seconds)
        # A wall-clock time that the spring change skips comes back as another one.
        exists = to_local(instant, self._zone).replace(tzinfo=None) == expected
        return instant if exists else None

    def _plain_midnight(self, day: date) -> int | None:
        """The start of a day of 24 hours; None when the clocks change on it."""
        if day not in self._plain_days:
            start, end = (local_to_instant(day, s, self._zone) for s in (0, DAY))
            self._plain_days[day] = start if end - start == DAY else None
        return self._plain_days[day]


def _wall_clock(text: str) -> tuple[date, int] | None:
    match = _PATTERN.fullmatch(text.strip())
    if match is None:
        return None
    part = match.groupdict()
    hour, minute = int(part["hour"]), int(part["minute"])
    second = int(part["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    try:
        day = date(
            int(part["year"] or part["year2"]),
            int(part["month"] or part["month2"]),
            int(part["day"] or part["day2"]),
        )
    except ValueError:
        return None
    return day, (hour * 60 + minute) * 60 + second
