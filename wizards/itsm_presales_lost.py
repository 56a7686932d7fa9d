from odoo import fields, models

from ..models.presales.itsm_presales_plan_flow import LOST_KINDS


class ItsmPresalesLost(models.TransientModel):
    """Ask why the customer did not take a presales plan."""

    _name = "itsm.presales.lost"
    _description = "Deal Lost"

    plan_ids = fields.Many2many(
        comodel_name="itsm.presales.plan", string="Presales Plans", required=True
    )
    kind = fields.Selection(selection=LOST_KINDS, string="Lost for", required=True)
    reason = fields.Text(required=True)

    def action_lose(self):
        """Note it in the log of the plans."""
        self.ensure_one()
        self.plan_ids.lose(self.kind, self.reason)
        return {"type": "ir.actions.act_window_close"}
