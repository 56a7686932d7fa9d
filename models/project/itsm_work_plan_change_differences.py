from odoo import api, fields, models
from odoo.tools import format_date

from ...engine.approval import Change, differences
from ..approval.content_reader import ContentReader, Row

# What places a line in its plan: told as one move, by its WBS numbers.
_STRUCTURE = frozenset({"parent_id", "plan_id", "sequence"})
# What a person wants to know of a line that is new, or gone.
_TOLD = (
    "user_id",
    "helper_ids",
    "date_start",
    "date_end",
    "planned_hours",
    "predecessor_ids",
    "deliverable",
    "acceptance_standard",
    "recurrence",
    "remark",
)


class ItsmWorkPlanChange(models.Model):
    """What a change makes of the plan, line by line, and what follows from it.

    Both versions stay as they are, so it can be told while the plan is edited and ever
    after.
    """

    _inherit = "itsm.work.plan.change"

    differences = fields.Html(compute="_compute_differences", sanitize=False)
    difference_count = fields.Integer(
        string="Changes of Lines", compute="_compute_differences"
    )
    impact_days = fields.Integer(
        string="End Moves by (Days)", compute="_compute_impact"
    )
    impact_hours = fields.Float(
        string="More Planned Hours", compute="_compute_impact", digits=(16, 2)
    )
    impact_schedule = fields.Text(
        string="Impact on the Schedule", compute="_compute_impact"
    )

    # === COMPUTE METHODS === #

    @api.depends("new_plan_id")
    @api.depends_context("lang", "uid")
    def _compute_differences(self):
        comparison = self.env["itsm.document.comparison"]
        for change in self:
            rows = change._origin._difference_rows() if change._origin else []
            change.difference_count = sum(row.depth == 0 for row in rows)
            change.differences = rows and comparison._render_rows(
                rows,
                # superuser: what the versions are called is no secret
                self.env._("Version %s", change.sudo().plan_id.version),
                self.env._("Version %s", change.sudo().new_plan_id.version),
            )

    @api.depends("new_plan_id")
    @api.depends_context("lang", "uid")
    def _compute_impact(self):
        for change in self:
            days, hours, text = change._origin._get_impact()
            change.impact_days, change.impact_hours = days, hours
            change.impact_schedule = text

    # === BUSINESS METHODS === #

    def _get_differences(self):
        """Return what the new version says otherwise than the one before.

        Lines are matched by their keys. The path of a line is ``("lines", key)``, that
        of its field ``("lines", key, field)``; records are ``[{"model", "id"}]``,
        parents and predecessors are keys.

        :rtype: tuple[engine.approval.Difference, ...]
        """
        self.ensure_one()
        # superuser: the versions say the same to everybody who may read the change
        change = self.sudo().with_context(lang="en_US", active_test=False)
        if not change.new_plan_id:
            return ()
        old, new = (change.plan_id, change.new_plan_id)
        return differences(_plan_content(old), _plan_content(new))

    def _changed_lines(self):
        """Yield the lines that differ as pairs: before and after, or none."""
        # superuser: as above
        before, after = self._lines_by_key()
        keys = dict.fromkeys(
            found.path[1] for found in self._get_differences() if len(found.path) > 1
        )
        for key in keys:
            if key in before or key in after:
                yield before.get(key), after.get(key)

    def _lines_by_key(self):
        # superuser: as above
        change = self.sudo().with_context(active_test=False)
        return (
            {line.key: line for line in change.plan_id.line_ids.sorted("sequence")},
            {line.key: line for line in change.new_plan_id.line_ids.sorted("sequence")},
        )

    def _difference_rows(self):
        """Return the differences as people read them.

        :return: list of `content_reader.Row`: headings of lines (depth 0), and what
            differs below them
        """
        found = self._get_differences()
        reader = ContentReader(self.env)
        before, after = self._lines_by_key()
        by_line, rows = {}, []
        for one in found:
            if one.path[0] == "plan":
                model, name = "itsm.work.plan", one.path[1]
                texts = [reader.text(model, name, v) for v in (one.old, one.new)]
                rows.append(Row(0, reader.label(model, name), "changed", *texts))
            else:
                by_line.setdefault(one.path[1], []).append(one)
        for key in [key for key in dict.fromkeys([*after, *before]) if key in by_line]:
            rows += self._rows_of_line(
                reader, by_line[key], before.get(key), after.get(key)
            )
        return rows

    def _rows_of_line(self, reader, found, old, new):
        """Yield the rows of one line.

        :param found: its differences
        :param old: line before, if there was one
        :param new: line after, if there is one
        """
        name = (new or old).display_name
        if not old or not new:
            kind = "added" if new else "removed"
            line = new or old
            yield Row(0, name, kind)
            content = _line_contents(line)[0]
            for field in _TOLD:
                text = self._text_of(reader, field, content[field])
                if text and not (field == "recurrence" and content[field] == "none"):
                    texts = ("", text) if new else (text, "")
                    yield Row(1, reader.label(line._name, field), kind, *texts)
            return
        yield Row(0, name, "changed")
        if any(one.kind == Change.MOVED for one in found) or old.wbs != new.wbs:
            yield Row(1, self.env._("Place"), "changed", old.wbs, new.wbs)
        for one in found:
            if len(one.path) == 3 and one.path[2] not in _STRUCTURE:
                name = one.path[2]
                texts = [self._text_of(reader, name, v) for v in (one.old, one.new)]
                label = reader.label(new._name, name)
                yield Row(1, label, "changed", *texts)

    def _text_of(self, reader, name, value):
        if name == "predecessor_ids":
            before, after = self._lines_by_key()
            return ", ".join(
                (after.get(key) or before[key]).display_name for key in value or ()
            )
        return reader.text("itsm.work.plan.line", name, value)

    # === IMPACT === #

    def _get_impact(self):
        """Return what becomes of the schedule.

        :return: days by which the end moves, planned hours more, text about end and
            milestones in the user's language
        """
        # superuser: the versions say the same to everybody who may read the change
        old, new = self.sudo().plan_id, self.sudo().new_plan_id
        if not new:
            return 0, 0.0, False
        ends = [_end_of(plan) for plan in (old, new)]
        days = (ends[1] - ends[0]).days if all(ends) else 0
        hours = _hours_of(new) - _hours_of(old)
        texts = [
            self._move_text(self.env._("End of the work"), *ends)
            if days
            else self.env._("The end of the work stays.")
        ]
        before, after = self._lines_by_key()
        for key, line in after.items():
            was = before.get(key)
            if line.is_milestone and was and was.date_end != line.date_end:
                texts.append(self._move_text(line.name, was.date_end, line.date_end))
        return days, hours, "\n".join(texts)

    def _move_text(self, what, old, new):
        if not old or not new:
            return self.env._("%s: no date.", what)
        return self.env._(
            "%(what)s: %(old)s → %(new)s (%(days)+d days)",
            what=what,
            old=format_date(self.env, old),
            new=format_date(self.env, new),
            days=(new - old).days,
        )


def _plan_content(plan):
    return {
        "plan": {name: plan[name] for name in ("name", "date_start", "date_end")},
        "lines": _line_contents(plan.line_ids.sorted("sequence")),
    }


def _line_contents(lines):
    """Return what lines say, with the keys of other lines instead of their ids."""
    documents = lines.env["itsm.document.mixin"]
    names = [n for n in documents._line_content_fields(lines) if n not in _STRUCTURE]
    values = documents._values_of(lines, names)
    return [
        {
            **{name: _whole(value) for name, value in values[line.id].items()},
            "key": line.key,
            "parent_id": line.parent_id.key or None,
            "predecessor_ids": sorted(line.predecessor_ids.mapped("key")),
        }
        for line in lines
    ]


def _whole(value):
    """Return a value that is compared as a whole: a record is no content of its own."""
    return [value] if isinstance(value, dict) else value


def _leaves(plan):
    return plan.line_ids.filtered(
        lambda line: not line.child_ids and not line.is_cancelled
    )


def _end_of(plan):
    return max(filter(None, _leaves(plan).mapped("date_end")), default=None)


def _hours_of(plan):
    return sum(_leaves(plan).mapped("planned_hours"))
