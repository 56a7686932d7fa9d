from odoo import fields, models


class ItsmRemainingIssueClosing(models.TransientModel):
    """Say how a remaining issue was settled, and add what shows it."""

    _name = "itsm.remaining.issue.closing"
    _description = "Close Remaining Issue"

    issue_id = fields.Many2one(
        comodel_name="itsm.remaining.issue", required=True, ondelete="cascade"
    )
    name = fields.Char(related="issue_id.name")
    resolution = fields.Text(string="How It Was Settled", required=True)
    evidence_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="itsm_remaining_issue_closing_file_rel",
        help="Files that show that it was settled.",
    )

    # === ACTION METHODS === #

    def action_close(self):
        """Close the issue with its evidence."""
        self.ensure_one()
        self.issue_id._add_evidence(self.evidence_ids)
        self.issue_id.close(self.resolution)
        return {"type": "ir.actions.act_window_close"}
