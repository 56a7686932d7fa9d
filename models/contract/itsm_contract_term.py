from odoo import fields, models


class ItsmContractTerm(models.Model):
    """What a contract says of price, workload and end from a day on.

    Only contracts that were amended have terms: of the others, what they say holds from
    the first day to the last. They are seen with the contract.
    """

    _name = "itsm.contract.term"
    _description = "Terms of a Contract from a Day on"
    _inherit = ["itsm.engine.written.mixin", "itsm.bound.mixin"]
    _order = "contract_id, date_from, id"
    _rec_name = "date_from"
    _bound_to = "contract_id"

    contract_id = fields.Many2one(
        comodel_name="itsm.contract",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="contract_id.company_id")
    date_from = fields.Date(string="From", required=True, readonly=True)
    version = fields.Char(required=True, readonly=True, help="Of the contract.")
    amendment_id = fields.Many2one(
        comodel_name="itsm.contract",
        readonly=True,
        ondelete="restrict",
        help="Empty: as the contract was signed.",
    )
    currency_id = fields.Many2one(related="contract_id.currency_id")
    monthly_fee = fields.Monetary(readonly=True)
    workload_limit = fields.Integer(
        readonly=True, help="Tickets per month. 0: no limit was agreed."
    )
    date_end = fields.Date(string="End Date", readonly=True)
