from odoo import models


class ItsmService(models.Model):
    """Which agreements need a service of the catalogue."""

    _inherit = "itsm.service"

    def _get_uses(self):
        uses = super()._get_uses()
        # superuser: who retires a service is told of all of them
        env = self.sudo().env
        services = self.sudo()._get_versions().ids
        contracts = env["itsm.contract"].search(
            [
                ("state", "in", ("signed", "in_force")),
                ("kind", "!=", "amendment"),
                ("line_ids.service_id", "in", services),
            ]
        )
        slas = env["itsm.sla"].search(
            [
                ("state", "in", ("signed", "in_force")),
                ("availability_ids.service_id", "in", services),
            ]
        )
        return uses + [record.display_name for record in (*contracts, *slas)]
