"""One row of a schedule."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Row:
    """A task, a milestone, or a summary: a row that others have as their parent.

    Of a summary `start`, `end`, `effort` and `progress` are not looked at: they follow
    from what is below it. Links are finish to start: a row begins after the rows named
    in `predecessors`. A milestone takes no time: one that waits for something lies at
    the end of its day, one that waits for nothing at the beginning of it.

    :param key: stable through all versions of a plan, one row each
    :param parent: key of the summary that the row is part of; siblings keep their order
    :param start: first day of work
    :param end: last day of work; of a milestone its day
    :param effort: planned work in seconds (0.01 hours are 36 of them); None: not known
    :param predecessors: keys of rows that end before this one begins
    :param progress: whole percent, 0 to 100
    :param done: finished; a row can be at 100 % and not have been finished yet
    """

    key: str
    parent: str | None = None
    start: date | None = None
    end: date | None = None
    effort: int | None = None
    predecessors: tuple[str, ...] = ()
    milestone: bool = False
    progress: int = 0
    done: bool = False

    @property
    def dated(self) -> bool:
        """Whether it has both dates."""
        return self.start is not None and self.end is not None

    @property
    def begins(self) -> int:
        """The day number (`date.toordinal`) at whose beginning a dated row begins."""
        if self.milestone:
            return self.end.toordinal() + bool(self.predecessors)
        return self.start.toordinal()

    @property
    def finishes(self) -> int:
        """The day number at whose beginning it is over: what follows may begin."""
        return self.begins if self.milestone else self.end.toordinal() + 1
