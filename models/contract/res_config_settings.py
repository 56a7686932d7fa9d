from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    itsm_small_contract_limit = fields.Monetary(
        related="company_id.itsm_small_contract_limit",
        readonly=False,
        currency_field="currency_id",
    )
    itsm_renewal_notice_days = fields.Integer(
        related="company_id.itsm_renewal_notice_days", readonly=False
    )
    itsm_initiation_days = fields.Integer(
        related="company_id.itsm_initiation_days", readonly=False
    )
