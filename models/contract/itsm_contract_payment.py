from odoo import api, fields, models

from ...const import INVOICE_TYPES


class ItsmContractPayment(models.Model):
    """A payment of a contract: how much, for what, and when (付款方式, domain 2.2)."""

    _name = "itsm.contract.payment"
    _description = "Contract Payment"
    _inherit = ["itsm.contract.part.mixin"]

    kind = fields.Selection(
        selection=[
            ("advance", "Advance"),
            ("periodic", "By period"),
            ("acceptance", "After acceptance"),
            ("final", "Final payment"),
            ("other", "Other"),
        ],
        required=True,
        default="periodic",
    )
    name = fields.Char(string="Payment", required=True, translate=True)
    percentage = fields.Float(
        string="Share (%)",
        digits=(7, 4),
        help="Of the contract's total, taxes included. 0: the amount is entered.",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        help="Taxes included. Of shares it is computed; where all payments are shares,"
        " the last one takes what rounding leaves.",
    )
    currency_id = fields.Many2one(related="contract_id.currency_id")
    date_from = fields.Date(string="From", help="First day that the payment is for.")
    date_to = fields.Date(string="To", help="Last day that the payment is for.")
    condition = fields.Char(
        translate=True,
        help="What must have happened, e.g. the reports of the quarter are accepted.",
    )
    due_date = fields.Date(help="The day by which it is paid, where one was agreed.")
    due_days = fields.Integer(
        string="Days to Pay",
        help="Calendar days after the condition is met and the invoice received, where"
        " no day was agreed.",
    )
    invoice_type = fields.Selection(
        selection=INVOICE_TYPES,
        required=True,
        compute="_compute_invoice_type",
        store=True,
        readonly=False,
        precompute=True,
    )

    _check_percentage = models.Constraint(
        "CHECK (percentage BETWEEN 0 AND 100)",
        "The share of a payment is from 0 to 100 %.",
    )
    _check_amount = models.Constraint(
        "CHECK (amount >= 0)", "The amount of a payment is 0 or more."
    )
    _check_days = models.Constraint(
        "CHECK (due_days BETWEEN 0 AND 365)", "The days to pay are from 0 to 365."
    )
    _check_period = models.Constraint(
        "CHECK (date_to >= date_from)",
        "The period of a payment ends before it starts: correct one of the dates.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "percentage",
        "sequence",
        "contract_id.amount_total",
        "contract_id.payment_ids.percentage",
        "contract_id.payment_ids.sequence",
    )
    def _compute_amount(self):
        for contract, lines in self.grouped("contract_id").items():
            shares = contract._payment_shares()
            for line in lines:
                line.amount = shares.get(line, line.amount)

    @api.depends("contract_id")
    def _compute_invoice_type(self):
        for line in self:
            line.invoice_type = (
                line.invoice_type or line.contract_id.invoice_type or "special"
            )
