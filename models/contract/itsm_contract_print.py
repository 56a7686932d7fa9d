from odoo import models


class ItsmContract(models.Model):
    """The printed contract, as both parties sign it (domain 2.2)."""

    _inherit = "itsm.contract"
    _print_report = "itsm_service_delivery.action_report_contract"

    def _get_print_lang(self):
        self.ensure_one()
        return self._installed_lang(
            "en_US" if self.sudo().language == "en_US" else "zh_CN"
        )

    def _get_print_zone(self):
        return self.tz or super()._get_print_zone()

    def _get_printed_changes(self):
        """Return what an amendment changes, in the record's language.

        :return: ``[(what, before, after)]``, texts; empty for other contracts
        """
        self.ensure_one()
        return []
