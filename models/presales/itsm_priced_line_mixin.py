from odoo import api, fields, models


class ItsmPricedLineMixin(models.AbstractModel):
    """A service that an agreement sells, with its price.

    Plans and contracts have such lines: what is sold, how much of it, and its amounts
    by Odoo's tax computation. The agreement (`_agreement_path`, here one field) has a
    ``partner_id``, a ``currency_id`` and ``line_ids``; it is a controlled document.
    """

    _name = "itsm.priced.line.mixin"
    _description = "Priced Line"
    _inherit = ["itsm.document.part.mixin"]

    company_id = fields.Many2one(comodel_name="res.company", store=False)
    currency_id = fields.Many2one(comodel_name="res.currency", store=False)
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
        "CHECK (quantity >= 0)", "The quantity of a line is 0 or more."
    )

    # === COMPUTE METHODS === #

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

    # === CONSTRAINT METHODS === #

    @api.constrains("service_id")
    def _check_service_published(self):
        for line in self:
            former = line._get_former_agreements()
            line.service_id._check_offered(former.line_ids.service_id)

    # === CRUD METHODS === #

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

    # === BUSINESS METHODS === #

    def _get_former_agreements(self):
        """Return what was agreed before: its services may stay, whatever their state.

        :return: records of the line's agreement, as superuser
        """
        self.ensure_one()
        # superuser: what was agreed before counts, whoever may read it
        agreement = self.sudo()[self._agreement_path]
        return agreement._get_versions() - agreement

    def _prepare_base_line(self):
        """Return the line as Odoo's tax computation takes it."""
        self.ensure_one()
        agreement = self[self._agreement_path]
        currency = agreement.currency_id or self.env.company.currency_id
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            self,
            quantity=self.quantity,
            partner_id=agreement.partner_id,
            currency_id=currency,
            rate=1.0,
        )

    def _get_totals(self, company, currency):
        """Return what lines of one agreement come to, as an invoice would.

        :return: ``(untaxed, taxes, total)`` in the currency of the agreement
        :rtype: tuple[float, float, float]
        """
        tax = self.env["account.tax"]
        base_lines = [line._prepare_base_line() for line in self]
        tax._add_tax_details_in_base_lines(base_lines, company)
        tax._round_base_lines_tax_details(base_lines, company)
        totals = tax._get_tax_totals_summary(
            base_lines=base_lines, currency=currency, company=company
        )
        return (
            totals["base_amount_currency"],
            totals["tax_amount_currency"],
            totals["total_amount_currency"],
        )

    def _copy_values(self):
        """Return the values with which another agreement sells the same.

        A service of which another version is published by now is sold as that one.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "sequence": self.sequence,
            "service_id": self.service_id._get_published()[:1].id,
            "product_id": self.product_id.id,
            "sale_line_id": self.sale_line_id.id,
            "name": self.name,
            "quantity": self.quantity,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "tax_ids": [(6, 0, self.tax_ids.ids)],
        }
