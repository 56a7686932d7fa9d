from odoo import models


class ItsmService(models.Model):
    """A new version takes its place where the service desk means the service."""

    _inherit = "itsm.service"

    def _supersede(self, successor):
        result = super()._supersede(successor)
        # superuser: publishing is the right to do so; archived categories too
        categories = self.env["helpdesk.ticket.category"].sudo()
        meant = categories.with_context(active_test=False).search(
            [("itsm_service_id", "in", self.ids)]
        )
        meant.itsm_service_id = successor.id
        return result
