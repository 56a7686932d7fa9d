from odoo import models


class ItsmServicePlan(models.Model):
    """The printed service plan: safe to hand to the customer, without any cost."""

    _inherit = "itsm.service.plan"
    _print_report = "itsm_service_delivery.action_report_service_plan"
    # what has ended with its project was in force
    _void_states = ("rejected", "superseded", "cancelled")

    def _get_print_facts(self):
        # superuser: who reads the plan reads what it is about
        plan = self.sudo()
        contract = plan.contract_id
        return [
            *super()._get_print_facts(),
            self._print_fact("project_id"),
            (self.env._("Customer"), plan.partner_id.commercial_partner_id.name),
            (
                self._print_fact("contract_id")[0],
                self.env._(
                    "%(contract)s, version %(version)s",
                    contract=contract.display_name,
                    version=plan.contract_version,
                ),
            ),
            *([self._print_fact("sla_version")] if plan.sla_version else []),
            *([self._print_fact("presales_plan_id")] if plan.presales_plan_id else []),
            self._print_fact("project_manager_id"),
        ]

    def _get_print_lang(self):
        # superuser: the language is the customer's, whoever prints
        return self._installed_lang(self.sudo().partner_id.lang)

    def _get_print_zone(self):
        # superuser: times are the contract's, whoever prints
        return self.sudo().contract_id.tz or super()._get_print_zone()
