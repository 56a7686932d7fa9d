from odoo import api, fields, models


class ItsmContractLine(models.Model):
    """A service that a contract sells."""

    _name = "itsm.contract.line"
    _description = "Service Contract Line"
    _inherit = ["itsm.frozen.line.mixin"]
    _order = "contract_id, sequence, id"
    _rec_name = "name"
    _agreement_path = "contract_id"
    _check_company_auto = True

    contract_id = fields.Many2one(
        comodel_name="itsm.contract", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="contract_id.company_id")
    currency_id = fields.Many2one(related="contract_id.currency_id")
    sequence = fields.Integer(default=10)
    service_id = fields.Many2one(
        comodel_name="itsm.service",
        ondelete="restrict",
        domain=[("state", "=", "in_force")],
        check_company=True,
        compute="_compute_service_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Service of the catalogue that the customer may open tickets for.",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        domain=[("sale_ok", "=", True)],
        check_company=True,
        ondelete="restrict",
    )
    sale_line_id = fields.Many2one(
        comodel_name="sale.order.line",
        string="Sales Order Item",
        copy=False,
        index="btree_not_null",
    )
    name = fields.Text(
        string="Description",
        required=True,
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    quantity = fields.Float(default=1.0, digits="Product Unit")
    price_unit = fields.Float(string="Unit Price", digits="Product Price")
    discount = fields.Float(string="Discount (%)", digits="Discount")
    tax_ids = fields.Many2many(
        comodel_name="account.tax",
        string="Taxes",
        domain=[("type_tax_use", "=", "sale")],
        check_company=True,
    )
    price_subtotal = fields.Monetary(
        string="Untaxed Amount", compute="_compute_amount", store=True
    )

    _check_quantity = models.Constraint(
        "CHECK (quantity >= 0)", "The quantity of a contract line is 0 or more."
    )

    @api.depends("product_id")
    def _compute_name(self):
        for line in self:
            line.name = line.name or line.product_id.display_name

    @api.depends("product_id")
    def _compute_service_id(self):
        for line in self:
            if line.product_id and not line.service_id:
                line.service_id = line.product_id._itsm_get_service(line.company_id)

    @api.depends("quantity", "price_unit", "discount", "tax_ids")
    def _compute_amount(self):
        for line in self:
            company = line.company_id or self.env.company
            base_line = line._prepare_base_line()
            tax = self.env["account.tax"]
            tax._add_tax_details_in_base_line(base_line, company)
            tax._round_base_lines_tax_details([base_line], company)
            line.price_subtotal = base_line["tax_details"]["total_excluded_currency"]

    @api.constrains("service_id")
    def _check_service_published(self):
        for line in self:
            # superuser: what was agreed before counts, whoever may read it
            contract = line.contract_id.sudo()
            former = contract._get_versions() - contract
            line.service_id._check_offered(former.line_ids.service_id)

    def copy_data(self, default=None):
        """A copy sells what is in the catalogue now; what is not, it does not name.

        A revision keeps what was agreed, and where it comes from.
        """
        vals_list = super().copy_data(default)
        for line, vals in zip(self, vals_list, strict=True):
            if self.env.context.get("itsm_revises"):
                vals["sale_line_id"] = line.sale_line_id.id
            elif vals.get("service_id") == line.service_id.id:
                vals["service_id"] = line.service_id._get_published()[:1].id
        return vals_list

    def _prepare_base_line(self):
        """Return the line as Odoo's tax computation takes it."""
        self.ensure_one()
        contract = self.contract_id
        currency = contract.currency_id or self.env.company.currency_id
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            self,
            quantity=self.quantity,
            partner_id=contract.partner_id,
            currency_id=currency,
            rate=1.0,
        )
