from odoo import api, fields, models

COST_VIEWER = "itsm_service_delivery.group_cost_viewer"


class ItsmPresalesPlan(models.Model):
    """What a plan costs and leaves (domain 2.1, 15): for cost viewers only.

    The groups are on the fields, so that no view, export, search, group, comparison or
    print has them for others.
    """

    _inherit = "itsm.presales.plan"

    cost_ids = fields.One2many(
        comodel_name="itsm.presales.cost",
        inverse_name="plan_id",
        string="Costs",
        copy=True,
        groups=COST_VIEWER,
    )
    cost_total = fields.Monetary(
        string="Total Cost",
        compute="_compute_margin",
        store=True,
        groups=COST_VIEWER,
    )
    margin = fields.Monetary(
        compute="_compute_margin",
        store=True,
        groups=COST_VIEWER,
        help="Untaxed amount less all costs.",
    )
    margin_pct = fields.Float(
        string="Margin (%)",
        digits=(16, 2),
        compute="_compute_margin",
        store=True,
        aggregator=None,
        groups=COST_VIEWER,
        help="Of the untaxed amount.",
    )
    is_low_margin = fields.Boolean(
        string="Low Margin",
        compute="_compute_is_low_margin",
        store=True,
        groups=COST_VIEWER,
        help="Below the company's margin limit: the director decides too.",
    )

    @api.depends("amount_untaxed", "cost_ids.amount")
    def _compute_margin(self):
        for plan in self:
            plan.cost_total = sum(plan.cost_ids.mapped("amount"))
            plan.margin = plan.amount_untaxed - plan.cost_total
            untaxed = plan.amount_untaxed
            plan.margin_pct = 100 * plan.margin / untaxed if untaxed else 0.0

    @api.depends("margin", "company_id.itsm_margin_limit")
    def _compute_is_low_margin(self):
        for plan in self:
            if plan.state != "draft" and plan._origin:
                # as it was when it was submitted, whatever the limit is by now
                plan.is_low_margin = plan.is_low_margin
                continue
            currency = plan.currency_id or self.env.company.currency_id
            least = plan.amount_untaxed * plan.company_id.itsm_margin_limit / 100
            plan.is_low_margin = currency.compare_amounts(plan.margin, least) < 0
