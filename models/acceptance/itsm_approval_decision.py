from odoo import fields, models


class ItsmApprovalDecision(models.Model):
    """What the log of an acceptance tells besides decisions."""

    _inherit = "itsm.approval.decision"

    kind = fields.Selection(
        selection_add=[
            ("conditional", "Accepted with conditions"),
            ("not_accepted", "Not accepted"),
        ],
        ondelete={"conditional": "cascade", "not_accepted": "cascade"},
    )
