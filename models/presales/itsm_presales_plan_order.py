from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class ItsmPresalesPlan(models.Model):
    """The quotation with the prices of a plan; its invoicing stays Odoo's own."""

    _inherit = "itsm.presales.plan"

    # === ACTION METHODS === #

    def action_view_sale_order(self):
        self.ensure_one()
        return self.sale_order_id._get_records_action(name=self.env._("Quotation"))

    def action_create_quotation(self):
        """Make the quotation with the lines of the plan, and open it.

        :raise UserError: there is one already, or a line without a product
        """
        self.ensure_one()
        self.check_access("read")
        # superuser: there is one quotation, even if a colleague keeps it
        order = self.sudo().sale_order_id
        if order and order.state != "cancel":
            raise UserError(
                self.env._(
                    "%(plan)s has its quotation %(order)s already: change that one, or"
                    " cancel it first.",
                    plan=self.display_name,
                    order=order.name,
                )
            )
        quotation = self.env["sale.order"].create(self._prepare_quotation())
        # superuser: the quotation may follow when the plan is approved already
        self.sudo().sale_order_id = quotation
        return quotation._get_records_action()

    # === BUSINESS METHODS === #

    def _prepare_quotation(self):
        """Return the values of the quotation."""
        lines = []
        for line in self.line_ids:
            product = line.product_id or line.service_id.product_id
            if not product:
                raise UserError(
                    self.env._(
                        '"%s" names no product, so it cannot be quoted: choose the'
                        " product of the line, or of its service.",
                        line.name,
                    )
                )
            lines.append(
                {
                    "sequence": line.sequence,
                    "product_id": product.id,
                    "name": line.name,
                    "product_uom_qty": line.quantity,
                    "price_unit": line.price_unit,
                    "discount": line.discount,
                    "tax_ids": [Command.set(line.tax_ids.ids)],
                }
            )
        if not lines:
            raise UserError(
                self.env._("%s has no line to quote.", self.display_name)
            )
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "user_id": self.user_id.id,
            "validity_date": self.validity_date,
            "itsm_date_start": self.date_start,
            "itsm_date_end": self.date_end,
            "order_line": [Command.create(line) for line in lines],
        }
