from odoo import fields, models

from .itsm_approval_stage import CHAIR


class ItsmApprovalRoundStage(models.Model):
    """The internal review of an acceptance is decided by who chairs it."""

    _inherit = "itsm.approval.round.stage"

    person = fields.Selection(
        selection_add=CHAIR, ondelete={"acceptance_chair": "cascade"}
    )
