from odoo import models


class ItsmService(models.Model):
    """Which agreements need a service of the catalogue."""

    _inherit = "itsm.service"

    def _get_uses(self):
        uses = super()._get_uses()
        # superuser: who retires a service is told of all of them
        versions = self._get_versions().sudo()
        in_force = ("state", "=", "in_force")
        services = versions.ids
        contracts = versions.env["itsm.contract"].search(
            [in_force, ("line_ids.service_id", "in", services)]
        )
        slas = versions.env["itsm.sla"].search(
            [in_force, ("availability_ids.service_id", "in", services)]
        )
        return uses + [record.display_name for record in (*contracts, *slas)]
