from odoo import api, models
from odoo.fields import Command


class ItsmDemo(models.AbstractModel):
    """What the demo company buys for its project (domain 7, clause 1.1)."""

    _inherit = "itsm.demo"

    @api.model
    def _buy_parts(self, project, product, quantity, price, ordered_on, billed_on=None):
        """Order parts of Beichen for a project, and book the bill.

        :param str project: name of the project
        :param str product: name of the product
        :param int quantity: pieces
        :param float price: of a piece, without tax
        :param str ordered_on: ISO date
        :param str billed_on: ISO date; none: the bill has not come
        """
        project, vendor = self._ref(project), self._ref("partner_beichen")
        account = project.account_id
        orders = self.env["purchase.order"].with_company(project.company_id)
        order = orders.create(
            {
                "partner_id": vendor.id,
                "company_id": project.company_id.id,
                "currency_id": project.company_id.currency_id.id,
                "project_id": project.id,
                "date_order": self._instant(f"{ordered_on} 10:00"),
                "order_line": [
                    Command.create(
                        {
                            "product_id": self._ref(f"product_{product}").id,
                            "product_qty": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                            "analytic_distribution": {str(account.id): 100},
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        if billed_on:
            order.action_create_invoice()
            order.invoice_ids.invoice_date = billed_on
            order.invoice_ids.action_post()
