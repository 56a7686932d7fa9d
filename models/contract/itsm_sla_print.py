from odoo import fields, models


class ItsmSla(models.Model):
    """The printed agreement, as both parties sign it."""

    _inherit = "itsm.sla"
    _print_report = "itsm_service_delivery.action_report_sla"
    _void_states = ("rejected", "superseded", "expired", "closed", "cancelled")

    def _get_print_facts(self):
        facts = super()._get_print_facts()
        # superuser: who reads the SLA reads whose it is
        contract = self.sudo().contract_id
        if contract:
            facts += [
                (self.env._("Customer"), contract.partner_id.display_name),
                (self._print_fact("contract_id")[0], self._contract_text()),
                (self.env._("Valid"), self._period_text()),
            ]
        return facts

    def _get_print_lang(self):
        # superuser: the language is the customer's, whoever prints
        sla = self.sudo()
        customer = (sla.contract_id or sla.plan_id).partner_id
        if not customer:
            return super()._get_print_lang()
        return self._installed_lang(customer.lang)

    def _get_print_zone(self):
        # superuser: times are the contract's, whoever prints
        return self.sudo().contract_id.tz or super()._get_print_zone()

    def _contract_text(self):
        contract = self.sudo().contract_id
        return " · ".join(filter(None, [contract.number, contract.name]))

    def _period_text(self):
        """Return the first and the last day of this version as they were agreed."""
        contract = self.sudo().contract_id
        first = self.date_start or contract.date_start
        last = self.date_end or contract._get_last_day()
        return " – ".join(fields.Date.to_string(day) or "…" for day in (first, last))
