from odoo import fields, models


class ItsmContractReviewCriterion(models.Model):
    """A question that a contract review answers (评审要素, domain 2.3)."""

    _name = "itsm.contract.review.criterion"
    _description = "Checklist Item of Contract Reviews"
    _order = "sequence, id"

    name = fields.Char(string="Question", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
