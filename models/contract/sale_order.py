from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    itsm_contract_ids = fields.One2many(
        comodel_name="itsm.contract",
        inverse_name="sale_order_id",
        string="Service Contracts",
    )
