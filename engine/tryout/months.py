"""The calendar months of the limits, and which report knows of what."""

from bisect import bisect_right
from datetime import timedelta

from ..instants import local_date, local_to_instant
from .model import Span


class Months:
    """Months counted from 1; a report is drawn at the end of each.

    `edges[k]` is the end of month k, clipped to the limits, `edges[0]` their start: as
    if a report had been drawn there, too. What it would have counted counts nowhere.

    :param limits: None or an empty span: no months
    :param as_of: later than this nothing is known
    """

    def __init__(self, limits: Span | None, zone: str, as_of: int | None = None):
        self.zone = zone
        self.names: list[str] = []
        self.edges: list[int] = []
        self.drawn_at = as_of
        if limits is None:
            return
        first, last = limits
        if as_of is not None:
            last = min(last, as_of)
        if first >= last:
            return
        self.edges.append(first)
        day = local_date(first, zone).replace(day=1)
        while local_to_instant(day, 0, zone) < last:
            following = (day + timedelta(days=31)).replace(day=1)
            self.names.append(f"{day:%Y-%m}")
            self.edges.append(min(local_to_instant(following, 0, zone), last))
            day = following

    @property
    def span(self) -> Span | None:
        """The time tried, None without months."""
        return (self.edges[0], self.edges[-1]) if self.edges else None

    @property
    def last(self) -> int:
        """The number of the last month, 0 without any."""
        return len(self.names)

    def known_in(self, instant: int) -> int:
        """The first report that knows what happened at an instant: its month.

        0 is before the first month, `last` + 1 after the last one.
        """
        return bisect_right(self.edges, instant)
