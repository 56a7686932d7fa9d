from datetime import timedelta

from odoo import api, fields, models

from ...engine import rounding
from ..approval import guard


class ProjectProject(models.Model):
    """The team of a service project (clause 1.8)."""

    _inherit = "project.project"

    itsm_member_ids = fields.One2many(
        comodel_name="itsm.project.member",
        inverse_name="project_id",
        string="Team",
        groups="itsm_service_delivery.group_user",
    )
    itsm_team_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="itsm_project_team_rel",
        string="Team Members of Today",
        compute="_compute_itsm_team_user_ids",
        store=True,
        help="Who is confirmed and in the team today.",
        groups="base.group_user",
    )

    itsm_team_count = fields.Integer(
        string="Team Size",
        compute="_compute_itsm_team_figures",
        groups="itsm_service_delivery.group_user",
    )
    itsm_proposed_count = fields.Integer(
        string="Proposals",
        compute="_compute_itsm_team_figures",
        groups="itsm_service_delivery.group_user",
    )
    itsm_skill_required_count = fields.Integer(
        string="Required Skills",
        compute="_compute_itsm_team_figures",
        groups="itsm_service_delivery.group_user",
    )
    itsm_skill_met_count = fields.Integer(
        string="Skills Met",
        compute="_compute_itsm_team_figures",
        groups="itsm_service_delivery.group_user",
    )
    itsm_skill_coverage = fields.Char(
        string="Skill Coverage",
        compute="_compute_itsm_team_figures",
        help="Required skills of the team that are met, out of those required.",
        groups="itsm_service_delivery.group_user",
    )
    itsm_backup_count = fields.Integer(
        string="With Backup",
        compute="_compute_itsm_team_figures",
        groups="itsm_service_delivery.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "itsm_contract_id",
        "itsm_member_ids.state",
        "itsm_member_ids.user_id",
        "itsm_member_ids.date_start",
        "itsm_member_ids.date_end",
    )
    def _compute_itsm_team_user_ids(self):
        for project in self:
            project.itsm_team_user_ids = project._itsm_get_team().user_id

    @api.depends(
        "itsm_member_ids.state",
        "itsm_member_ids.backup_id",
        "itsm_member_ids.skill_required_count",
        "itsm_member_ids.skill_met_count",
    )
    def _compute_itsm_team_figures(self):
        """Count who is confirmed, and what they must know (domain 3.6)."""
        for project in self:
            # superuser: how many there are does not depend on who asks
            members = project.sudo().itsm_member_ids
            team = members.filtered(lambda m: m.state == "confirmed")
            required = sum(team.mapped("skill_required_count"))
            met = sum(team.mapped("skill_met_count"))
            share = rounding.percentage(rounding.ratio(met, required))
            project.itsm_team_count = len(team)
            project.itsm_proposed_count = len(
                members.filtered(lambda m: m.state == "proposed")
            )
            project.itsm_skill_required_count = required
            project.itsm_skill_met_count = met
            project.itsm_skill_coverage = (
                project.env._("N/A") if share is None else f"{share} %"
            )
            project.itsm_backup_count = len(team.filtered("backup_id"))

    # === ACTION METHODS === #

    def action_itsm_view_team(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "itsm_service_delivery.itsm_project_member_action"
        )
        return action | {
            "domain": [("project_id", "=", self.id)],
            "context": {
                "default_project_id": self.id,
                "search_default_live": 1,
            },
        }

    def action_itsm_propose_member(self):
        """Open a new proposal for this project."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose a Member"),
            "res_model": "itsm.project.member",
            "views": [(False, "form")],
            "target": "current",
            "context": {"default_project_id": self.id},
        }

    def _get_stat_buttons(self):
        buttons = super()._get_stat_buttons()
        members = self.env["itsm.project.member"]
        if self.itsm_contract_id and members.has_access("read"):
            buttons.append(
                {
                    "icon": "users",
                    "text": self.env._("Team"),
                    "number": self.itsm_team_count,
                    "action_type": "object",
                    "action": "action_itsm_view_team",
                    "show": True,
                    "sequence": 7,
                }
            )
        return buttons

    # === BUSINESS METHODS === #

    def _itsm_today(self):
        """Return today's date in the time zone of the project's contract."""
        self.ensure_one()
        # superuser: the time zone does not depend on who asks
        contract = self.sudo().itsm_contract_id
        return contract._today() if contract else fields.Date.context_today(self)

    def _itsm_get_team(self, day=None):
        """Return who is in the team on a day, default today.

        :rtype: itsm.project.member
        """
        self.ensure_one()
        day = day or self._itsm_today()
        # superuser: who is in the team does not depend on who asks
        return self.sudo().itsm_member_ids.filtered(
            lambda member: (
                member.state in ("confirmed", "left")
                and member.date_start <= day
                and (not member.date_end or member.date_end >= day)
            )
        )

    def _itsm_appoint_manager(self, user, day):
        """Make somebody the project manager from a day on; the former one leaves.

        The caller has had the appointment approved. Somebody who is it already stays.

        :param user: who is appointed
        :param date day: the first day
        :return: the membership
        :rtype: itsm.project.member
        """
        self.ensure_one()
        super()._itsm_appoint_manager(user, day)
        # superuser: the approval of the initiation appoints, whoever decided last
        project = self.sudo()
        role = project.env["itsm.project.role"]._get_project_manager()
        managers = project.itsm_member_ids.filtered(
            lambda m: m.role_id == role and m.state == "confirmed"
        )
        reason = self.env._("Another project manager was appointed.")
        for member in managers.filtered(lambda member: member.user_id != user):
            member._end(day - timedelta(days=1), reason)
        same = managers.filtered(
            lambda m: m.user_id == user and (not m.date_end or m.date_end >= day)
        )
        if same:
            return same[:1]
        company = project.company_id or project.itsm_contract_id.company_id
        employees = user.sudo().employee_ids
        employee = employees.filtered(lambda e: e.company_id == company)[:1]
        return guard.with_key(project.itsm_member_ids.browse()).create(
            {
                "project_id": project.id,
                "employee_id": employee.id,
                "user_id": user.id,
                "role_id": role.id,
                # the initiation appoints a person, not a part of the time
                "allocation_pct": 0,
                "date_start": day,
                "reason_in": self.env._("Appointed by the initiation."),
                "state": "confirmed",
                "proposed_by_id": self.env.uid,
                "confirmed_by_id": self.env.uid,
                "confirmed_on": project._itsm_today(),
            }
        )
