from odoo import fields, models

ACCEPTED = ("in_force", "conditional")


class ProjectProject(models.Model):
    """A service project is accepted, and what remains is followed up."""

    _inherit = "project.project"

    itsm_acceptance_ids = fields.One2many(
        comodel_name="itsm.acceptance",
        inverse_name="project_id",
        string="Acceptances",
        groups="itsm_service_delivery.group_user",
    )
    itsm_remaining_issue_ids = fields.One2many(
        comodel_name="itsm.remaining.issue",
        inverse_name="project_id",
        string="Remaining Issues",
        groups="itsm_service_delivery.group_user",
    )

    def _itsm_get_final_acceptance(self):
        """Return the final acceptance that both sides have signed, if there is one.

        One with conditions is among them: its issues are followed up by themselves.
        """
        self.ensure_one()
        # superuser: whether it was accepted does not depend on who asks
        return self.sudo().itsm_acceptance_ids.filtered(
            lambda acceptance: (
                acceptance.kind == "final" and acceptance.state in ACCEPTED
            )
        )[:1]

    def _itsm_get_open_issues(self):
        """Return the remaining issues that nobody has closed yet."""
        # superuser: what is open does not depend on who asks
        issues = self.sudo().itsm_remaining_issue_ids
        return issues.filtered(lambda issue: issue.state == "open")

    # === ACTION METHODS === #

    def action_itsm_view_acceptances(self):
        """Open the acceptances of the project."""
        self.ensure_one()
        return self._itsm_open_own("itsm_acceptance_action")

    def action_itsm_view_remaining_issues(self):
        """Open what remains to be done for the customer after the acceptances."""
        self.ensure_one()
        return self._itsm_open_own("itsm_remaining_issue_action")

    def _itsm_open_own(self, xmlid):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"itsm_service_delivery.{xmlid}"
        )
        return {
            **action,
            "domain": [("project_id", "=", self.id)],
            "context": {"default_project_id": self.id},
        }

    def _get_stat_buttons(self):
        buttons = super()._get_stat_buttons()
        acceptances = self.env["itsm.acceptance"]
        if not (self.itsm_contract_id and acceptances.has_access("read")):
            return buttons
        own = [("project_id", "=", self.id)]
        current = [*own, ("state", "!=", "cancelled")]
        issues = self.env["itsm.remaining.issue"]
        buttons.append(
            {
                "icon": "handshake-o",
                "text": self.env._("Acceptances"),
                "number": acceptances.search_count(current),
                "action_type": "object",
                "action": "action_itsm_view_acceptances",
                "show": True,
                "sequence": 85,
            }
        )
        buttons.append(
            {
                "icon": "list-ul",
                "text": self.env._("Remaining Issues"),
                "number": issues.search_count([*own, ("state", "=", "open")]),
                "action_type": "object",
                "action": "action_itsm_view_remaining_issues",
                "show": True,
                "sequence": 87,
            }
        )
        return buttons

    def _itsm_dashboard(self):
        entries = super()._itsm_dashboard()
        for project, entry in self._itsm_dashboard_issues().items():
            entries[project].append(entry)
        return entries

    def _itsm_dashboard_issues(self):
        """Return how many remaining issues are open, and how many of them are late."""
        issues = self.env["itsm.remaining.issue"]
        if not issues.has_access("read"):
            return {}
        found = issues.search([("project_id", "in", self.ids), ("state", "=", "open")])
        entries = {}
        for project, own in found.grouped("project_id").items():
            late = len(own.filtered("is_overdue"))
            value = self.env._("%(count)s, %(late)s late", count=len(own), late=late)
            entries[project.id] = {
                "key": "remaining_issues",
                "sequence": 87,
                "label": self.env._("Remaining issues"),
                "value": value,
                "level": "danger" if late else "warning",
                "action": "action_itsm_view_remaining_issues",
            }
        return entries
