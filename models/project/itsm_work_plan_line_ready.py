from odoo import api, fields, models


class ItsmWorkPlanLine(models.Model):
    """What is wrong with a line: a warning on the draft, refused on submission."""

    _inherit = "itsm.work.plan.line"

    warning = fields.Text(compute="_compute_warning")

    # === COMPUTE METHODS === #

    @api.depends(
        "date_end",
        "date_start",
        "helper_ids",
        "is_cancelled",
        "is_milestone",
        "parent_id",
        "plan_id.date_end",
        "plan_id.date_start",
        "plan_id.state",
        "predecessor_ids.date_end",
        "predecessor_ids.is_cancelled",
        "user_id",
    )
    @api.depends_context("lang")
    def _compute_warning(self):
        """Say on a draft what would be refused when it is submitted."""
        self.warning = False
        for plan in self.plan_id.filtered(lambda plan: plan.state == "draft"):
            found = plan._problems_by_line()
            for line in self.filtered(lambda line, plan=plan: line.plan_id == plan):
                problems = [*found.get(line._row_key(), ())]
                if not line.is_cancelled:
                    problems += line._get_missing()
                line.warning = "\n".join(problems)

    def _get_missing(self):
        """Return what is missing of the line itself, each with what to do.

        Dates and predecessors are judged together, by `engine.schedule.check`.

        :rtype: list[str]
        """
        self.ensure_one()
        plan = self.plan_id
        problems = self._missing_people()
        if self.date_start and self.date_start < plan.date_start:
            problems.append(
                self.env._(
                    "%(line)s starts on %(day)s, before the plan (%(first)s).",
                    line=self.display_name,
                    day=self.date_start,
                    first=plan.date_start,
                )
            )
        if self.date_end and self.date_end > plan.date_end:
            problems.append(
                self.env._(
                    "%(line)s ends on %(day)s, after the plan (%(last)s).",
                    line=self.display_name,
                    day=self.date_end,
                    last=plan.date_end,
                )
            )
        return problems

    def _missing_people(self):
        """Return who is missing, or not of the team while the line lasts.

        The project manager of today is of it, whenever he was appointed.
        """
        if not (self.is_summary or self.user_id):
            return [self.env._("%s: enter who is responsible.", self.display_name)]
        people = self.user_id | self.helper_ids
        if not people:
            return []
        # superuser: who is in the team does not depend on who plans
        project = self.sudo().project_id
        team = project.itsm_member_ids.filtered(self._has_member).user_id
        team |= project.user_id
        return [
            self.env._(
                "%(line)s: %(person)s is not of the project team then. Have the person"
                " confirmed as a member, or choose somebody else.",
                line=self.display_name,
                person=person.name,
            )
            for person in people - team
        ]

    def _has_member(self, member):
        """Return whether a member is in the team on a day of the line."""
        if member.state not in ("confirmed", "left"):
            return False
        if not (self.date_start and self.date_end):
            return True
        gone = member.date_end and member.date_end < self.date_start
        return member.date_start <= self.date_end and not gone
