from odoo import api, fields, models

from .itsm_project_initiation import COST_VIEWER


class ItsmProjectInitiation(models.Model):
    """What a project may cost, and what it is to leave: for cost viewers only.

    The groups are on the fields, so that no view, export, search, group, comparison or
    print has them for others.
    """

    _inherit = "itsm.project.initiation"

    budget_ids = fields.One2many(
        comodel_name="itsm.project.initiation.budget",
        inverse_name="initiation_id",
        copy=True,
        groups=COST_VIEWER,
    )
    budget_total = fields.Monetary(
        compute="_compute_margin", store=True, groups=COST_VIEWER
    )
    revenue = fields.Monetary(
        compute="_compute_revenue",
        store=True,
        readonly=False,
        precompute=True,
        help="What the project brings in, without taxes: that of the contract, unless"
        " entered otherwise.",
    )
    expected_margin = fields.Monetary(
        compute="_compute_margin",
        store=True,
        groups=COST_VIEWER,
        help="Revenue less the budget.",
    )
    expected_margin_pct = fields.Float(
        string="Expected Margin (%)",
        compute="_compute_margin",
        store=True,
        digits=(16, 2),
        aggregator=None,
        groups=COST_VIEWER,
        help="Of the revenue.",
    )

    _check_revenue = models.Constraint(
        "CHECK (revenue >= 0)", "The revenue of a project is 0 or more."
    )

    @api.depends("contract_id")
    def _compute_revenue(self):
        for initiation in self:
            contract = initiation.contract_id
            fee = contract.monthly_fee * contract._count_months() if contract else 0.0
            initiation.revenue = contract.amount_untaxed or fee

    @api.depends("budget_ids.amount", "revenue")
    def _compute_margin(self):
        for initiation in self:
            revenue = initiation.revenue
            initiation.budget_total = sum(initiation.budget_ids.mapped("amount"))
            initiation.expected_margin = revenue - initiation.budget_total
            share = initiation.expected_margin / revenue if revenue else 0.0
            initiation.expected_margin_pct = 100 * share
