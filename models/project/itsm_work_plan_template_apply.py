from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

from ...engine.occurrences import occurrences


class ItsmWorkPlan(models.Model):
    """How a plan begins with the lines of a template."""

    _inherit = "itsm.work.plan"

    def action_apply_template(self):
        """Append the lines of the template, with dates and people of this project.

        :raise UserError: there is no template, or the plan is no draft
        """
        self.ensure_one()
        self.check_access("write")
        if not self.template_id.line_ids:
            raise UserError(self.env._("Choose a template that has lines first."))
        people = self._people_by_role()
        self._add_lines(
            [
                self._row_of_template(line, people)
                for line in self.template_id.line_ids
            ]
        )
        return True

    def _people_by_role(self):
        """Return ``{role: user}``: the first who has it while the plan lasts."""
        # superuser: who is in the team does not depend on who plans
        members = self.sudo().project_id.itsm_member_ids.filtered(
            lambda member: member.state == "confirmed"
        )
        people = {}
        for member in members.sorted("date_start"):
            if not member.date_end or member.date_end >= self.date_start:
                people.setdefault(member.role_id, member.user_id)
        return people

    def _row_of_template(self, line, people):
        """Return a line of the template as `_add_lines` takes it."""
        start, end = self._dates_of_template(line)
        times = 1
        if line.recurrence != "none":
            times = len(occurrences(start, end, line.recurrence))
        user = people.get(line.role_id)
        return {
            "key": str(line.id),
            "parent": str(line.parent_id.id) if line.parent_id else None,
            "predecessors": [str(before.id) for before in line.predecessor_ids],
            "name": line.name,
            "description": line.description,
            "deliverable": line.deliverable,
            "acceptance_standard": line.acceptance_standard,
            "user_id": user.id if user else False,
            "date_start": start,
            "date_end": end,
            "planned_hours": line.planned_hours * times,
            "is_milestone": line.is_milestone,
            "recurrence": line.recurrence,
        }

    def _dates_of_template(self, line):
        """Return the first and the last day of a template's line in this plan."""
        offset = timedelta(days=line.offset_days)
        start = self.date_end - offset if line.is_from_end else self.date_start + offset
        start = min(max(start, self.date_start), self.date_end)
        if line.is_milestone:
            return start, start
        if not line.duration_days:
            return start, self.date_end
        end = start + timedelta(days=line.duration_days - 1)
        return start, min(end, self.date_end)
