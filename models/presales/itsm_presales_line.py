from odoo import fields, models


class ItsmPresalesLine(models.Model):
    """A service that a presales plan offers, with its price (domain 2.1, 6 and 15)."""

    _name = "itsm.presales.line"
    _description = "Presales Plan Line"
    _inherit = ["itsm.priced.line.mixin"]
    _order = "plan_id, sequence, id"
    _agreement_path = "plan_id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="itsm.presales.plan",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    currency_id = fields.Many2one(related="plan_id.currency_id")
