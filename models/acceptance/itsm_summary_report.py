from odoo import models


class ItsmSummaryReport(models.Model):
    """The issues that remained when the summary was drawn (domain 2.8, 14)."""

    _inherit = "itsm.summary.report"

    # === BUSINESS METHODS === #

    def _get_figures(self, contracts):
        issues = self.project_id.itsm_remaining_issue_ids.filtered(
            lambda issue: issue.state in ("open", "closed")
        )
        return {
            **super()._get_figures(contracts),
            "issues": [
                {
                    "name": issue.name,
                    "side": issue.side,
                    "owner": issue.owner_id.name or "",
                    "date_due": str(issue.date_due),
                    "state": issue.state,
                    "closed_on": str(issue.closed_on) if issue.closed_on else None,
                }
                for issue in issues.sorted(lambda issue: (issue.date_due, issue.id))
            ],
        }
