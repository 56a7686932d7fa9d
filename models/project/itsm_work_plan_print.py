from odoo import fields, models

_WORKBOOK = "itsm_service_delivery.action_report_work_plan_xlsx"


class ItsmWorkPlan(models.Model):
    """The plan on paper: no costs are in it, so the customer may have it."""

    _inherit = "itsm.work.plan"
    _print_report = "itsm_service_delivery.action_report_work_plan"

    def _get_print_facts(self):
        # superuser: who reads the plan reads what it is for
        plan = self.sudo()
        days = (plan.date_start, plan.date_end)
        period = " – ".join(fields.Date.to_string(day) or "…" for day in days)
        return [
            *super()._get_print_facts(),
            (self.env._("Project"), plan.project_id.name),
            (self.env._("Customer"), plan.partner_id.commercial_partner_id.name),
            (self._print_fact("service_plan_id")[0], plan.service_plan_id.number or ""),
            (self.env._("Period"), period),
            self._print_fact("project_manager_id"),
        ]

    def _get_print_lang(self):
        # superuser: the language is the customer's, whoever prints
        return self._installed_lang(self.sudo().partner_id.lang)

    def _itsm_pdf_files(self):
        """Embed all lines as a workbook: a large plan is not printed to its end."""
        files = super()._itsm_pdf_files()
        if files:
            plan = self.with_context(lang=self._get_print_lang())
            reports = plan.env["ir.actions.report"]
            content, _type = reports._render_xlsx(_WORKBOOK, plan.ids, data=None)
            description = plan.env._("All lines of the work plan")
            files[f"{self._get_print_name()}.xlsx"] = (content, description)
        return files
