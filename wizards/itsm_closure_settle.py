from odoo import fields, models


class ItsmClosureSettle(models.TransientModel):
    """Asks for the evidence that a checklist item is done, or why it does not apply."""

    _name = "itsm.closure.settle"
    _description = "Settle a Checklist Item"

    item_id = fields.Many2one(
        comodel_name="itsm.closure.item", required=True, readonly=True
    )
    guidance = fields.Text(related="item_id.guidance")
    kind = fields.Selection(
        selection=[("done", "Done"), ("not_applicable", "Not Applicable")],
        required=True,
        default="done",
    )
    text = fields.Text(string="Evidence or Reason")

    # === ACTION METHODS === #

    def action_settle(self):
        self.ensure_one()
        self.item_id.settle(self.kind, self.text)
        return {"type": "ir.actions.act_window_close"}
