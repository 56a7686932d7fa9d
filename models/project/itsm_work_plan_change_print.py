from odoo import models


class ItsmWorkPlanChange(models.Model):
    """The change on paper: request, answer, what it changes, handovers."""

    _inherit = "itsm.work.plan.change"
    _print_report = "itsm_service_delivery.action_report_work_plan_change"

    def _get_print_facts(self):
        # superuser: who reads the change reads what it is about
        change = self.sudo()
        return [
            *super()._get_print_facts(),
            self._print_fact("project_id"),
            (self.env._("Customer"), change.partner_id.commercial_partner_id.name),
            self._print_fact("plan_id"),
            self._print_fact("kind"),
        ]

    def _get_print_zone(self):
        # superuser: everybody reads the same times
        return self.sudo().contract_id.tz or super()._get_print_zone()
