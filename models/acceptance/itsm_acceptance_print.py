from odoo import models


class ItsmAcceptance(models.Model):
    """The certificate: in the contract's language, filed with both signatures."""

    _inherit = "itsm.acceptance"
    _print_report = "itsm_service_delivery.action_report_acceptance"

    def _get_print_facts(self):
        # superuser: who reads the acceptance reads what it is of
        acceptance = self.sudo()
        contract = acceptance.contract_id
        kind = self._print_fact("kind")
        stage = acceptance.stage_name if acceptance.kind == "stage" else ""
        return [
            *super()._get_print_facts(),
            (self.env._("Customer"), contract.partner_id.commercial_partner_id.name),
            (self.env._("Project"), acceptance.project_id.name),
            (self.env._("Contract"), f"{contract.number} {contract.name}"),
            (kind[0], " · ".join(filter(None, [kind[1], stage]))),
        ]

    def _get_print_lang(self):
        # superuser: the language is that of the contract, whoever prints
        language = self.sudo().contract_id.language
        return self._installed_lang("en_US" if language == "en_US" else "zh_CN")

    def _get_print_zone(self):
        # superuser: everybody reads the same times
        return self.sudo().contract_id.tz or super()._get_print_zone()
