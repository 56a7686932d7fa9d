from odoo import fields, models


class ResCompany(models.Model):
    """What a company has settled for its service contracts."""

    _inherit = "res.company"

    itsm_small_contract_limit = fields.Monetary(
        string="Small Contracts up to",
        help="A confirmed sales order up to this total, taxes included, becomes a"
        " contract without a presales plan. 0: none does.",
    )
    itsm_renewal_notice_days = fields.Integer(
        string="Renewal Reminder",
        default=90,
        help="Days before its end on which the sales owner of a contract is reminded to"
        " renew it.",
    )
    itsm_initiation_days = fields.Integer(
        string="Initiation Due",
        default=5,
        help="Days after the signature within which the project of a contract is"
        " initiated, or changed.",
    )

    _itsm_check_contract_settings = models.Constraint(
        "CHECK (itsm_small_contract_limit >= 0 AND itsm_renewal_notice_days >= 0"
        " AND itsm_initiation_days >= 0)",
        "Amounts and days are 0 or more.",
    )
