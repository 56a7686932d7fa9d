from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...engine.schedule import MESSAGES, ScheduleError, check, move, reschedule, slack
from .itsm_work_plan_edit import PlanEdit, dates_of


class ItsmWorkPlan(models.Model):
    """The Gantt chart of a work plan: what it shows, and what is edited in it.

    Lines are named by their keys, new ones by what the caller calls them. Changes are
    those of `PlanEdit`. The methods are called by the browser: whoever calls them needs
    the right to read the plan, or to write it.
    """

    _inherit = "itsm.work.plan"

    def action_open_gantt(self):
        """Open the chart on the whole screen."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "itsm_service_delivery.itsm_work_plan_gantt_action"
        )
        return {**action, "context": {"active_id": self.id, "active_model": self._name}}

    def gantt_data(self):
        """Return what the chart shows.

        :return: ``plan`` (dict: id, name, state, editable, stamp, today, start, end),
            ``lines`` (dicts, from the top down), and of them what `gantt_schedule`
            returns
        """
        self.ensure_one()
        self.check_access("read")
        lines = self._get_gantt_lines()
        return {
            "plan": {
                "id": self.id,
                "name": self.display_name,
                "state": self._get_state_label(),
                "editable": self.state == "draft" and self.has_access("write"),
                "stamp": self._get_gantt_stamp(),
                "today": str(self._today()),
                "start": str(self.date_start),
                "end": str(self.date_end),
            },
            "lines": lines,
            **self._judge_gantt(PlanEdit(self, {})),
        }

    def gantt_schedule(self, changes, moved=None):
        """Return what follows from changes that are not saved; nothing is written.

        :param dict changes: see `PlanEdit`
        :param dict moved: ``{"key", "days"}`` moves a line with all below it,
            ``{"dates": {key: [start, end]}}`` gives lines new dates; what waits for
            them is pushed
        :return: ``dates`` (``{key: [start, end]}`` of all lines that change by the
            move), ``findings`` (dicts ``text, keys, blocking``), ``critical`` (keys)
        :raise UserError: changes that make no sense
        """
        self.ensure_one()
        self.check_access("read")
        edit = PlanEdit(self, changes)
        dates = {}
        if moved:
            try:
                dates = self._follow(edit, moved)
            except ScheduleError as error:
                edit.refuse(self.env._(error.message, **error.values))
            edit.set_dates(dates)
        return {
            "dates": {
                key: [str(start), str(end)] for key, (start, end) in dates.items()
            },
            **self._judge_gantt(edit),
        }

    def gantt_save(self, changes, stamp):
        """Write changes of the chart, all or none of them.

        :param dict changes: see `PlanEdit`
        :param str stamp: that of the data which the changes were made in: what somebody
            else has saved since is not overwritten
        :return: the data as it is now, see `gantt_data`
        :raise UserError: the plan is frozen, was changed since, or would be wrong
        """
        self.ensure_one()
        self.check_access("write")
        self._check_editable(["line_ids"])
        # locked by somebody who saves at this moment, or saved since
        if not self.try_lock_for_update() or stamp != self._get_gantt_stamp():
            raise UserError(
                self.env._(
                    "%s was changed by somebody else since you opened the chart."
                    " Load it again and make your changes once more.",
                    self.display_name,
                )
            )
        edit = PlanEdit(self, changes)
        wrong = [item["text"] for item in self._find_wrong(edit) if item["blocking"]]
        if wrong:
            edit.refuse("\n".join(wrong))
        self._write_edit(edit)
        return self.gantt_data()

    # === WHAT IS SHOWN === #

    def _get_gantt_lines(self):
        """Return the lines as the browser takes them, from the top down."""
        lines = self._get_lines_in_order()
        actuals = lines._get_actuals()
        baseline = self._get_gantt_baseline()
        # superuser: who is responsible is seen by whoever sees the plan
        names = {user.id: user.name for user in lines.sudo().user_id}
        rows = []
        for line in lines:
            actual = actuals[line]
            rows.append(
                {
                    "id": line.id,
                    "key": line.key,
                    "parent": line.parent_id.key or None,
                    "wbs": line.wbs,
                    "name": line.name,
                    "start": _iso(line.date_start),
                    "end": _iso(line.date_end),
                    "hours": line.planned_hours,
                    "milestone": line.is_milestone,
                    "cancelled": line.is_cancelled,
                    "predecessors": line.predecessor_ids.mapped("key"),
                    "user": names.get(line.user_id.id, ""),
                    "state": actual.state,
                    "progress": actual.progress,
                    "variance": actual.variance,
                    "actual": [_iso(actual.start), _iso(actual.end)],
                    "baseline": baseline.get(line.key),
                }
            )
        return rows

    def _get_gantt_baseline(self):
        """Return ``{key: [start, end]}`` of the version in force, for a draft."""
        if not self.number or self.state != "draft":
            return {}
        # superuser: whoever writes the next version sees the dates of this one
        found = self.line_ids.sudo().search_read(
            [
                ("plan_id.number", "=", self.number),
                ("plan_id.state", "=", "in_force"),
                ("date_start", "!=", False),
                ("date_end", "!=", False),
            ],
            ["key", "date_start", "date_end"],
            load=None,
        )
        return {
            line["key"]: [str(line["date_start"]), str(line["date_end"])]
            for line in found
        }

    def _get_gantt_stamp(self):
        """Return a text that is another one as soon as a line was written."""
        count, last_id, written = self.env["itsm.work.plan.line"]._read_group(
            [("plan_id", "=", self.id)], [], ["__count", "id:max", "write_date:max"]
        )[0]
        return f"{count}/{last_id or 0}/{written or ''}"

    # === WHAT IS EDITED === #

    def _follow(self, edit, moved):
        """Return the dates of all lines that change by a move."""
        rows = edit.rows()
        if "dates" in moved:
            return reschedule(rows, dates_of(edit, moved["dates"]))
        return move(rows, str(moved.get("key")), edit.whole(moved.get("days")))

    def _judge_gantt(self, edit):
        return {
            "findings": self._find_wrong(edit),
            "critical": [key for key, days in slack(edit.rows()).items() if days <= 0],
        }

    def _find_wrong(self, edit):
        """Return what is wrong after changes; what is blocking cannot be saved."""
        return [
            {
                "text": self.env._(MESSAGES[found.problem], **found.values(edit.name)),
                "keys": found.keys,
                "blocking": edit.is_blocking(found),
            }
            for found in check(edit.rows())
        ]

    def _write_edit(self, edit):
        """Write changes that were checked."""
        # once for all lines, not after each of them
        plan = self.with_context(itsm_in_plan=True)
        lines = {line.key: line for line in plan.line_ids}
        created = plan.line_ids.create(
            [{"plan_id": self.id, **edit.values(key)} for key in edit.created]
        )
        lines.update(zip(edit.created, created, strict=True))
        for key in edit.structure:
            parent = edit.lines[key].parent
            lines[key].parent_id = lines[parent] if parent else False
        for key in edit.linked:
            others = [lines[other].id for other in edit.lines[key].predecessors]
            lines[key].predecessor_ids = [(6, 0, others)]
        for key in edit.updated:
            lines[key].write(edit.values(key))
        plan.line_ids.browse(lines[key].id for key in edit.deleted).unlink()
        if edit.order:
            places = {lines[key]: place for place, key in enumerate(edit.order, 1)}
            plan._write_sequences(places).modified(["sequence"])
        plan.line_ids.flush_recordset()
        # who saves at the same time is told, though he changes other lines
        self.env.execute_query(
            SQL(
                "UPDATE itsm_work_plan SET write_date = %s, write_uid = %s"
                " WHERE id = %s",
                self.env.cr.now(),
                self.env.uid,
                self.id,
            )
        )


def _iso(day):
    return str(day) if day else None
