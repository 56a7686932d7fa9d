from odoo import api, fields, models


class ItsmPresalesCost(models.Model):
    """What delivering a plan costs (成本测算, domain 2.1, 15).

    Nobody but cost viewers has access to this model: no customer and no salesperson
    ever sees a cost, in whichever way it is asked for.
    """

    _name = "itsm.presales.cost"
    _description = "Presales Plan Cost"
    _inherit = ["itsm.document.part.mixin"]
    _order = "plan_id, sequence, id"
    _agreement_path = "plan_id"

    plan_id = fields.Many2one(
        comodel_name="itsm.presales.plan",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    currency_id = fields.Many2one(related="plan_id.currency_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[
            ("person_days", "Person-days"),
            ("spares", "Spare Parts"),
            ("subcontract", "Subcontract"),
            ("travel", "Travel"),
            ("overhead", "Overhead"),
            ("tax", "Tax"),
            ("other", "Other"),
        ],
        required=True,
        default="person_days",
    )
    name = fields.Char(string="Description", required=True)
    quantity = fields.Float(default=1.0, digits="Product Unit")
    unit_cost = fields.Monetary()
    amount = fields.Monetary(compute="_compute_amount", store=True)

    _check_figures = models.Constraint(
        "CHECK (quantity >= 0 AND unit_cost >= 0)",
        "Quantity and unit cost of a cost line are 0 or more.",
    )

    @api.depends("quantity", "unit_cost", "currency_id")
    def _compute_amount(self):
        for cost in self:
            currency = cost.currency_id or self.env.company.currency_id
            cost.amount = currency.round(cost.quantity * cost.unit_cost)
