from odoo import fields, models


class ItsmSla(models.Model):
    """Both parties sign what was approved (clause 1.3, domain 4.3).

    The SLA of a contract that is still to be signed is its annex 1, sent and signed
    with it; a version that is revised later is signed alone.
    """

    _inherit = "itsm.sla"
    _mail_to_sign = "itsm_service_delivery.mail_template_sla_to_sign"
    _mail_signed = "itsm_service_delivery.mail_template_sla_signed"
    _portal_path = "/my/service-slas"
    _portal_report = "report.itsm_service_delivery.sla_document"
    _customer_path = "contract_id.partner_id"

    scan_ids = fields.Many2many(relation="itsm_sla_scan_rel")

    def _get_signature_contract(self):
        self.ensure_one()
        return self.contract_id

    def _get_signed_with(self):
        # superuser: where the contract stands does not depend on who sees it
        contract = self.sudo().contract_id
        if contract._is_to_be_signed() and self.state == "approved":
            return contract
        return super()._get_signed_with()

    # === PORTAL === #

    def _get_portal_period(self):
        return self.date_start, self._get_last_day()

    def _portal_values(self):
        """Return what the page shows; adds what the SLA says, in words.

        :return: also ``contract`` (text) and ``terms``, see `_portal_terms()`
        """
        return {
            **super()._portal_values(),
            "contract": self._contract_text(),
            "terms": self._portal_terms(),
        }

    def _portal_terms(self):
        """Return what the SLA says, as `SlaView` puts it.

        :return: dict with ``services, targets, overall, hours, other_days, matrix,
            availability, zone_of_windows, credits, credit_cap, pauses``
        """
        view = self._get_portal_view()
        pauses = ", ".join(view.pauses())
        return {
            "services": view.services(),
            "targets": view.targets(self.target_ids),
            "overall": view.overall(),
            "hours": view.agreed_hours(),
            "other_days": view.other_days(),
            "matrix": view.matrix(),
            "availability": view.availability(),
            "zone_of_windows": view.zone_of_windows(),
            "credits": view.credits(),
            "credit_cap": self.credit_cap_pct and view.credit_cap(),
            "pauses": pauses
            and self.env._(
                "The resolution clock stops while a ticket is paused for: %s.", pauses
            ),
        }
