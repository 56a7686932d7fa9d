from odoo import models


class ItsmInformationSheet(models.Model):
    """The printed sheet: our record, and an edition for the customer.

    The record is internal: it has what the service department says of the
    requirements. The customer's edition leaves out that, the strategy, what was said
    in the talks (not what was concluded), our responses to influence factors and the
    requirements of our own.
    """

    _inherit = "itsm.information.sheet"
    _print_report = "itsm_service_delivery.action_report_information_sheet"

    def _get_print_facts(self):
        names = (
            "partner_id",
            "origin",
            "user_id",
            "service_collector_id",
            "collected_on",
        )
        return super()._get_print_facts() + [self._print_fact(name) for name in names]
