from odoo import models
from odoo.exceptions import UserError


class ItsmContract(models.Model):
    """What must be there before a contract is submitted."""

    _inherit = "itsm.contract"

    def _check_ready_to_submit(self):
        """Check that parties, dates, price and SLA are there, and fit together.

        :raise UserError: names all that is missing, and what to do
        """
        result = super()._check_ready_to_submit()
        self._refuse_for(self._get_problems() + self._get_open_terms())
        return result

    def _check_ready_to_adopt(self):
        """Check a contract from elsewhere: its terms are on the paper that was signed.

        :raise UserError: names all that is missing, and what to do
        """
        self._refuse_for(self._get_problems())

    def _refuse_for(self, problems):
        if problems:
            raise UserError(
                self.env._(
                    "%(contract)s is not ready:\n%(problems)s",
                    contract=self.display_name,
                    problems="\n".join(f"- {problem}" for problem in problems),
                )
            )

    def _get_problems(self):
        """Return what is missing or wrong, as sentences; other rooms add theirs."""
        problems = self._wrong_parties() + self._wrong_price()
        if self.kind == "amendment":
            return problems + self._get_wrong_amendment()
        return problems + self._wrong_sla()

    def _wrong_parties(self):
        # superuser: a company's own contact is not everybody's to read
        own = self.sudo().company_id.partner_id
        if self.sudo().partner_id.commercial_partner_id == own.commercial_partner_id:
            return [
                self.env._(
                    "%(customer)s is the provider itself: choose the customer.",
                    customer=self.partner_id.display_name,
                )
            ]
        return []

    def _wrong_price(self):
        if self.line_ids or self.monthly_fee:
            return []
        return [
            self.env._(
                "It sells nothing: enter at least one service, or the monthly fee."
            )
        ]

    def _wrong_sla(self):
        """Return what is wrong with the first day's SLA; it may be a draft yet."""
        slas = self._get_valid_slas()
        if not slas:
            return self._lacks_to_begin()
        if any(sla.date_start and sla.date_start <= self.date_start for sla in slas):
            return []
        return [
            self.env._(
                "%(sla)s starts on %(sla_start)s, but the contract on %(start)s: the"
                " SLA must hold from the contract's first day.",
                sla=slas[-1:].display_name,
                sla_start=slas[-1:].date_start or self.env._("no day yet"),
                start=self.date_start,
            )
        ]
