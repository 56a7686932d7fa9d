from odoo import fields, models


class ItsmApprovalDecision(models.Model):
    """What the log of a contract review tells besides decisions."""

    _inherit = "itsm.approval.decision"

    kind = fields.Selection(
        selection_add=[
            ("opinion", "Opinion given"),
            ("point_closed", "Open point closed"),
        ],
        ondelete={"opinion": "cascade", "point_closed": "cascade"},
    )
