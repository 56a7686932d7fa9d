from odoo import fields, models


class ProjectProject(models.Model):
    """What acceptance and closure say of a project."""

    _inherit = "project.project"

    # === BUSINESS METHODS === #

    def _itsm_dashboard(self):
        entries = super()._itsm_dashboard()
        for project, values in self._itsm_dashboard_issues().items():
            entries[project].append(values)
        for project, values in self._itsm_dashboard_closure().items():
            entries[project].append(values)
        return entries

    def _itsm_dashboard_issues(self):
        """Return how many remaining issues are open, and overdue."""
        issues = self.env["itsm.remaining.issue"]
        if not issues.has_access("read"):
            return {}
        groups = issues._read_group(
            [("project_id", "in", self.ids), ("state", "=", "open")],
            ["project_id"],
            ["__count", "date_due:min"],
        )
        today = fields.Date.context_today(self)
        return {
            project.id: {
                "key": "issues",
                "sequence": 65,
                "label": self.env._("Remaining issues"),
                "value": self.env._(
                    "%(count)s, first due %(day)s", count=count, day=first
                ),
                "level": "danger" if first < today else "warning",
                "action": "action_itsm_view_remaining_issues",
            }
            for project, count, first in groups
        }

    def _itsm_dashboard_closure(self):
        """Return which projects are closed, or are being closed."""
        closures = self.env["itsm.project.closure"]
        if not closures.has_access("read"):
            return {}
        found = closures.search_fetch(
            [
                ("project_id", "in", self.ids),
                ("state", "in", ("draft", "in_review", "reviewed", "in_force")),
            ],
            ["project_id", "number", "state"],
        )
        return {
            closure.project_id.id: {
                "key": "closure",
                "sequence": 5,
                "label": self.env._("Closure %s", closure.number),
                "value": closure._get_state_label(),
                "level": "none" if closure.state == "in_force" else "warning",
                "action": "action_itsm_view_closures",
            }
            for closure in found
        }
