from odoo import models


class ItsmService(models.Model):
    """The printed entry of the service catalogue."""

    _inherit = "itsm.service"
    _print_report = "itsm_service_delivery.action_report_service"

    def _get_print_facts(self):
        names = (
            "category_id",
            "owner_id",
            "audience",
            "criticality",
            "date_start",
            "date_end",
        )
        return super()._get_print_facts() + [self._print_fact(name) for name in names]
