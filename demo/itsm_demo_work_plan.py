from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command


class ItsmDemo(models.AbstractModel):
    """How the demo company plans the work of its project (domain 7, clause 1.1.13)."""

    _inherit = "itsm.demo"

    @api.model
    def _plan_work(self, project, story, xmlid, number):
        """Have a project's work plan written, approved, and begun.

        :param str project: name of the project
        :param str story: CSV file with the lines
        :param str xmlid: name of the plan's record
        :param str number: of the plan in the story
        """
        project = self._as(self._ref(project), "zhaolei")
        rows = list(self._rows(story))
        plan = project.env["itsm.work.plan"].create({"project_id": project.id})
        self._number_document(plan, number)
        lines = plan._add_lines([self._work_row(plan, row) for row in rows])
        self._agree(plan, "zhaolei", "chenjing")
        for row in rows:
            if row["done"]:
                # superuser: whoever works on it, the story tells the result
                self._finish_work(lines[row["wbs"]].sudo(), row["done"])
        self._remember(xmlid, plan)

    @api.model
    def _work_row(self, plan, row):
        """Return a line of the story as a plan takes it."""
        language = self._language()
        helpers = [self._user(name).id for name in row["helpers"].split()]
        sections = plan.service_plan_id.section_ids.filtered(
            lambda section: str(section.code) in row["sections"].split()
        )
        return {
            "key": row["wbs"],
            "parent": row["wbs"].rpartition(".")[0] or None,
            "predecessors": row["after"].replace(" ", "").split(";")
            if row["after"]
            else [],
            "name": row[language],
            "deliverable": row[f"deliverable_{language}"],
            "acceptance_standard": row[f"standard_{language}"],
            "user_id": row["user"] and self._user(row["user"]).id,
            "helper_ids": [Command.set(helpers)],
            "section_ids": [Command.set(sections.ids)],
            "date_start": row["start"] or False,
            "date_end": row["end"] or False,
            "planned_hours": float(row["hours"] or 0),
            "is_milestone": bool(row["milestone"]),
            "recurrence": row["recurrence"] or "none",
        }

    @api.model
    def _finish_work(self, line, done):
        """Let the work of a line be done: on a day, or as many times of it."""
        if line.recurrence == "none":
            day = fields.Date.to_date(done)
            start = min(line.date_start, day)
            self._finish_task(line.task_id, start, day)
            return
        turns = line.task_id.child_ids.sorted("itsm_turn")
        for task in turns[: int(done)]:
            # each in good time
            days = (task.itsm_date_end - task.itsm_date_start).days
            day = task.itsm_date_start + timedelta(days=days * 2 // 3)
            self._finish_task(task, day, day)

    @api.model
    def _finish_task(self, task, start, end):
        task.state = "1_done"
        task.write({"itsm_started_on": start, "itsm_ended_on": end})
