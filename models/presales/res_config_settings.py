from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    itsm_margin_limit = fields.Float(
        related="company_id.itsm_margin_limit",
        readonly=False,
        groups="itsm_service_delivery.group_cost_viewer",
    )
