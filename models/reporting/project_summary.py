from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...const import CONTRACT_RELEASED

SUMMARY_ACTIVITY = "itsm_service_delivery.mail_activity_summary_due"
# Days before the end of a project on which its manager is reminded (clause 1.1.17).
REMINDERS = (30, 7, 0)
_DONE = ("in_review", "reviewed", "approved", "in_force", "closed")


class ProjectProject(models.Model):
    """A project ends with its summary report."""

    _inherit = "project.project"

    itsm_summary_ids = fields.One2many(
        comodel_name="itsm.summary.report",
        inverse_name="project_id",
        string="Summary Reports",
        groups="itsm_service_delivery.group_user",
    )
    itsm_summary_reminded_for = fields.Date(
        string="Reminded of the Summary for",
        readonly=True,
        copy=False,
        help="The end that the last reminder was about.",
    )
    itsm_summary_reminded_days = fields.Integer(
        string="Days before the End at the Last Reminder", readonly=True, copy=False
    )

    # === ACTION METHODS === #

    def action_itsm_create_summary(self):
        """Open the summary report of the project; begin it when there is none."""
        self.ensure_one()
        summaries = self.env["itsm.summary.report"]
        summary = summaries.search(
            [
                ("project_id", "=", self.id),
                ("state", "not in", ("rejected", "cancelled", "superseded")),
            ],
            limit=1,
        )
        if not summary:
            summary = summaries.create({"project_id": self.id})
        return summary._get_records_action(name=self.env._("Project Summary Report"))

    def action_itsm_view_summary(self):
        self.ensure_one()
        return self.itsm_summary_ids._get_records_action(
            name=self.env._("Project Summary Report")
        )

    def _get_stat_buttons(self):
        buttons = super()._get_stat_buttons()
        if not self.env["itsm.summary.report"].has_access("read"):
            return buttons
        if self.itsm_contract_id and self.itsm_summary_ids:
            buttons.append(
                {
                    "icon": "book",
                    "text": self.env._("Summary Report"),
                    "number": self.itsm_summary_ids[:1].number,
                    "action_type": "object",
                    "action": "action_itsm_view_summary",
                    "show": True,
                    "sequence": 80,
                }
            )
        return buttons

    # === REMINDERS === #

    def _itsm_get_end(self):
        """Return the day on which the project ends: its own, or its contract's."""
        self.ensure_one()
        # superuser: when it ends does not depend on who asks
        contract = self.sudo().itsm_contract_id
        return self.date or (contract and contract._get_last_day())

    @api.model
    def _itsm_cron_remind_of_summary(self):
        """Remind the managers of projects that end; each reminder is made once."""
        horizon = fields.Date.context_today(self) + timedelta(days=max(REMINDERS))
        ends = Domain("date", "<=", horizon) | (
            Domain("date", "=", False)
            & (
                Domain("itsm_contract_id.date_end", "<=", horizon)
                | Domain("itsm_contract_id.last_day", "<=", horizon)
            )
        )
        projects = self.search(
            ends
            & Domain("itsm_contract_id.state", "in", CONTRACT_RELEASED)
            & Domain("is_template", "=", False)
        )
        for project in projects:
            project._itsm_remind_of_summary()

    def _itsm_remind_of_summary(self):
        """Make the reminder that is due, if there is one."""
        self.ensure_one()
        contract = self.itsm_contract_id
        end, today = self._itsm_get_end(), contract._today()
        days_left = (end - today).days
        due = [days for days in REMINDERS if days_left <= days]
        if not due or self._itsm_needs_no_summary(end):
            return
        known = self.itsm_summary_reminded_days
        if self.itsm_summary_reminded_for == end and known <= min(due):
            return
        self.write(
            {
                "itsm_summary_reminded_for": end,
                "itsm_summary_reminded_days": min(due),
            }
        )
        self._itsm_ask_for_summary(end, days_left)

    def _itsm_needs_no_summary(self, end):
        """Return whether its summary is under way, or a renewal lets it go on."""
        if any(summary.state in _DONE for summary in self.itsm_summary_ids):
            return True
        return any(
            contract.kind == "renewal"
            and contract.state in CONTRACT_RELEASED
            and contract._get_last_day() > end
            for contract in self.itsm_contract_ids
        )

    def _itsm_ask_for_summary(self, end, days_left):
        """Put the summary on the to-do list of the project manager."""
        user = self.user_id or self.itsm_contract_id.service_manager_id
        if not user:
            return
        env = self.with_context(lang=user.lang).env
        if days_left > 0:
            text = env._("The project ends in %s days: summary report", days_left)
        else:
            text = env._("The project has ended: summary report")
        self.activity_unlink([SUMMARY_ACTIVITY])
        self.activity_schedule(
            SUMMARY_ACTIVITY, user_id=user.id, date_deadline=end, summary=text
        )
