from odoo import fields, models


class ItsmPresalesSupplier(models.Model):
    """Who supplies what of a plan (domain 2.1, 10)."""

    _name = "itsm.presales.supplier"
    _description = "Presales Plan Supplier"
    _inherit = ["itsm.document.part.mixin"]
    _order = "plan_id, sequence, id"
    _rec_name = "partner_id"
    _agreement_path = "plan_id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="itsm.presales.plan",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Supplier",
        required=True,
        check_company=True,
        ondelete="restrict",
    )
    scope = fields.Char(
        string="Supplies", required=True, help="Services, parts, second line …"
    )
    commitment = fields.Char(
        string="Committed to", help="Times that back the SLA to the customer."
    )
