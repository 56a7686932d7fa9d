from odoo import fields, models


class ItsmContractLine(models.Model):
    """A service that a contract sells."""

    _name = "itsm.contract.line"
    _description = "Service Contract Line"
    _order = "sequence, id"

    contract_id = fields.Many2one(
        comodel_name="itsm.contract", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    service_id = fields.Many2one(comodel_name="itsm.service")
    product_id = fields.Many2one(comodel_name="product.product")
    sale_line_id = fields.Many2one(comodel_name="sale.order.line", copy=False)
    name = fields.Text(string="Description", required=True)
    quantity = fields.Float(default=1.0)
    price_unit = fields.Float(string="Unit Price")
    currency_id = fields.Many2one(related="contract_id.currency_id")
