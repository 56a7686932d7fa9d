from odoo import fields, models


class ItsmSignatureDraw(models.TransientModel):
    """Sign an approved document for the provider, with a drawn signature."""

    _name = "itsm.signature.draw"
    _description = "Sign for the Provider"
    _inherit = ["itsm.signature.dialog"]

    name = fields.Char(
        required=True, default=lambda self: self.env.user.name, string="Your Name"
    )
    signature = fields.Binary(required=True, string="Your Signature")

    def action_sign(self):
        """Sign as oneself."""
        self.ensure_one()
        self._get_document()._sign_as_provider(self.signature, self.name)
        return {"type": "ir.actions.act_window_close"}
