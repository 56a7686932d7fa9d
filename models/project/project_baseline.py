from collections import namedtuple

from odoo import api, fields, models
from odoo.tools import format_date

BaselineRow = namedtuple("BaselineRow", "label first baseline now differs")
"""A row of the table: label, the first initiation, the one in force, and today (texts);
``differs``: what is there today is not what was planned."""


class ProjectProject(models.Model):
    """What was decided of a project, and how it stands: its baseline and today."""

    _inherit = "project.project"

    itsm_baseline = fields.Html(
        string="Baseline and Today",
        compute="_compute_itsm_baseline",
        compute_sudo=True,
        sanitize=False,
        groups="itsm_service_delivery.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends("itsm_initiation_id", "user_id", "date_start", "date", "milestone_ids")
    @api.depends_context("lang")
    def _compute_itsm_baseline(self):
        for project in self:
            baseline = project.itsm_initiation_id
            project.itsm_baseline = baseline and self.env["ir.qweb"]._render(
                "itsm_service_delivery.project_baseline",
                {
                    "baseline": baseline,
                    "first": project._itsm_get_first_initiation(),
                    "rows": project._itsm_get_baseline_rows(),
                },
            )

    # === BUSINESS METHODS === #

    def _itsm_get_first_initiation(self):
        """Return the initiation that gave the project its first baseline."""
        self.ensure_one()
        # superuser: what was decided first does not depend on who looks
        initiation = self.sudo().itsm_initiation_id
        while initiation.base_id:
            initiation = initiation.base_id
        return initiation

    def _itsm_get_baseline_rows(self):
        """Return what was decided, and what is there today, without any cost.

        :return: list of `BaselineRow`
        """
        self.ensure_one()
        # superuser: manager, dates and milestones are known to whoever sees the project
        project = self.sudo()
        baseline = project.itsm_initiation_id
        first = project._itsm_get_first_initiation()
        rows = [
            BaselineRow(
                self.env._("Project manager"),
                first.project_manager_id.name,
                baseline.project_manager_id.name,
                project.user_id.name,
                baseline.project_manager_id != project.user_id,
            ),
            self._itsm_row_of_days(
                self.env._("Start"),
                first.date_start,
                baseline.date_start,
                project.date_start,
            ),
            self._itsm_row_of_days(
                self.env._("End"), first.date_end, baseline.date_end, project.date
            ),
        ]
        planned = {line.origin_key: line.date for line in first.milestone_ids}
        today = {milestone.itsm_key: milestone for milestone in project.milestone_ids}
        for line in baseline.milestone_ids:
            milestone = today.get(line.origin_key, project.milestone_ids.browse())
            reached = milestone.is_reached and milestone.reached_date
            rows.append(
                self._itsm_row_of_days(
                    line.name,
                    planned.get(line.origin_key),
                    line.date,
                    reached or milestone.deadline,
                    self.env._("reached %s", format_date(self.env, reached))
                    if reached
                    else None,
                )
            )
        return rows

    def _itsm_row_of_days(self, label, first, baseline, now, text=None):
        """Return a row of dates; ``text`` is said instead of today's date."""

        def words(day):
            return format_date(self.env, day) if day else "—"

        return BaselineRow(
            label,
            words(first),
            words(baseline),
            text or words(now),
            bool(now and baseline and now > baseline),
        )
