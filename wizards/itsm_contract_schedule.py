from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import date_utils

from ..const import INVOICE_TYPES
from ..engine.errors import MoneyError
from ..engine.money import share_out

_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
# A share that these decimals hold follows the total when that changes.
_EXACT = Decimal("0.0001")


class ItsmContractSchedule(models.TransientModel):
    """Make the payments of a contract by its period: all at once, to the cent."""

    _name = "itsm.contract.schedule"
    _description = "Make a Payment Schedule"

    contract_id = fields.Many2one(
        comodel_name="itsm.contract", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="contract_id.currency_id")
    amount_total = fields.Monetary(related="contract_id.amount_total")
    payment_count = fields.Integer(
        string="Payments Now", compute="_compute_payment_count"
    )
    advance_pct = fields.Float(
        string="Advance (%)",
        digits=(5, 2),
        help="Paid after the contract is signed. 0: no advance.",
    )
    rhythm = fields.Selection(
        selection=[
            ("monthly", "Every month"),
            ("quarterly", "Every quarter"),
            ("yearly", "Every year"),
            ("once", "At once"),
        ],
        string="The Rest",
        required=True,
        default="quarterly",
        help="Months, quarters and years are counted from the contract's first day.",
    )
    moment = fields.Selection(
        selection=[
            ("after", "After each period, once its service reports are accepted"),
            ("before", "Before each period"),
        ],
        required=True,
        default="after",
    )
    due_days = fields.Integer(
        string="Days to Pay",
        required=True,
        default=15,
        help="Calendar days after the condition is met and the invoice received.",
    )
    invoice_type = fields.Selection(
        selection=INVOICE_TYPES,
        string="Invoices",
        required=True,
        compute="_compute_invoice_type",
        store=True,
        readonly=False,
        precompute=True,
    )

    _check_days = models.Constraint(
        "CHECK (due_days BETWEEN 0 AND 365)", "The days to pay are from 0 to 365."
    )
    _check_advance = models.Constraint(
        "CHECK (advance_pct >= 0 AND advance_pct <= 100)",
        "The advance is from 0 to 100 %.",
    )

    # === COMPUTE METHODS === #

    @api.depends("contract_id")
    def _compute_payment_count(self):
        for wizard in self:
            wizard.payment_count = len(wizard.contract_id.payment_ids)

    @api.depends("contract_id")
    def _compute_invoice_type(self):
        for wizard in self:
            wizard.invoice_type = wizard.contract_id.invoice_type or "special"

    # === ACTION METHODS === #

    def action_make(self):
        """Replace the payments of the contract.

        :raise UserError: it has no price yet, or one too small to be shared out
        """
        self.ensure_one()
        contract = self.contract_id
        contract.check_access("write")
        if contract.amount_total <= 0:
            raise UserError(
                self.env._(
                    "%s has no price yet: enter its services first.",
                    contract.display_name,
                )
            )
        contract.payment_ids = [Command.clear()]
        periods = self._get_periods()
        self.env["itsm.contract.payment"]._write_texts(
            self._payment_vals(periods), lambda env: self._texts(env, periods)
        )
        return {"type": "ir.actions.act_window_close"}

    # === BUSINESS METHODS === #

    def _get_periods(self):
        """Return the periods that are paid for, clipped to the contract.

        :return: ``[(first day, last day, share of a full period)]``
        """
        contract = self.contract_id
        start, end = contract.date_start, contract.date_end
        if self.advance_pct == 100:
            return []
        if self.rhythm == "once":
            return [(start, end, Decimal(1))]
        months = _MONTHS[self.rhythm]
        periods = []
        first = start
        while first <= end:
            # from the start each time: 31 January, 28 February, 31 March
            following = date_utils.add(start, months=months * (len(periods) + 1))
            last = min(following - timedelta(days=1), end)
            days = Decimal((last - first).days + 1)
            periods.append((first, last, days / (following - first).days))
            first = following
        return periods

    def _payment_vals(self, periods):
        """Return the values of the payments, without their texts."""
        contract = self.contract_id
        common = {
            "contract_id": contract.id,
            "invoice_type": self.invoice_type,
            "due_days": self.due_days,
        }
        advance = Decimal(str(self.advance_pct))
        weights = [weight for *_days, weight in periods]
        whole = sum(weights)
        parts = [(100 - advance) * weight / whole for weight in weights]
        shares = [advance, *parts] if advance else parts
        try:
            amounts = share_out(
                contract.amount_total, shares, contract.currency_id.decimal_places
            )
        except MoneyError as error:
            raise UserError(self.env._(error.message, **error.values)) from error
        exact = all(share == share.quantize(_EXACT) for share in shares)
        vals_list = [
            {
                **common,
                "sequence": 10 * place,
                "percentage": float(share) if exact else 0.0,
                "amount": float(amount),
            }
            for place, (share, amount) in enumerate(
                zip(shares, amounts, strict=True), 1
            )
        ]
        of_periods = vals_list[1:] if advance else vals_list
        if advance:
            vals_list[0]["kind"] = "advance"
        for vals, (first, last, _weight) in zip(of_periods, periods, strict=True):
            kind = "final" if self.rhythm == "once" else "periodic"
            vals.update(kind=kind, date_from=first, date_to=last)
        return vals_list

    def _texts(self, env, periods):
        """Return the names and conditions of the payments, in a language.

        :return: ``[{field: text}]``
        """
        signed = env._("The contract is signed")
        condition = {
            ("once", "before"): signed,
            ("once", "after"): env._("The service is accepted"),
        }.get((self.rhythm, self.moment)) or (
            env._("The period begins")
            if self.moment == "before"
            else env._("The service reports of the period are accepted")
        )
        texts = [
            {"name": self._period_name(env, place), "condition": condition}
            for place, _period in enumerate(periods, 1)
        ]
        if self.advance_pct:
            texts.insert(0, {"name": env._("Advance"), "condition": signed})
        return texts

    def _period_name(self, env, place):
        return {
            "monthly": env._("Month %s", place),
            "quarterly": env._("Quarter %s", place),
            "yearly": env._("Year %s", place),
            "once": env._("Service fee"),
        }[self.rhythm]
