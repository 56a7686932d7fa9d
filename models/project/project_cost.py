from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount

from ...engine import rounding

COST_VIEWER = "itsm_service_delivery.group_cost_viewer"

# Which kinds of budget pay for which kind of cost.
KINDS = {
    "labour": ("labour",),
    "purchase": ("purchase", "subcontract"),
    "other": ("travel", "other"),
}


class ProjectProject(models.Model):
    """What a service project may cost and has cost (预算成本, 实际成本, 1.1).

    The figures are Odoo's analytic accounting of the project: hours at the cost stored
    with them, posted vendor bills, and other costs booked on the project's account.
    """

    _inherit = "project.project"

    itsm_budget_labour = fields.Monetary(
        string="Budget: Labour", compute="_compute_itsm_budget", groups=COST_VIEWER
    )
    itsm_budget_purchase = fields.Monetary(
        string="Budget: Purchases and Subcontracts",
        compute="_compute_itsm_budget",
        groups=COST_VIEWER,
    )
    itsm_budget_other = fields.Monetary(
        string="Budget: Travel and Other",
        compute="_compute_itsm_budget",
        groups=COST_VIEWER,
    )
    itsm_budget_total = fields.Monetary(
        string="Budget",
        compute="_compute_itsm_budget",
        groups=COST_VIEWER,
        help="That of the initiation in force: the baseline.",
    )
    itsm_cost_labour = fields.Monetary(
        string="Labour",
        compute="_compute_itsm_cost",
        groups=COST_VIEWER,
        help="Hours posted, at the cost of each.",
    )
    itsm_cost_purchase = fields.Monetary(
        string="Purchases",
        compute="_compute_itsm_cost",
        groups=COST_VIEWER,
        help="Posted vendor bills, less refunds.",
    )
    itsm_cost_other = fields.Monetary(
        string="Other Costs", compute="_compute_itsm_cost", groups=COST_VIEWER
    )
    itsm_cost_actual = fields.Monetary(
        string="Actual Cost", compute="_compute_itsm_cost", groups=COST_VIEWER
    )
    itsm_cost_committed = fields.Monetary(
        string="Committed",
        compute="_compute_itsm_cost",
        groups=COST_VIEWER,
        help="Confirmed purchase orders, as far as no posted bill has come.",
    )
    itsm_cost_variance = fields.Monetary(
        string="Cost Variance",
        compute="_compute_itsm_cost_variance",
        groups=COST_VIEWER,
        help="Budget less actual cost: negative when the project costs more.",
    )
    itsm_cost_variance_pct = fields.Char(
        string="Cost Variance (%)",
        compute="_compute_itsm_cost_variance",
        groups=COST_VIEWER,
        help="Of the budget; not applicable without one.",
    )
    itsm_cost_table = fields.Html(
        string="Budget and Cost",
        compute="_compute_itsm_cost_variance",
        sanitize=False,
        groups=COST_VIEWER,
    )

    # === COMPUTE METHODS === #

    @api.depends("itsm_initiation_id.budget_ids.amount", "account_id")
    def _compute_itsm_budget(self):
        # superuser: the fields have the groups
        lines = self.sudo().itsm_initiation_id.budget_ids
        budgets = defaultdict(float)
        for line in lines:
            budgets[line.initiation_id, line.kind] += line.amount
        for project in self:
            initiation = project.sudo().itsm_initiation_id
            for kind, parts in KINDS.items():
                amount = sum(budgets[initiation, part] for part in parts)
                project[f"itsm_budget_{kind}"] = initiation.currency_id._convert(
                    amount, project.currency_id, initiation.company_id
                ) if initiation else 0.0
            project.itsm_budget_total = sum(
                project[f"itsm_budget_{kind}"] for kind in KINDS
            )

    @api.depends("account_id")
    def _compute_itsm_cost(self):
        costs = self._itsm_get_costs()
        committed = self._itsm_get_committed()
        for project in self:
            for kind in KINDS:
                project[f"itsm_cost_{kind}"] = costs[project._origin.id, kind]
            project.itsm_cost_actual = sum(
                project[f"itsm_cost_{kind}"] for kind in KINDS
            )
            project.itsm_cost_committed = committed[project._origin.id]

    @api.depends("itsm_budget_total", "itsm_cost_actual", "itsm_cost_committed")
    @api.depends_context("lang")
    def _compute_itsm_cost_variance(self):
        for project in self:
            budget, actual = project.itsm_budget_total, project.itsm_cost_actual
            project.itsm_cost_variance = budget - actual
            project.itsm_cost_variance_pct = project._itsm_variance_pct(budget, actual)
            project.itsm_cost_table = self.env["ir.qweb"]._render(
                "itsm_service_delivery.project_cost_table",
                {"rows": project._itsm_cost_rows()},
            )

    # === BUSINESS METHODS === #

    def _itsm_get_costs(self):
        """Return what was booked on the projects, as costs above zero.

        :return: ``{(project id, "labour" | "purchase" | "other"): amount}`` in each
            project's currency
        """
        result = defaultdict(float)
        # superuser: the fields have the groups, and their readers need no accounting
        lines = self.env["account.analytic.line"].sudo()
        projects = self.sudo()._origin
        hours = lines._read_group(
            [("project_id", "in", projects.ids)],
            ["project_id", "currency_id"],
            ["amount:sum"],
        )
        for project, currency, amount in hours:
            result[project.id, "labour"] -= project._itsm_to_currency(amount, currency)
        # what earns is no cost, and hours are counted already
        income = Domain("general_account_id.account_type", "in", _INCOME)
        booked = Domain("general_account_id", "!=", False) & ~income
        noted = Domain("general_account_id", "=", False) & Domain("amount", "<", 0)
        groups = lines._read_group(
            Domain("account_id", "in", projects.account_id.ids)
            & Domain("project_id", "=", False)
            & Domain("category", "!=", "invoice")
            & (booked | noted),
            ["account_id", "category", "currency_id"],
            ["amount:sum"],
        )
        by_account = projects.grouped("account_id")
        for account, category, currency, amount in groups:
            kind = "purchase" if category == "vendor_bill" else "other"
            for project in by_account[account]:
                result[project.id, kind] -= project._itsm_to_currency(amount, currency)
        return result

    def _itsm_get_committed(self):
        """Return what is ordered for the projects, and not billed yet.

        :return: ``{project id: amount}`` in each project's currency
        """
        result = defaultdict(float)
        projects = self.sudo()._origin.filtered("account_id")
        if not projects:
            return result
        # superuser: the fields have the groups, and their readers need no purchases
        lines = self.env["purchase.order.line"].sudo().search(
            Domain("analytic_distribution", "in", projects.account_id.ids)
            & Domain("state", "=", "purchase")
            & Domain("product_qty", ">", 0)
        )
        for line in lines:
            open_amount = line.price_subtotal * _unbilled_share(line)
            for project in projects:
                share = sum(
                    percentage
                    for accounts, percentage in line.analytic_distribution.items()
                    if str(project.account_id.id) in accounts.split(",")
                )
                result[project.id] += project._itsm_to_currency(
                    open_amount * share / 100, line.currency_id
                )
        return result

    def _itsm_to_currency(self, amount, currency):
        company = self.company_id or self.env.company
        return currency._convert(amount, self.currency_id, company)

    def _itsm_cost_rows(self):
        """Return the table of budget and cost, in the user's words.

        :return: dicts ``name, budget, actual, committed, variance, variance_pct,
            is_over, is_total``; amounts as text
        """
        self.ensure_one()
        committed = {"purchase": self.itsm_cost_committed}
        rows = [
            (
                name,
                self[f"itsm_budget_{kind}"],
                self[f"itsm_cost_{kind}"],
                committed.get(kind, 0.0),
            )
            for kind, name in (
                ("labour", self.env._("Labour")),
                ("purchase", self.env._("Purchases and subcontracts")),
                ("other", self.env._("Travel and other")),
            )
        ]
        rows.append(
            (
                self.env._("Total"),
                self.itsm_budget_total,
                self.itsm_cost_actual,
                self.itsm_cost_committed,
            )
        )

        def money(amount):
            return format_amount(self.env, amount, self.currency_id)

        return [
            {
                "name": name,
                "budget": money(budget),
                "actual": money(actual),
                "committed": money(ordered),
                "variance": money(budget - actual),
                "variance_pct": self._itsm_variance_pct(budget, actual),
                "is_over": self.currency_id.compare_amounts(actual, budget) > 0,
                "is_total": number == len(rows),
            }
            for number, (name, budget, actual, ordered) in enumerate(rows, start=1)
        ]

    def _itsm_variance_pct(self, budget, actual):
        """Return the variance as a share of the budget, or "N/A" without one."""
        if self.currency_id.is_zero(budget):
            return self.env._("N/A")
        budget, actual = rounding.exact(budget), rounding.exact(actual)
        return f"{rounding.percentage((budget - actual) / budget)} %"

    # === WHO SEES COSTS === #

    def _show_profitability(self):
        """Odoo's dashboard shows it to every project user: here, to cost viewers."""
        shown = super()._show_profitability()
        # superuser: whether it is a service project does not depend on who asks
        if self.sudo().itsm_contract_id:
            return shown and self.env.user.has_group(COST_VIEWER)
        return shown

    def _get_profitability_values(self):
        """A project update keeps them as text that the whole team reads: none here."""
        # superuser: whether it is a service project does not depend on who asks
        if self.sudo().itsm_contract_id:
            return {}, False
        return super()._get_profitability_values()


_INCOME = ("income", "income_other")


def _unbilled_share(line):
    """Return which part of an order line no posted bill has come for, 0 to 1."""
    billed = 0.0
    for bill in line.invoice_lines.filtered(lambda bill: bill.parent_state == "posted"):
        quantity = bill.product_uom_id._compute_quantity(
            bill.quantity, line.product_uom_id
        )
        billed += -quantity if bill.is_refund else quantity
    return max(0.0, min(1.0, 1 - billed / line.product_qty))
