from odoo import api, fields, models
from odoo.fields import Domain

from ...engine import rounding

HOURS_PER_DAY = 8


class ProjectProject(models.Model):
    """Hours planned, worked and available (domain 3.6)."""

    _inherit = "project.project"

    itsm_hours_planned = fields.Float(
        string="Planned Hours",
        compute="_compute_itsm_hours",
        help="The project's allocated time, else that of its tasks.",
        groups="itsm_service_delivery.group_user",
    )
    itsm_hours_actual = fields.Float(
        string="Actual Hours",
        compute="_compute_itsm_hours",
        groups="itsm_service_delivery.group_user",
    )
    itsm_hours_completion = fields.Char(
        string="Hours Used",
        compute="_compute_itsm_hours",
        help="Actual hours, as a share of those planned.",
        groups="itsm_service_delivery.group_user",
    )
    itsm_hours_capacity = fields.Float(
        string="Capacity to Date",
        compute="_compute_itsm_utilisation",
        help="The shares of the team's members on each working day until today, of 8"
        " hours a day.",
        groups="itsm_service_delivery.group_user",
    )
    itsm_utilisation = fields.Char(
        string="Utilisation",
        compute="_compute_itsm_utilisation",
        help="Actual hours, as a share of the capacity to date.",
        groups="itsm_service_delivery.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends("allocated_hours", "task_ids.allocated_hours")
    def _compute_itsm_hours(self):
        # superuser: hours of all count, whosever the user may see
        env = self.sudo().env
        worked = dict(
            env["account.analytic.line"]._read_group(
                [("project_id", "in", self.ids)], ["project_id"], ["unit_amount:sum"]
            )
        )
        planned = dict(
            env["project.task"]._read_group(
                Domain("project_id", "in", self.ids)
                & Domain("child_ids", "=", False)
                & Domain("state", "!=", "1_canceled"),
                ["project_id"],
                ["allocated_hours:sum"],
            )
        )
        for project in self:
            key = project.sudo()._origin
            hours = project.allocated_hours or planned.get(key, 0.0)
            project.itsm_hours_planned = hours
            project.itsm_hours_actual = worked.get(key, 0.0)
            project.itsm_hours_completion = project._itsm_share_text(
                project.itsm_hours_actual, hours
            )

    @api.depends("itsm_hours_actual", "date_start", "date", "itsm_team_user_ids")
    def _compute_itsm_utilisation(self):
        for project in self:
            capacity = project._itsm_get_capacity()
            project.itsm_hours_capacity = capacity
            project.itsm_utilisation = project._itsm_share_text(
                project.itsm_hours_actual, capacity
            )

    # === BUSINESS METHODS === #

    def _itsm_get_capacity(self):
        """Return the hours that the team could have worked until today.

        :rtype: float
        """
        self.ensure_one()
        # superuser: the whole team counts, whoever asks
        project = self.sudo()
        members = project.itsm_member_ids.filtered(
            lambda member: member.state in ("confirmed", "left")
        )
        last = project._itsm_today()
        if project.date:
            last = min(last, project.date)
        starts = members.mapped("date_start")
        if not starts or min(starts) > last:
            return 0.0
        company = project.company_id or self.env.company
        stages = self.env["itsm.approval.round.stage"]
        days = stages._working_days(company, min(starts), last)
        return HOURS_PER_DAY * sum(
            member.allocation_pct
            / 100
            * sum(
                member.date_start <= day <= (member.date_end or last) for day in days
            )
            for member in members
        )

    def _itsm_share_text(self, part, whole):
        """Return a share as text, truncated; "N/A" of nothing."""
        if not whole:
            return self.env._("N/A")
        share = rounding.exact(round(part, 4)) / rounding.exact(round(whole, 4))
        return f"{rounding.percentage(share)} %"
