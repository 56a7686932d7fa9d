"""What is wrong with a plan."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from ..errors import _lt
from .links import circles, links, usable_predecessors
from .model import Row
from .tree import Spans, Tree, spans_of


class Problem(str, Enum):
    """The kinds of findings."""

    UNKNOWN_PARENT = "unknown_parent"
    PARENT_CIRCLE = "parent_circle"
    DATE_MISSING = "date_missing"
    END_BEFORE_START = "end_before_start"
    MILESTONE_TAKES_TIME = "milestone_takes_time"
    MILESTONE_WITH_ROWS = "milestone_with_rows"
    UNKNOWN_PREDECESSOR = "unknown_predecessor"
    PREDECESSOR_IS_RELATIVE = "predecessor_is_relative"
    PREDECESSOR_CIRCLE = "predecessor_circle"
    PREDECESSOR_ENDS_LATER = "predecessor_ends_later"


# English wording per problem. Whoever shows a finding in another language translates
# these and fills in `finding.values(...)`.
MESSAGES = {
    Problem.UNKNOWN_PARENT: _lt(
        "“%(row)s” is part of a line that is not in the plan. Move it to a line that "
        "is, or to the top."
    ),
    Problem.PARENT_CIRCLE: _lt(
        "These lines are part of one another: %(rows)s. Move one of them to the top."
    ),
    Problem.DATE_MISSING: _lt("“%(row)s” has no dates. Fill in when it is to be done."),
    Problem.END_BEFORE_START: _lt(
        "“%(row)s” ends before it starts. Correct one of the two dates."
    ),
    Problem.MILESTONE_TAKES_TIME: _lt(
        "“%(row)s” is a milestone: it starts and ends on the same day. Correct its "
        "dates, or make it a task."
    ),
    Problem.MILESTONE_WITH_ROWS: _lt(
        "“%(row)s” is a milestone, and has lines below it. Move them elsewhere, or "
        "make it a task."
    ),
    Problem.UNKNOWN_PREDECESSOR: _lt(
        "“%(row)s” waits for a line that is not in the plan. Remove that predecessor."
    ),
    Problem.PREDECESSOR_IS_RELATIVE: _lt(
        "“%(row)s” waits for “%(other)s”, but one is part of the other. Remove that "
        "predecessor."
    ),
    Problem.PREDECESSOR_CIRCLE: _lt(
        "These lines wait for one another in a circle: %(rows)s. Remove one of their "
        "predecessors."
    ),
    Problem.PREDECESSOR_ENDS_LATER: _lt(
        "“%(row)s” starts before its predecessor “%(other)s” has ended. Move one of "
        "them, or remove the predecessor."
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    :param keys: the row, then the other row it concerns; of a circle all its rows
    """

    problem: Problem
    keys: tuple[str, ...]

    def values(self, name: Callable[[str], str] = str) -> dict[str, str]:
        """The values of the message.

        :param name: says what a row is called, by its key
        """
        names = [name(key) for key in self.keys]
        return {"row": names[0], "other": names[-1], "rows": " → ".join(names)}

    def message(self, name: Callable[[str], str] = str) -> str:
        """The finding in English."""
        return MESSAGES[self.problem] % self.values(name)


def check(rows: Iterable[Row]) -> list[Finding]:
    """Return what is wrong: first what concerns whole groups, then row by row.

    A summary is judged by the dates of what is below it.

    :raise ScheduleError: ``duplicate_key``
    """
    tree = Tree(rows)
    graph = links(tree)
    found = [Finding(Problem.PARENT_CIRCLE, keys) for keys in tree.circles]
    found += [
        Finding(Problem.PREDECESSOR_CIRCLE, keys) for keys in circles(tree, graph)
    ]
    spans = spans_of(tree)
    for key in tree.outline:
        row = tree.rows[key]
        if row.parent is not None and row.parent not in tree.rows:
            found.append(Finding(Problem.UNKNOWN_PARENT, (key,)))
        found += _dates(row, tree.is_summary(key))
        found += _predecessors(tree, spans, key)
    return found


def _dates(row: Row, is_summary: bool) -> Iterator[Finding]:
    if is_summary:
        if row.milestone:
            yield Finding(Problem.MILESTONE_WITH_ROWS, (row.key,))
    elif not row.dated:
        yield Finding(Problem.DATE_MISSING, (row.key,))
    elif row.end < row.start:
        yield Finding(Problem.END_BEFORE_START, (row.key,))
    elif row.milestone and row.end != row.start:
        yield Finding(Problem.MILESTONE_TAKES_TIME, (row.key,))


def _predecessors(tree: Tree, spans: Spans, key: str) -> Iterator[Finding]:
    usable = set(usable_predecessors(tree, key))
    for other in dict.fromkeys(tree.rows[key].predecessors):
        if other not in tree.rows:
            yield Finding(Problem.UNKNOWN_PREDECESSOR, (key,))
        elif other not in usable:
            yield Finding(Problem.PREDECESSOR_IS_RELATIVE, (key, other))
        elif other != key and {key, other} <= spans.keys():
            if spans[key][0] < spans[other][1]:
                yield Finding(Problem.PREDECESSOR_ENDS_LATER, (key, other))
