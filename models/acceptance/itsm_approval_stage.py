from odoo import fields, models

# Who chairs the internal review of an acceptance (R10).
CHAIR = [("acceptance_chair", "Chair of the internal review")]


class ItsmApprovalStage(models.Model):
    """The internal review of an acceptance is decided by who chairs it."""

    _inherit = "itsm.approval.stage"

    person = fields.Selection(
        selection_add=CHAIR, ondelete={"acceptance_chair": "cascade"}
    )
