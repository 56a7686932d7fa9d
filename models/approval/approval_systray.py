"""The clock in the top bar: what waits for a decision is one entry, "Approvals"."""

from odoo import api, models, modules
from odoo.fields import Domain

_STAGE = "itsm.approval.round.stage"


class ResUsers(models.Model):
    """Questions of all kinds of documents are counted, and opened, together."""

    _inherit = "res.users"

    @api.model
    def _get_activity_groups(self):
        others = self.with_context(itsm_without_questions=True)
        groups = super(ResUsers, others)._get_activity_groups()
        questions = self.env["mail.activity"].search(
            self.env["mail.activity"]._itsm_question_domain()
            & Domain("user_id", "=", self.env.uid)
            & Domain("itsm_stage_id.state", "=", "pending")
        )
        if not questions:
            return groups
        states = questions.mapped("state")
        overdue, today = states.count("overdue"), states.count("today")
        approvals = {
            "id": self.env["ir.model"]._get_id(_STAGE),
            "name": self.env._("Approvals"),
            "model": _STAGE,
            "type": "activity",
            "icon": modules.module.get_module_icon(self.env[_STAGE]._original_module),
            "domain": [],
            "total_count": overdue + today,
            "today_count": today,
            "overdue_count": overdue,
            "planned_count": states.count("planned"),
            "view_type": "list",
        }
        return [approvals, *groups]


class MailActivity(models.Model):
    """Activities that ask for a decision can be left out of a search."""

    _inherit = "mail.activity"

    @api.model
    def _search(self, domain, *args, **kwargs):
        if self.env.context.get("itsm_without_questions"):
            domain = Domain(domain) & ~self._itsm_question_domain()
        return super()._search(domain, *args, **kwargs)
