from decimal import Decimal

from odoo import api, fields, models

from ...engine.errors import MoneyError
from ...engine.money import share_out, to_cents

_WHOLE = Decimal(100)


class ItsmContract(models.Model):
    """When the customer pays what."""

    _inherit = "itsm.contract"

    payment_ids = fields.One2many(
        comodel_name="itsm.contract.payment",
        inverse_name="contract_id",
        string="Payments",
        copy=True,
    )
    payment_warning = fields.Char(compute="_compute_payment_warning")

    # === COMPUTE METHODS === #

    @api.depends("amount_total", "payment_ids.amount", "payment_ids.percentage")
    @api.depends_context("lang")
    def _compute_payment_warning(self):
        for contract in self:
            problems = contract._wrong_payments() if contract.payment_ids else []
            contract.payment_warning = " ".join(problems)

    # === ACTION METHODS === #

    def action_make_schedule(self):
        """Open the dialog that fills the payments by the contract's period."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make a Schedule"),
            "res_model": "itsm.contract.schedule",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    # === BUSINESS METHODS === #

    def _money_places(self):
        """Return the decimals of the contract's currency."""
        return (self.currency_id or self.env.company.currency_id).decimal_places

    def _payment_shares(self):
        """Return the amounts of the payments that are shares: ``{payment: float}``."""
        payments = self.payment_ids.sorted(
            lambda line: (line.sequence, line._origin.id or float("inf"))
        )
        parts = payments.filtered("percentage")
        places = self._money_places()
        percentages = [Decimal(str(line.percentage)) for line in parts]
        try:
            if parts and parts == payments and sum(percentages) == _WHOLE:
                amounts = share_out(self.amount_total, percentages, places)
            else:
                total = to_cents(self.amount_total, places)
                amounts = [
                    to_cents(total * percentage / _WHOLE, places)
                    for percentage in percentages
                ]
        except MoneyError:
            # an amount that nobody means: `_wrong_payments` says so
            return {}
        return dict(zip(parts, map(float, amounts), strict=True))

    def _wrong_payments(self):
        """Return what does not fit in the payments, as sentences."""
        self.ensure_one()
        if not self.payment_ids:
            if not self.amount_total:
                return []
            return [
                self.env._(
                    "It does not say when the customer pays: press Make a Schedule"
                    " under Payments."
                )
            ]
        parts = self.payment_ids.filtered("percentage")
        percentages = sum(Decimal(str(line.percentage)) for line in parts)
        if parts == self.payment_ids and percentages != _WHOLE:
            return [
                self.env._(
                    "The shares of its payments are %(sum)s %% together: they must be"
                    " 100 %%.",
                    sum=f"{percentages.normalize():f}",
                )
            ]
        places = self._money_places()
        try:
            total = to_cents(self.amount_total, places)
            paid = sum(to_cents(line.amount, places) for line in self.payment_ids)
        except MoneyError as error:
            return [self.env._(error.message, **error.values)]
        if paid == total:
            return []
        return [
            self.env._(
                "Its payments are %(paid)s together, but its total is %(total)s:"
                " correct the amounts, or press Make a Schedule.",
                paid=self.currency_id.format(float(paid)),
                total=self.currency_id.format(float(total)),
            )
        ]
