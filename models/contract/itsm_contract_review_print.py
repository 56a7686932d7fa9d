from odoo import models
from odoo.tools import format_amount


class ItsmContractReview(models.Model):
    """The printed contract review record (domain 2.3); the margin is not printed."""

    _inherit = "itsm.contract.review"
    _print_report = "itsm_service_delivery.action_report_contract_review"
    _void_states = ("rejected", "superseded", "cancelled")

    def _get_print_facts(self):
        facts = super()._get_print_facts()
        # superuser: who reads the review reads what it is about
        review = self.sudo()
        contract = review.contract_id
        amount = format_amount(self.env, review.amount, review.currency_id)
        names = ["kind", *(["plan_number"] if review.plan_number else []), "mode"]
        return [
            *facts,
            (
                self._print_fact("contract_id")[0],
                " · ".join(filter(None, [contract.number, contract.name])),
            ),
            (self._print_fact("contract_version")[0], review.contract_version),
            self._print_fact("partner_id"),
            (self._print_fact("amount")[0], amount),
            *(self._print_fact(name) for name in names),
            self._print_fact("conclusion"),
        ]
