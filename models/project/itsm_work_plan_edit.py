"""Changes of a work plan that a browser sends, read before anything is written."""

from dataclasses import dataclass

from odoo import fields
from odoo.exceptions import UserError

from ...engine.schedule import Problem, Row, number

# What a draft may not be saved with; the rest is told, and refused on submission.
_BLOCKING = frozenset(
    {
        Problem.PARENT_CIRCLE,
        Problem.END_BEFORE_START,
        Problem.MILESTONE_TAKES_TIME,
        Problem.MILESTONE_WITH_ROWS,
        Problem.PREDECESSOR_CIRCLE,
        Problem.PREDECESSOR_IS_RELATIVE,
    }
)
# A line of more work than this is a slip of the pen.
_MOST_HOURS = 1_000_000
_MOST_DAYS = 100_000


@dataclass(slots=True)
class EditedLine:
    """A line as it is after the changes."""

    key: str
    name: str = ""
    parent: str | None = None
    start: object = None
    end: object = None
    hours: float = 0.0
    milestone: bool = False
    predecessors: tuple = ()
    cancelled: bool = False


class PlanEdit:
    """The lines of a plan after changes that are not written yet.

    The changes, all of them optional:

    - ``create``: list of values, each with a ``key`` of the caller's choice
    - ``update``: ``{key: values}``
    - ``delete``: list of keys; of a line that has others below it those too
    - ``order``: keys of all lines that remain, from the top down

    Values: ``name`` (text), ``parent`` (key or None), ``start``, ``end`` (ISO dates or
    None), ``hours`` (number ≥ 0), ``milestone``, ``predecessors`` (list of keys).

    :raise UserError: a change that cannot be read, or of a line that is not there
    """

    def __init__(self, plan, changes):
        self.plan = plan
        self._names = self._parents = None
        changes = changes if isinstance(changes, dict) else {}
        self.lines = {line.key: _edited(line) for line in plan._get_lines_in_order()}
        self.created = [str(values.get("key")) for values in changes.get("create", ())]
        self.deleted = [str(key) for key in changes.get("delete", ())]
        self.updated = [str(key) for key in changes.get("update", ())]
        self.order = [str(key) for key in changes.get("order") or ()]
        self.structure, self.linked = [], []
        for key, values in zip(self.created, changes.get("create", ()), strict=True):
            if key in self.lines:
                self._refuse_unknown()
            self.lines[key] = EditedLine(key)
            self._set(key, {name: v for name, v in values.items() if name != "key"})
        for key, values in changes.get("update", {}).items():
            self._set(self._known(key), values)
        for key in self.deleted:
            self.lines.pop(self._known(key), None)
        self._check_references()
        self._check_order()

    # === WHAT IT IS LIKE === #

    def rows(self):
        """Return the lines for the engine; what was cancelled is left out.

        :rtype: list[engine.schedule.Row]
        """
        live = [line for line in self.lines.values() if not line.cancelled]
        keys = {line.key for line in live}
        return [
            Row(
                key=line.key,
                parent=line.parent,
                start=line.start,
                end=line.end,
                effort=round(line.hours * 3600),
                predecessors=tuple(o for o in line.predecessors if o in keys),
                milestone=line.milestone,
            )
            for line in live
        ]

    def name(self, key):
        """Return what people call a line: its number after the changes, its name."""
        if self._names is None:
            tree = [Row(line.key, line.parent) for line in self.lines.values()]
            numbers = number(tree)
            self._names = {
                key: f"{numbers[key]} {line.name}" for key, line in self.lines.items()
            }
        return self._names[key]

    def values(self, key):
        """Return the plain values of a line, for `create` and `write`.

        Without those that a summary line takes from the lines below it.
        """
        line = self.lines[key]
        values = {"name": line.name, "is_milestone": line.milestone}
        if key not in self._summaries():
            values |= {
                "date_start": line.start or False,
                "date_end": line.end or False,
                "planned_hours": line.hours,
            }
        return values

    def _summaries(self):
        if self._parents is None:
            self._parents = {line.parent for line in self.lines.values()}
        return self._parents

    def set_dates(self, dates):
        """Let lines have other dates.

        :param dict dates: ``{key: (start, end)}``
        """
        for key, (start, end) in dates.items():
            self.lines[key].start, self.lines[key].end = start, end

    @staticmethod
    def is_blocking(finding):
        """Return whether a plan with this finding cannot be saved."""
        return finding.problem in _BLOCKING

    # === HOW IT IS READ === #

    def day(self, value):
        """Return a date that a browser sent, or None.

        :raise UserError:
        """
        if not value:
            return None
        try:
            return fields.Date.to_date(str(value))
        except ValueError:
            self.refuse(self.plan.env._("“%s” is not a date.", value))

    def whole(self, value):
        """Return a number of days that a browser sent.

        :raise UserError:
        """
        if type(value) is not int or abs(value) > _MOST_DAYS:
            self.refuse(self.plan.env._("“%s” is not a number of days.", value))
        return value

    def refuse(self, reason):
        """Refuse the changes.

        :raise UserError:
        """
        raise UserError(
            self.plan.env._("The changes were not saved.\n%(reason)s", reason=reason)
        )

    def _refuse_unknown(self):
        self.refuse(
            self.plan.env._("They speak of a line that the plan does not have.")
        )

    def _known(self, key):
        if key not in self.lines:
            self._refuse_unknown()
        return key

    def _set(self, key, values):
        line = self.lines[key]
        for name, value in values.items():
            setter = getattr(self, f"_set_{name}", None)
            if setter is None:
                self.refuse(
                    self.plan.env._("“%s” cannot be changed in the chart.", name)
                )
            setter(line, value)

    def _set_name(self, line, value):
        line.name = str(value or "").strip()
        if not line.name:
            self.refuse(self.plan.env._("Every line needs a name: enter one."))

    def _set_parent(self, line, value):
        line.parent = str(value) if value else None
        self.structure.append(line.key)

    def _set_start(self, line, value):
        line.start = self.day(value)

    def _set_end(self, line, value):
        line.end = self.day(value)

    def _set_hours(self, line, value):
        # not a number is neither below nor above
        if type(value) not in (int, float) or not 0 <= value <= _MOST_HOURS:
            self.refuse(
                self.plan.env._(
                    "%(line)s: planned hours are a number from 0 to %(most)s.",
                    line=line.name,
                    most=_MOST_HOURS,
                )
            )
        line.hours = float(value)

    def _set_milestone(self, line, value):
        line.milestone = bool(value)

    def _set_predecessors(self, line, value):
        if not isinstance(value, (list, tuple)):
            self._refuse_unknown()
        line.predecessors = tuple(dict.fromkeys(str(key) for key in value))
        self.linked.append(line.key)

    def _check_references(self):
        """Let links to deleted lines go; a line below a deleted one is refused."""
        gone = set(self.deleted)
        for line in self.lines.values():
            if line.parent is not None and line.parent not in self.lines:
                self._refuse_unknown()
            line.predecessors = tuple(o for o in line.predecessors if o not in gone)
            if not self.lines.keys() >= set(line.predecessors):
                self._refuse_unknown()
            if not line.name:
                self._set_name(line, "")

    def _check_order(self):
        if not self.order:
            return
        if len(self.order) != len(self.lines) or set(self.order) != set(self.lines):
            self._refuse_unknown()
        self.lines = {key: self.lines[key] for key in self.order}


def dates_of(edit, dates):
    """Return dates that a browser sent.

    :param dict dates: ``{key: [start, end]}`` as ISO text
    :return: ``{key: (start, end)}``
    :raise UserError:
    """
    found = {}
    for key, pair in (dates if isinstance(dates, dict) else {}).items():
        start, end = (edit.day(value) for value in (*pair, None, None)[:2])
        if not start or not end or end < start:
            edit.refuse(
                edit.plan.env._("A line ends before it starts: correct its dates.")
            )
        found[str(key)] = start, end
    return found


def _edited(line):
    return EditedLine(
        key=line.key,
        name=line.name,
        parent=line.parent_id.key or None,
        start=line.date_start or None,
        end=line.date_end or None,
        hours=line.planned_hours,
        milestone=line.is_milestone,
        predecessors=tuple(line.predecessor_ids.mapped("key")),
        cancelled=line.is_cancelled,
    )
