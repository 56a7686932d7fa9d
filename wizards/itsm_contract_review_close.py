from odoo import fields, models


class ItsmContractReviewClose(models.TransientModel):
    """Say how an open point of a contract review was settled."""

    _name = "itsm.contract.review.close"
    _description = "Close Open Point"

    point_id = fields.Many2one(
        comodel_name="itsm.contract.review.point", required=True, ondelete="cascade"
    )
    name = fields.Char(related="point_id.name")
    resolution = fields.Char(
        string="How It Was Settled",
        required=True,
        help="For instance, which clause was agreed, or what the customer has"
        " confirmed in writing.",
    )

    def action_close(self):
        """Close the point."""
        self.ensure_one()
        self.point_id.close(self.resolution)
        return {"type": "ir.actions.act_window_close"}
