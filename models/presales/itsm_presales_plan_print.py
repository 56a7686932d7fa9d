from odoo import fields, models


class ItsmPresalesPlan(models.Model):
    """The plan on paper: what is filed is the customer's edition, without any cost."""

    _inherit = "itsm.presales.plan"
    _print_report = "itsm_service_delivery.action_report_presales_plan"

    def _get_print_facts(self):
        # superuser: who reads the plan reads what it is for
        plan = self.sudo()
        days = (plan.date_start, plan.date_end)
        period = " – ".join(fields.Date.to_string(day) or "…" for day in days)
        return [
            *super()._get_print_facts(),
            (self.env._("Customer"), plan.partner_id.commercial_partner_id.name),
            (self._print_fact("sheet_id")[0], plan.sheet_id.number),
            (self.env._("Period"), period),
            self._print_fact("validity_date"),
            self._print_fact("user_id"),
        ]

    def _get_print_lang(self):
        # superuser: the language is the customer's, whoever prints
        return self._installed_lang(self.sudo().partner_id.lang)
