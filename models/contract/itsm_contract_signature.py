from odoo import models
from odoo.exceptions import UserError
from odoo.tools import formatLang


class ItsmContract(models.Model):
    """Both parties sign a contract, and its SLA with it (domain 4.4)."""

    _inherit = "itsm.contract"
    _mail_to_sign = "itsm_service_delivery.mail_template_contract_to_sign"
    _mail_signed = "itsm_service_delivery.mail_template_contract_signed"
    _portal_path = "/my/service-contracts"
    _customer_path = "partner_id"

    # === SIGNATURES === #

    def _get_signature_contract(self):
        self.ensure_one()
        return self

    def _get_signed_along(self):
        """Return the approved SLA: annex 1 is signed with the contract."""
        slas = self._get_valid_slas().filtered(lambda sla: sla.state == "approved")
        # in the caller's name: the log tells who has signed or sent it
        return [sla.sudo(self.env.su) for sla in slas]

    def _is_to_be_signed(self):
        """Return whether the contract's own signatures are still to come."""
        return self.state in ("draft", "in_review", "reviewed", "approved")

    def _check_ready_to_sign(self):
        """Check also that the SLA is approved: nobody signs half of what is agreed.

        :raise UserError: what the SLA lacks
        """
        result = super()._check_ready_to_sign()
        if not (self._holding_sla() or self._get_signed_along()):
            raise UserError(
                self.env._(
                    "%(contract)s is signed together with its SLA:\n%(problems)s",
                    contract=self.display_name,
                    problems="\n".join(
                        f"- {problem}" for problem in self._lacks_to_begin()
                    ),
                )
            )
        return result

    def _after_signatures(self):
        result = super()._after_signatures()
        self._become_signed(max(self.provider_signed_on, self.customer_signed_on))
        return result

    # === PORTAL === #

    def _get_portal_period(self):
        return self.date_start, self._get_last_day()

    def _portal_annexes(self):
        """Return the versions of the SLA that the customer was sent too."""
        return self.sla_ids.filtered_domain(self.sla_ids._shown_domain())

    def _portal_values(self):
        """Return what the page shows; adds services, prices and the SLA.

        :return: also ``lines, payments`` (dicts of texts), ``amounts`` (``[(label,
            text)]``), ``in_words`` and ``slas`` (rows, with ``terms``)
        """
        return {
            **super()._portal_values(),
            "lines": [self._portal_line(line) for line in self.line_ids],
            "amounts": self._portal_amounts(),
            "in_words": self.amount_total and self.amount_in_words,
            "payments": [self._portal_payment(line) for line in self.payment_ids],
            "slas": [
                {**sla._portal_row(), "terms": sla._portal_terms()}
                for sla in self._portal_annexes()
            ],
        }

    def _portal_line(self, line):
        discount = f"{line.discount:g} %" if line.discount else ""
        return {
            "name": line.name,
            "service": line.service_id.name or "",
            "quantity": f"{line.quantity:g}",
            "price": self._portal_amount(line.price_unit),
            "discount": discount,
            "taxes": ", ".join(line.tax_ids.mapped("name")),
            "subtotal": self._portal_amount(line.price_subtotal),
        }

    def _portal_payment(self, payment):
        return {
            "name": payment.name,
            "share": f"{payment.percentage:g} %" if payment.percentage else "",
            "condition": payment.condition or "",
            "due": payment.due_date or "",
            "amount": self._portal_amount(payment.amount),
        }

    def _portal_amounts(self):
        """Return the amounts that there are, with their labels."""
        names = ("amount_untaxed", "amount_tax", "amount_total", "monthly_fee")
        labels = self.fields_get(names, ["string"])
        return [
            (labels[name]["string"], self._portal_amount(amount))
            for name in names
            if (amount := self[name])
        ]

    def _portal_amount(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)
