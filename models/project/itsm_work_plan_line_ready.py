from odoo import models


class ItsmWorkPlanLine(models.Model):
    """What is wrong with a line: a warning on the draft, refused on submission."""

    _inherit = "itsm.work.plan.line"

    def _get_missing(self):
        """Return what is missing of the line itself, each with what to do.

        Dates and predecessors are judged together, by `engine.schedule.check`.

        :rtype: list[str]
        """
        self.ensure_one()
        problems = []
        plan = self.plan_id
        if not self.is_summary and not self.user_id:
            problems.append(
                self.env._("%s: enter who is responsible.", self.display_name)
            )
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
