from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _itsm_get_service(self, company):
        """Return the published service of the catalogue that a product sells.

        :param company: its own services win over those of all companies
        """
        self.ensure_one()
        services = self.env["itsm.service"].search(
            [
                ("product_id", "=", self.id),
                ("state", "=", "in_force"),
                ("company_id", "in", [company.id, False]),
            ]
        )
        return (services.filtered("company_id") or services)[:1]
