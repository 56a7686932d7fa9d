from odoo import fields, models


class ItsmProjectInitiation(models.Model):
    """The form on paper: what is filed has neither budget nor margin."""

    _inherit = "itsm.project.initiation"
    _print_report = "itsm_service_delivery.action_report_project_initiation"
    _void_states = ("rejected", "superseded", "cancelled")

    def _get_print_facts(self):
        # superuser: who reads the form reads what it is for, and who is appointed
        initiation = self.sudo()
        days = (initiation.date_start, initiation.date_end)
        period = " – ".join(fields.Date.to_string(day) or "…" for day in days)
        contract = initiation.contract_id
        amount = contract.currency_id.format(contract.amount_total)
        return [
            *super()._get_print_facts(),
            self._print_fact("kind"),
            (self.env._("Customer"), initiation.partner_id.commercial_partner_id.name),
            (self.env._("Contract"), f"{contract.number} · {amount}"),
            (self.env._("Period"), period),
            self._print_fact("project_manager_id"),
            (self.env._("Appointed"), initiation._get_appointment_text()),
            self._print_fact("project_type"),
            self._print_fact("level"),
            self._print_fact("security_level"),
            (self.env._("Project"), initiation.project_id.name),
        ]

    def _get_appointment_text(self):
        """Return who appointed the project manager, and on which day."""
        day = fields.Date.to_string(self.appointed_on)
        return " · ".join(filter(None, [self.appointed_by_id.name, day]))
