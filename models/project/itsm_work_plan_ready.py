from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.schedule import MESSAGES, check

# So many problems are told at once: who has solved these sees the others.
_SHOWN = 20


class ItsmWorkPlan(models.Model):
    """What must be there before a work plan is submitted (domain 4.8)."""

    _inherit = "itsm.work.plan"

    problem_count = fields.Integer(compute="_compute_problems")
    problem_text = fields.Text(string="Problems", compute="_compute_problems")

    # === COMPUTE METHODS === #

    @api.depends("state", "line_ids.warning", "date_start", "date_end", "project_id")
    @api.depends_context("lang")
    def _compute_problems(self):
        for plan in self:
            problems = plan._get_missing() if plan.state == "draft" else []
            plan.problem_count = len(problems)
            plan.problem_text = plan._list_problems(problems)

    # === BUSINESS METHODS === #

    def _check_ready_to_submit(self):
        """Check that the plan can be decided on.

        :raise UserError: names what is missing, and what to do
        """
        result = super()._check_ready_to_submit()
        for plan in self:
            if problems := plan._get_missing():
                raise UserError(plan._problems_text(problems))
        return result

    def _problems_text(self, problems):
        """Return the message with what is missing."""
        self.ensure_one()
        return self.env._(
            "%(plan)s is not ready to be submitted:\n%(problems)s",
            plan=self.display_name,
            problems=self._list_problems(problems),
        )

    def _list_problems(self, problems):
        told = [f"- {problem}" for problem in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            told.append(self.env._("… and %s more.", len(problems) - _SHOWN))
        return "\n".join(told)

    def _get_missing(self):
        """Return what is missing, each with what to do; later rooms add theirs.

        :rtype: list[str]
        """
        self.ensure_one()
        # superuser: what must be there does not depend on who submits
        plan = self.sudo()
        return [
            *plan._missing_frame(),
            *plan._missing_schedule(),
            *plan._missing_of_lines(),
        ]

    def _missing_frame(self):
        """Return what is wrong with the plan as a whole."""
        problems = self._missing_service_plan()
        if not self.line_ids.filtered(lambda line: not line.is_cancelled):
            problems.append(
                self.env._("It has no lines: enter them, or take a template.")
            )
        project = self.project_id
        if project.date_start and self.date_start < project.date_start:
            problems.append(
                self.env._(
                    "It starts on %(day)s, before the project (%(first)s).",
                    day=self.date_start,
                    first=project.date_start,
                )
            )
        if project.date and self.date_end > project.date:
            problems.append(
                self.env._(
                    "It ends on %(day)s, after the project (%(last)s).",
                    day=self.date_end,
                    last=project.date,
                )
            )
        return problems

    def _missing_service_plan(self):
        """Return whether the plan breaks down a service plan in force (4.8)."""
        service_plan = self.service_plan_id
        if not service_plan:
            return [
                self.env._(
                    "It has no service plan: have that of the project approved, and"
                    " choose it."
                )
            ]
        if service_plan.project_id != self.project_id:
            return [
                self.env._(
                    "%s is the service plan of another project: choose that of this"
                    " one.",
                    service_plan.display_name,
                )
            ]
        if service_plan.state != "in_force":
            return [
                self.env._(
                    "%(plan)s is %(state)s: choose the service plan in force.",
                    plan=service_plan.display_name,
                    state=service_plan._get_state_label(),
                )
            ]
        return []

    def _missing_schedule(self):
        """Return what the engine finds wrong with the tree, dates and predecessors."""
        return list(
            dict.fromkeys(
                problem
                for problems in self._problems_by_line().values()
                for problem in problems
            )
        )

    def _problems_by_line(self):
        """Return what the engine finds wrong, by the key of the line it concerns.

        :return: ``{key: [text]}``
        """
        self.ensure_one()
        names = {line._row_key(): line.display_name for line in self.line_ids}
        problems = {}
        for found in check(self._get_schedule()):
            text = self.env._(
                MESSAGES[found.problem], **found.values(lambda key: names.get(key, ""))
            )
            problems.setdefault(found.keys[0], []).append(text)
        return problems

    def _missing_of_lines(self):
        """Return what is missing of the lines that somebody works on."""
        problems = []
        for line in self.line_ids:
            if not line.is_cancelled:
                problems += line._get_missing()
        return problems
