from collections import defaultdict
from datetime import date

from odoo import api, models
from odoo.fields import Command

from ..engine.instants import month_days
from ..models.approval import guard

# Who books no hours, since another one stands in: by the work plan change of the story.
ABSENCES = {"wuhao": (date(2026, 9, 21), date(2026, 9, 23))}


class ItsmDemo(models.AbstractModel):
    """Who works on the demo company's project, and how long (domain 7, clause 1.8)."""

    _inherit = "itsm.demo"

    # === TEAM === #

    @api.model
    def _build_team(self, project, story, appointed_on, day):
        """Have the project manager propose the team, and the service manager confirm.

        :param str project: name of the project
        :param str story: JSON file with a list of members
        :param str appointed_on: ISO date of the manager's appointment
        :param str day: ISO date of the team's first day
        """
        project = self._as(self._ref(project), "zhaolei")
        # superuser: the program says when, as the story has it
        appointed = project.sudo().itsm_member_ids
        guard.with_key(appointed).date_start = appointed_on
        language = self._language()
        for told in self._story(story):
            reason = told["reason_in"][language]
            if told["role"] == "project_manager":
                member = self._as(appointed, "zhaolei").replace(
                    self._ref(f"employee_{told['user']}").id, day, reason
                )
            else:
                member = project.env["itsm.project.member"].create(
                    {
                        "project_id": project.id,
                        "employee_id": self._ref(f"employee_{told['user']}").id,
                        "role_id": self._role(told["role"]).id,
                        "date_start": day,
                        "reason_in": reason,
                    }
                )
            member.write(
                {
                    "allocation_pct": told["allocation_pct"],
                    "backup_id": self._ref(f"employee_{told['backup']}").id,
                    "support_line": told["support_line"],
                    "skill_ids": [
                        Command.create(
                            {
                                "skill_id": self._ref(f"skill_{skill}").id,
                                "required_level_id": self._ref(
                                    f"skill_level_{level}"
                                ).id,
                            }
                        )
                        for skill, level in told["skills"].items()
                    ],
                }
            )
            self._as(member, "chenjing").action_confirm()

    @api.model
    def _role(self, name):
        return self.env.ref(f"itsm_service_delivery.project_role_{name}")

    # === HOURS === #

    @api.model
    def _book_hours(self, project, story):
        """Have everybody book his hours on the tasks of the work plan, day by day.

        :param str project: name of the project
        :param str story: CSV file with the hours of a person and month, by line of the
            work plan
        """
        project = self._ref(project)
        plan = self.env["itsm.work.plan"].search(
            [("project_id", "=", project.id), ("state", "=", "in_force")]
        )
        lines = {line.wbs: line for line in plan.line_ids}
        months = defaultdict(list)
        for row in self._rows(story):
            line = lines[row["wbs"]]
            months[row["user"], row["month"]].append((line, float(row["hours"])))
        for (name, month), work in months.items():
            days = self._working_days_of(project.company_id, name, month)
            timesheets = self._as(self.env["account.analytic.line"], name)
            timesheets.create(
                [
                    {
                        "project_id": project.id,
                        "task_id": self._task_of(line, day).id,
                        "name": line.name,
                        "date": day,
                        "unit_amount": hours,
                    }
                    for day, line, hours in self._spread_hours(days, work)
                ]
            )

    @api.model
    def _working_days_of(self, company, name, month):
        """Return on which days of a month somebody works, in order."""
        days = self.env["itsm.approval.round.stage"]._working_days(
            company, *month_days(month)
        )
        first, last = ABSENCES.get(name, (date.max, date.min))
        return sorted(day for day in days if not first <= day <= last)

    @api.model
    def _spread_hours(self, days, work):
        """Return somebody's hours of a month as he books them, in half hours.

        What is due first comes first; each day gets about as much as the others.

        :param list days: dates
        :param work: pairs of line and hours
        :return: triples of day, line and hours
        """
        share = -(-sum(hours for _line, hours in work) * 2 // len(days)) / 2
        queue = []
        for line, hours in work:
            first, last = self._days_of_work(line)
            queue.append([last, first, line, hours])
        queue.sort(key=lambda entry: entry[:2])
        booked = []
        for day in days:
            # the month's last day takes what is left
            room = share if day != days[-1] else sum(entry[3] for entry in queue)
            for entry in queue:
                last, first, line, left = entry
                hours = min(room, left)
                if hours and (first <= day <= last or day == days[-1]):
                    booked.append((day, line, hours))
                    entry[3] -= hours
                    room -= hours
        return booked

    @api.model
    def _days_of_work(self, line):
        """Return first and last day of a line's work, as it was or is planned."""
        if line.recurrence != "none":
            return line.date_start, line.date_end
        task = line.task_id
        return (
            task.itsm_started_on or line.date_start,
            task.itsm_ended_on or line.date_end,
        )

    @api.model
    def _task_of(self, line, day):
        """Return a line's task; of recurring work, that of the time of a day."""
        turns = line.task_id.child_ids.filtered("itsm_turn").sorted("itsm_turn")
        begun = turns.filtered(lambda turn: turn.itsm_turn <= day)
        return begun[-1:] or turns[:1] or line.task_id
