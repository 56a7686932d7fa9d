from odoo import models


class ItsmContract(models.Model):
    """What a contract must say before it is submitted: its terms."""

    _inherit = "itsm.contract"

    # === ACTION METHODS === #

    def action_submit(self):
        # what the contacts say by now need not be typed
        drafts = self.filtered(lambda contract: contract.state == "draft")
        if drafts.has_access("write"):
            drafts._fill_empty_details()
        return super().action_submit()

    # === BUSINESS METHODS === #

    def _fill_terms(self):
        """Give drafts the terms to begin with: the first set of clauses, a schedule.

        For whoever makes a contract from a plan or an order.
        """
        for contract in self:
            if not contract.clause_ids:
                contract._insert_clauses(contract._get_clause_templates()[:1])
            # a price that can be shared out
            if not contract.payment_ids and contract.amount_total >= 1:
                schedule = self.env["itsm.contract.schedule"]
                schedule.create({"contract_id": contract.id}).action_make()

    def _get_open_terms(self):
        """Return what is missing or wrong in the terms, as sentences."""
        return (
            self._missing_details()
            + self._wrong_payments()
            + self._wrong_clauses()
            + self._missing_terms()
        )

    def _missing_terms(self):
        """Return what lacks of disputes, languages and annexes, as sentences."""
        problems = []
        if self.dispute_resolution == "arbitration" and not self.arbitration_commission:
            problems.append(
                self.env._(
                    "It refers disputes to arbitration, but names no commission: enter"
                    " it, or choose the court."
                )
            )
        # superuser: which languages there are is no secret
        installed = dict(self.env["res.lang"].sudo().get_installed())
        if self.language in ("zh_CN", "both") and "zh_CN" not in installed:
            problems.append(
                self.env._(
                    "It is to be printed in Chinese, which is not installed: ask an"
                    " administrator to add the language."
                )
            )
        problems += [
            self.env._(
                'The annex %s has no file: add it, or tick "To Follow".', annex.name
            )
            for annex in self.annex_ids
            if not annex.file and not annex.is_to_follow
        ]
        return problems
