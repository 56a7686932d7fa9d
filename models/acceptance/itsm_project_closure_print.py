from odoo import models


class ItsmProjectClosure(models.Model):
    """The closure on paper: the checklist, and why the project may be closed."""

    _inherit = "itsm.project.closure"
    _print_report = "itsm_service_delivery.action_report_project_closure"

    def _get_print_facts(self):
        # superuser: who reads the closure reads what it is about
        closure = self.sudo()
        return [
            *super()._get_print_facts(),
            self._print_fact("project_id"),
            (self.env._("Customer"), closure.partner_id.commercial_partner_id.name),
            self._print_fact("contract_id"),
            self._print_fact("project_manager_id"),
        ]

    def _get_print_zone(self):
        # superuser: everybody reads the same times
        return self.sudo().contract_id.tz or super()._get_print_zone()
