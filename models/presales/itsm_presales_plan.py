from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..approval import guard
from .itsm_information_sheet import SERVICE_ROLES

# What sales write of a plan: who and when, the customer's side of it, the prices.
SALES_FIELDS = frozenset(
    {
        "background",
        "competitor",
        "currency_id",
        "current_state",
        "date_end",
        "date_start",
        "influence",
        "line_ids",
        "name",
        "objective",
        "partner_id",
        "remark",
        "sale_order_id",
        "scope_in",
        "scope_out",
        "sheet_id",
        "user_id",
        "validity_date",
    }
)
_VALID_DAYS = 30


class ItsmPresalesPlan(models.Model):
    """A presales plan (售前方案, clauses 1.1.4 to 1.1.6).

    The service department draws it up from the confirmed information sheet, its own
    capability and the customer's systems; sales write the prices and the customer's
    side. Approved, it is what a contract is made of. Its sections are those of domain
    2.1.
    """

    _name = "itsm.presales.plan"
    _description = "Presales Plan"
    _inherit = ["itsm.document.mixin"]
    _order = "number desc, id desc"
    _rec_names_search = ["number", "name", "partner_id"]
    _check_company_auto = True
    _document_type = "presales_plan"

    # Who and when
    name = fields.Char(string="Title", required=True, tracking=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        tracking=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    sale_order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Quotation",
        index="btree_not_null",
        check_company=True,
        domain="[('partner_id', 'child_of', partner_id)]",
        help="The quotation with the prices of this plan.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Sales Owner",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
        check_company=True,
    )
    service_manager_id = fields.Many2one(
        comodel_name="res.users",
        domain=[("share", "=", False)],
        tracking=True,
        check_company=True,
    )
    date_start = fields.Date(string="Service Start", tracking=True)
    date_end = fields.Date(string="Service End", tracking=True)
    validity_date = fields.Date(
        string="Valid until",
        tracking=True,
        default=lambda self: (
            fields.Date.context_today(self) + timedelta(days=_VALID_DAYS)
        ),
        help="Afterwards the plan expires: no contract is made of it any more.",
    )

    # What the customer needs
    background = fields.Html(string="Background and Customer")
    current_state = fields.Html()
    influence = fields.Html(string="Influence Factors")
    objective = fields.Html()
    scope_in = fields.Html(string="In Scope")
    scope_out = fields.Html(string="Out of Scope")

    # What we offer
    line_ids = fields.One2many(
        comodel_name="itsm.presales.line",
        inverse_name="plan_id",
        string="Services",
        copy=True,
    )
    amount_untaxed = fields.Monetary(
        string="Untaxed Amount", compute="_compute_amounts", store=True
    )
    amount_tax = fields.Monetary(string="Taxes", compute="_compute_amounts", store=True)
    amount_total = fields.Monetary(
        string="Total", compute="_compute_amounts", store=True, tracking=True
    )
    delivery_mode = fields.Html(help="Remote, on site, inspections, spare parts.")
    escalation = fields.Html()
    security = fields.Html(string="Information Security and Confidentiality")
    reporting = fields.Html(string="Reporting and Communication")
    transition = fields.Html(string="Transition Plan")
    deliverable_ids = fields.One2many(
        comodel_name="itsm.presales.deliverable",
        inverse_name="plan_id",
        string="Deliverables",
        copy=True,
    )
    acceptance = fields.Html(string="Acceptance Criteria")

    # Whether we can
    team = fields.Html(string="Service Team")
    suppliers = fields.Html(string="Suppliers and Spare Parts")
    supplier_ids = fields.One2many(
        comodel_name="itsm.presales.supplier",
        inverse_name="plan_id",
        string="Supplier Lines",
        copy=True,
    )
    capability_ids = fields.One2many(
        comodel_name="itsm.presales.capability",
        inverse_name="plan_id",
        string="Capability Assessment",
        copy=True,
    )
    gap_count = fields.Integer(string="Gaps", compute="_compute_gap_count")
    risk_ids = fields.One2many(
        comodel_name="itsm.presales.risk",
        inverse_name="plan_id",
        string="Risks",
        copy=True,
    )

    # Between us
    competitor = fields.Char()
    remark = fields.Text(string="Internal Remarks")
    merged_with_service_plan = fields.Boolean(
        tracking=True,
        help="The service plan is written together with this plan (clause 1.1.6): one"
        " document, but both reviews.",
    )
    merge_reason = fields.Text(string="Reason to Merge")

    active = fields.Boolean(default=True)
    is_planner = fields.Boolean(compute="_compute_is_planner")

    _check_dates = models.Constraint(
        "CHECK (date_end >= date_start)",
        "The service ends before it starts: correct one of the dates.",
    )

    # === COMPUTE METHODS === #

    @api.depends("number", "version", "name")
    def _compute_display_name(self):
        for plan in self:
            version = f"v{plan.version}" if plan.number else ""
            parts = [plan.number, version, plan.name]
            plan.display_name = " ".join(filter(None, parts))

    @api.depends("company_id", "sale_order_id")
    def _compute_currency_id(self):
        for plan in self:
            company = plan.company_id or self.env.company
            # superuser: the currency of prices that come from the order
            order = plan.sudo().sale_order_id
            plan.currency_id = (
                plan.currency_id or order.currency_id or company.currency_id
            )

    @api.depends("line_ids.price_subtotal", "line_ids.tax_ids", "currency_id")
    def _compute_amounts(self):
        for plan in self:
            company = plan.company_id or self.env.company
            currency = plan.currency_id or company.currency_id
            totals = plan.line_ids._get_totals(company, currency)
            plan.amount_untaxed, plan.amount_tax, plan.amount_total = totals

    @api.depends("capability_ids.is_gap")
    def _compute_gap_count(self):
        for plan in self:
            plan.gap_count = len(plan.capability_ids.filtered("is_gap"))

    @api.depends_context("uid")
    def _compute_is_planner(self):
        self.is_planner = self._is_planner()

    @api.depends("amount_total")
    def _compute_approval_amount(self):
        result = super()._compute_approval_amount()
        for plan in self:
            plan.approval_amount = plan.amount_total
            plan.approval_currency_id = plan.currency_id
        return result

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_sales_fields(name for name, value in vals.items() if value)
        return super().create(vals_list)

    def write(self, vals):
        self._check_sales_fields(vals)
        return super().write(vals)

    def copy(self, default=None):
        """Who cannot see all of a plan would copy less than it is.

        :raise AccessError:
        """
        if not self._is_planner():
            raise AccessError(
                self.env._("The service department copies and revises presales plans.")
            )
        return super().copy(default)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if not self.env.context.get("itsm_revises"):
            for plan, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%(name)s (copy)", name=plan.name)
                # another deal: it is quoted by itself, and valid anew
                vals["sale_order_id"] = False
                vals.pop("validity_date", None)
        return vals_list

    def _is_planner(self):
        """Return whether the user is of those who draw up plans (clause 1.1.4).

        All of them see costs.
        """
        return self.env.su or any(map(self.env.user.has_group, SERVICE_ROLES))

    def _check_sales_fields(self, names):
        """Refuse what the service department writes to everybody else.

        :param names: the fields to be written
        :raise AccessError: names them
        """
        if guard.holds_key(self.env) or self._is_planner():
            return
        others = [
            name
            for name in names
            if name in self._fields
            and name not in SALES_FIELDS
            and name not in ("active", "company_id", "confidentiality")
            and name not in ("retention_years", "number", "state")
            and not name.startswith(guard.SOCIAL_PREFIXES)
        ]
        if others:
            labels = self.fields_get(others, ["string"])
            names = [labels[name]["string"] for name in others if name in labels]
            raise AccessError(
                self.env._(
                    "The service department writes this part of a presales plan:"
                    " %(fields)s. Sales write the prices and the customer's side.",
                    fields=", ".join(names) or self.env._("internal figures"),
                )
            )

    # === BUSINESS METHODS === #

    def _get_editable_fields(self):
        """People change, and the quotation may follow; what was approved does not."""
        return super()._get_editable_fields() | {
            "active",
            "sale_order_id",
            "service_manager_id",
            "user_id",
        }

    def _get_approval_people(self, person):
        # superuser: who decides does not depend on who submits
        plan = self.sudo()
        people = {
            "sales_owner": plan.user_id,
            "service_manager": plan.service_manager_id,
        }
        return people.get(person) or super()._get_approval_people(person)

    def _get_revision_defaults(self):
        # the quotation stays; the people come with the copy
        return {
            **super()._get_revision_defaults(),
            "sale_order_id": self.sale_order_id.id,
        }

    def _check_revisable(self):
        """Only who sees all that a revision copies revises.

        :raise AccessError:
        """
        if not self._is_planner():
            raise AccessError(
                self.env._("The service department copies and revises presales plans.")
            )
        return super()._check_revisable()

    def _is_of_customer(self, partner):
        """Return whether the plan is for a customer, or another contact of his."""
        self.ensure_one()
        # superuser: who belongs to whom does not depend on who looks
        customers = (self.partner_id | partner).sudo().commercial_partner_id
        return len(customers) == 1
