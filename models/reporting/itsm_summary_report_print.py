from odoo import fields, models


class ItsmSummaryReport(models.Model):
    """The summary on paper: what is filed has no cost in it."""

    _inherit = "itsm.summary.report"
    _print_report = "itsm_service_delivery.action_report_summary_report"
    # what has ended with its project was valid
    _void_states = ("rejected", "superseded", "cancelled")

    def _get_print_facts(self):
        # superuser: who reads the report reads what it is about
        summary = self.sudo()
        days = (summary.date_start, summary.date_end)
        period = " – ".join(fields.Date.to_string(day) or "…" for day in days)
        return [
            *super()._get_print_facts(),
            self._print_fact("project_id"),
            (self.env._("Customer"), summary.partner_id.commercial_partner_id.name),
            self._print_fact("contract_id"),
            (self.env._("Period"), period),
            self._print_fact("project_manager_id"),
        ]

    def _get_print_zone(self):
        # superuser: times are the contract's, whoever prints
        return self.sudo().contract_id.tz or super()._get_print_zone()
