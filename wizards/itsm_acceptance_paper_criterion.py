from odoo import fields, models

from ..models.acceptance.itsm_acceptance_criterion import RESULTS


class ItsmAcceptancePaperCriterion(models.TransientModel):
    """What the customer has written on paper of one criterion."""

    _name = "itsm.acceptance.paper.criterion"
    _description = "Criterion of a Signed Acceptance"

    paper_id = fields.Many2one(
        comodel_name="itsm.acceptance.paper", required=True, ondelete="cascade"
    )
    criterion_id = fields.Many2one(
        comodel_name="itsm.acceptance.criterion",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    result = fields.Selection(selection=RESULTS)
    comment = fields.Char()
