from collections import defaultdict

from odoo import models
from odoo.tools import plaintext2html

from ...engine import instants
from ...engine.occurrences import occurrences
from ..approval import guard

# Nobody follows a task because he approved the plan, and nobody gets one mail each.
_QUIETLY = {
    "itsm_quietly": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "tracking_disable": True,
}
_CANCELLED = "1_canceled"
_CLOSED = ("1_done", _CANCELLED)


class ItsmWorkPlan(models.Model):
    """From the baseline to the tasks that people work on (clause 1.1.13).

    A task is found by the key of its line. Recurring work has a task for each time
    below the line's task: each is due on its own day, is late by itself, and counts.
    Tasks are never deleted: what a new version no longer has is cancelled, and keeps
    its hours.
    """

    _inherit = "itsm.work.plan"

    def _put_in_force(self):
        """Make or update the tasks in the same transaction."""
        result = super()._put_in_force()
        for plan in self:
            plan._update_tasks()
        return result

    def _update_tasks(self):
        """Bring the project's tasks in line with this version."""
        self.ensure_one()
        # superuser: whoever approves the plan need not be allowed to write tasks
        plan = guard.with_key(self.sudo()).with_context(**_QUIETLY)
        project = plan.project_id
        project.write({"allow_milestones": True, "allow_task_dependencies": True})
        tasks = plan._find_tasks()
        before = {task: task.user_ids for task in tasks}
        milestones = plan._update_milestones()
        lines = plan.line_ids.sorted("sequence")
        main = {task.itsm_plan_line_key: task for task in tasks if not task.itsm_turn}
        for level in range(max(lines.mapped("level"), default=0) + 1):
            plan._make_or_update(
                lines.filtered(lambda line, level=level: line.level == level),
                main,
                milestones,
            )
        plan._link_tasks(lines, main)
        plan._update_turns(lines, main, tasks.filtered("itsm_turn"))
        keys = set(lines.filtered(lambda line: not line.is_cancelled).mapped("key"))
        tasks.filtered(
            lambda task: (
                task.itsm_plan_line_key not in keys and task.state not in _CLOSED
            )
        ).write({"state": _CANCELLED})
        plan._tell_people(before)

    def _find_tasks(self):
        """Return the tasks that versions of this plan have made, also archived ones."""
        # superuser: which tasks there are does not depend on who looks
        return (
            self.env["project.task"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("project_id", "in", self.project_id.ids),
                    ("itsm_plan_line_key", "!=", False),
                ]
            )
        )

    def _make_or_update(self, lines, main, milestones):
        """Make the tasks of lines, or write what has changed.

        :param dict main: ``{key: task}``, those above already; gets the new ones
        :param dict milestones: ``{key: project.milestone}``
        """
        news, vals_list = [], []
        for line in lines:
            vals = self._task_vals(line, main, milestones)
            task = main.get(line.key)
            if task:
                self._write_changed(task, vals)
                if not line.is_cancelled and task.state == _CANCELLED:
                    task.state = "01_in_progress"
            elif not line.is_cancelled:
                news.append(line)
                text = plaintext2html(line.description) if line.description else False
                vals_list.append({**vals, "description": text})
        created = self.env["project.task"].create(vals_list)
        main.update({line.key: t for line, t in zip(news, created, strict=True)})

    def _task_vals(self, line, main, milestones):
        """Return what the plan says of a line's task."""
        parent = main.get(line.parent_id.key)
        milestone = milestones.get(line.key)
        return {
            "name": line.name,
            "project_id": self.project_id.id,
            "partner_id": self.partner_id.id,
            "parent_id": parent.id if parent else False,
            "sequence": line.sequence,
            "allocated_hours": line.planned_hours,
            "milestone_id": milestone.id if milestone else False,
            "itsm_plan_line_key": line.key,
            **self._people_and_dates(line, line.date_start, line.date_end),
        }

    def _people_and_dates(self, line, start, end):
        return {
            "user_ids": [(6, 0, (line.user_id | line.helper_ids).ids)],
            "itsm_date_start": start,
            "itsm_date_end": end,
            "date_deadline": self._end_of(end),
        }

    def _end_of(self, day):
        """Return the end of a day where the service is delivered, in naive UTC."""
        zone = self.contract_id.tz or self.env.user.tz or "UTC"
        last = instants.local_to_instant(day, 24 * 3600 - 60, zone)
        return instants.to_datetime(last)

    def _write_changed(self, task, vals):
        """Write the values that differ: most lines stay as they are."""
        changed = {}
        for name, value in vals.items():
            field, now = task._fields[name], task[name]
            if field.type == "many2many":
                if set(now.ids) != set(value[0][2]):
                    changed[name] = value
            elif field.type == "many2one":
                if now.id != value:
                    changed[name] = value
            elif now != value:
                changed[name] = value
        if changed:
            task.write(changed)

    def _link_tasks(self, lines, main):
        """Let tasks wait for those of the predecessors."""
        for line in lines:
            task = main.get(line.key)
            if not task:
                continue
            others = [main[o.key].id for o in line.predecessor_ids if o.key in main]
            if set(task.depend_on_ids.ids) != set(others):
                task.depend_on_ids = [(6, 0, others)]

    # === MILESTONES === #

    def _update_milestones(self):
        """Make or update the project's milestones.

        One of the same name that no line has yet, such as one of the initiation, is
        taken for the line's.

        :return: ``{key: project.milestone}``
        """
        lines = self.line_ids.filtered("is_milestone")
        existing = self.project_id.milestone_ids
        of_lines = {m.itsm_plan_line_key: m for m in existing if m.itsm_plan_line_key}
        free = {m.name: m for m in existing if not m.itsm_plan_line_key}
        found = {}
        for line in lines.filtered(lambda line: not line.is_cancelled):
            vals = {
                "name": line.name,
                "deadline": line.date_end,
                "itsm_plan_line_key": line.key,
            }
            milestone = of_lines.get(line.key) or free.pop(line.name, None)
            if milestone:
                milestone.write(vals)
            else:
                vals["project_id"] = self.project_id.id
                milestone = self.env["project.milestone"].create(vals)
            found[line.key] = milestone
        return found

    # === RECURRING WORK === #

    def _update_turns(self, lines, main, turns):
        """Make a task for each time of recurring work, below that of the line.

        Those of a day that the plan no longer has are cancelled, unless they are done.

        :param dict main: ``{key: task}``
        :param turns: the tasks of single times that exist
        """
        existing = defaultdict(dict)
        for task in turns:
            existing[task.itsm_plan_line_key][task.itsm_turn] = task
        vals_list, gone = [], turns.browse()
        for line in lines.filtered(lambda line: not line.is_cancelled):
            wanted = line._get_turns()
            mine = existing.get(line.key, {})
            planned = {first for first, _last in wanted}
            gone |= turns.browse(
                task.id
                for day, task in mine.items()
                if day not in planned and task.state not in _CLOSED
            )
            for first, last in wanted:
                vals = self._turn_vals(line, main[line.key], first, last, len(wanted))
                task = mine.get(first)
                if not task:
                    vals_list.append(vals)
                elif task.state not in _CLOSED:
                    self._write_changed(task, vals)
                elif task.state == _CANCELLED:
                    task.write({**vals, "state": "01_in_progress"})
        gone.write({"state": _CANCELLED})
        self.env["project.task"].create(vals_list)

    def _turn_vals(self, line, parent, first, last, count):
        """Return the values of the task of one time.

        :param int count: among how many times the hours are shared
        """
        return {
            "name": f"{line.name} ({first})",
            "project_id": self.project_id.id,
            "partner_id": self.partner_id.id,
            "parent_id": parent.id,
            "sequence": line.sequence,
            "allocated_hours": line.planned_hours / count,
            "itsm_plan_line_key": line.key,
            "itsm_turn": first,
            **self._people_and_dates(line, first, last),
        }

    # === WHO IS TOLD === #

    def _tell_people(self, before):
        """Tell everybody once that he has tasks of the plan, or no longer.

        :param dict before: ``{task: users}`` as they were
        """
        news = defaultdict(int)
        for task in self._find_tasks():
            for user in task.user_ids - before.get(task, task.browse().user_ids):
                news[user] += 1
        for user, count in news.items():
            env = self.with_context(lang=user.lang).env
            self.message_notify(
                partner_ids=user.partner_id.ids,
                subject=self.with_context(lang=user.lang).display_name,
                body=env._(
                    "%(plan)s is in force: %(count)s tasks are yours from now on.",
                    plan=self.display_name,
                    count=count,
                ),
            )


class ItsmWorkPlanLine(models.Model):
    _inherit = "itsm.work.plan.line"

    def _get_turns(self):
        """Return the first and last day of each time of recurring work.

        :return: empty for work that is done once
        """
        self.ensure_one()
        if self.recurrence == "none" or self.is_summary:
            return []
        return occurrences(self.date_start, self.date_end, self.recurrence)
