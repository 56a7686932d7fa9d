from odoo import fields, models


class ResCompany(models.Model):
    """From when on a presales plan needs the director."""

    _inherit = "res.company"

    itsm_margin_limit = fields.Float(
        string="Margin Limit (%)",
        digits=(5, 2),
        default=20.0,
        groups="itsm_service_delivery.group_cost_viewer",
        help="A presales plan with a lower margin is approved by the director too.",
    )
