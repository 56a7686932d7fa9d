from odoo import fields, models


class ItsmAcceptancePaperIssue(models.TransientModel):
    """A remaining issue that the customer has written on paper."""

    _name = "itsm.acceptance.paper.issue"
    _description = "Remaining Issue of a Signed Acceptance"

    paper_id = fields.Many2one(
        comodel_name="itsm.acceptance.paper", required=True, ondelete="cascade"
    )
    name = fields.Char(string="What Is to Be Done", required=True)
    side = fields.Selection(
        selection=[("provider", "Provider"), ("customer", "Customer")],
        string="Responsible Side",
        required=True,
        default="provider",
    )
    date_due = fields.Date(string="Due Date", required=True)
