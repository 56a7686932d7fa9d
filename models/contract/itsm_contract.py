from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import ValidationError

from ...const import CONTRACT_KINDS
from ...engine import instants
from ...engine.errors import InstantError
from ..approval import guard


class ItsmContract(models.Model):
    """A service contract (服务合同, clause 1.1.5), a controlled document.

    Approved, it is signed by both parties; from then on its state follows its dates.
    What is agreed is frozen from submission on; what people do around it is not.
    """

    _name = "itsm.contract"
    _description = "Service Contract"
    _inherit = ["itsm.signature.mixin"]
    _order = "date_start desc, number desc, id desc"
    _rec_names_search = ["number", "name", "partner_id"]
    _check_company_auto = True
    _document_type = "contract"
    _in_force_on_approval = False
    _revisable_states = ("approved",)
    # Signed only before its first day.
    _cancellable_states = ("draft", "approved", "signed")
    # A contract that is over was valid all the same.
    _void_states = ("rejected", "cancelled")

    kind = fields.Selection(
        selection=CONTRACT_KINDS,
        required=True,
        readonly=True,
        default="new",
        copy=False,
        index=True,
        help="An amendment changes its base from its effective date on; a renewal"
        " follows it.",
    )
    base_id = fields.Many2one(
        comodel_name="itsm.contract",
        string="Base Contract",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The contract that this one amends or renews.",
    )
    state = fields.Selection(
        selection_add=[
            ("approved", "To Sign"),
            ("signed", "Signed"),
            ("in_force",),
            ("expired", "Expired"),
            ("renewed", "Renewed"),
            ("closed", "Terminated"),
        ],
        ondelete={
            "signed": "set default",
            "expired": "set default",
            "renewed": "set default",
        },
        help="Signed: agreed by both parties, and waits for its first day.",
    )
    name = fields.Char(string="Title", required=True, tracking=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        tracking=True,
        check_company=True,
        index=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    tz = fields.Selection(
        selection=_tz_get,
        string="Time Zone",
        required=True,
        default="Asia/Shanghai",
        help="Days and months of the contract, and times in its reports, are in this "
        "zone.",
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
    sale_order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Sales Order",
        copy=False,
        index=True,
        check_company=True,
    )
    line_ids = fields.One2many(
        comodel_name="itsm.contract.line",
        inverse_name="contract_id",
        string="Services",
        copy=True,
    )
    service_ids = fields.Many2many(
        comodel_name="itsm.service",
        string="Services of the Catalogue",
        compute="_compute_service_ids",
    )
    amount_untaxed = fields.Monetary(
        string="Untaxed Amount", compute="_compute_amounts", store=True
    )
    amount_tax = fields.Monetary(string="Taxes", compute="_compute_amounts", store=True)
    amount_total = fields.Monetary(
        string="Total", compute="_compute_amounts", store=True, tracking=True
    )
    monthly_fee = fields.Monetary(
        compute="_compute_monthly_fee",
        store=True,
        readonly=False,
        tracking=True,
        help="What service credits are a percentage of. Total, taxes included, by the "
        "number of months, unless entered otherwise.",
    )
    workload_limit = fields.Integer(
        tracking=True,
        help="Tickets per month that the fee covers. 0: no limit was agreed.",
    )
    date_start = fields.Date(string="Start Date", required=True, tracking=True)
    date_end = fields.Date(string="End Date", required=True, tracking=True)
    last_day = fields.Date(
        readonly=True,
        copy=False,
        tracking=True,
        help="The last day, if the contract was terminated before the end date agreed.",
    )
    signed_on = fields.Date(
        string="Signed on",
        readonly=True,
        copy=False,
        help="The day since which both parties have signed.",
    )
    sla_ids = fields.One2many(
        comodel_name="itsm.sla", inverse_name="contract_id", string="SLA Versions"
    )
    sla_count = fields.Integer(compute="_compute_sla_id")
    sla_id = fields.Many2one(
        comodel_name="itsm.sla",
        string="SLA",
        compute="_compute_sla_id",
        help="The version in force today; before the contract is in force, its draft.",
    )
    project_id = fields.Many2one(
        comodel_name="project.project",
        copy=False,
        index="btree_not_null",
        tracking=True,
        check_company=True,
        domain="[('is_template', '=', False), '|', ('partner_id', '=', False),"
        " ('partner_id', 'child_of', partner_id)]",
    )
    # Whether the user may change what is not frozen.
    is_editable = fields.Boolean(compute="_compute_is_editable")
    active = fields.Boolean(default=True)

    _check_dates = models.Constraint(
        "CHECK (date_end >= date_start)",
        "The contract ends before it starts: correct one of the dates.",
    )
    _check_fee = models.Constraint(
        "CHECK (monthly_fee >= 0)", "The monthly fee cannot be negative."
    )
    _check_workload = models.Constraint(
        "CHECK (workload_limit >= 0)", "The workload limit cannot be negative."
    )

    # === COMPUTE METHODS === #

    @api.depends("number", "name")
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = " ".join(
                filter(None, [contract.number, contract.name])
            )

    @api.depends("company_id")
    def _compute_currency_id(self):
        for contract in self:
            contract.currency_id = (
                contract.currency_id
                or (contract.company_id or self.env.company).currency_id
            )

    @api.depends("line_ids.service_id")
    def _compute_service_ids(self):
        for contract in self:
            contract.service_ids = contract.line_ids.service_id

    @api.depends("line_ids.price_subtotal", "line_ids.tax_ids", "currency_id")
    def _compute_amounts(self):
        for contract in self:
            company = contract.company_id or self.env.company
            currency = contract.currency_id or company.currency_id
            totals = contract.line_ids._get_totals(company, currency)
            contract.amount_untaxed, contract.amount_tax, contract.amount_total = totals

    @api.depends("amount_total", "date_start", "date_end")
    def _compute_monthly_fee(self):
        for contract in self:
            months = contract._count_months()
            # Once agreed, or entered without any line, the fee stays as it is.
            written = contract.state == "draft" and contract.kind != "amendment"
            if written and contract.amount_total and months:
                fee = contract.amount_total / months
                currency = contract.currency_id or self.env.company.currency_id
                contract.monthly_fee = currency.round(fee)
            else:
                contract.monthly_fee = contract.monthly_fee

    @api.depends("state", "tz", "date_end", "last_day", "sla_ids", "amended_sla_id")
    @api.depends_context("uid")
    def _compute_sla_id(self):
        for contract in self:
            versions = contract._get_slas()
            today = contract._today()
            current = versions.filtered(lambda v, day=today: v._is_applicable_on(day))
            others = versions.filtered(
                lambda v: v.state not in ("rejected", "cancelled")
            )
            contract.sla_id = (current or others)[:1]
            contract.sla_count = len(versions)

    @api.depends("state", "user_id")
    @api.depends_context("uid")
    def _compute_is_editable(self):
        for contract in self:
            saved = contract._origin
            contract.is_editable = not saved or saved.has_access("write")

    @api.depends("amount_total", "monthly_fee", "date_start", "date_end")
    def _compute_approval_amount(self):
        """What the contract is worth, in the company's currency: its lines, or else its
        fee over its months."""
        result = super()._compute_approval_amount()
        for contract in self:
            amount = contract.amount_total
            amount = amount or contract.monthly_fee * contract._count_months()
            if contract.currency_id:
                contract.approval_amount = contract.currency_id._convert(
                    amount,
                    contract.approval_currency_id,
                    contract.company_id or self.env.company,
                    fields.Date.context_today(contract),
                )
        return result

    # === CONSTRAINT METHODS === #

    @api.constrains("tz")
    def _check_tz(self):
        for contract in self:
            try:
                instants.get_zone(contract.tz)
            except InstantError as error:
                raise ValidationError(
                    self.env._(
                        "Unknown time zone %(zone)s: choose one of the list, e.g."
                        " Asia/Shanghai.",
                        zone=contract.tz,
                    )
                ) from error

    # === CRUD METHODS === #

    def unlink(self):
        # One by one with their guards, which the database's cascade would pass by.
        drafts = self.amended_sla_id.filtered(
            lambda sla: sla.state == "draft" and not sla.sudo().decision_ids
        )
        # superuser: whoever may delete the draft may let go of its SLA
        guard.with_key(self.sudo()).write({"amended_sla_id": False})
        (self.sla_ids | drafts).unlink()
        return super().unlink()

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if not (self.env.context.get("itsm_revises") or "name" in (default or {})):
            for contract, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%(name)s (copy)", name=contract.name)
        return vals_list

    # === ACTION METHODS === #

    def action_view_slas(self):
        """Open the SLA, or its versions when there are several."""
        self.ensure_one()
        return self.sla_ids._get_records_action(
            name=self.env._("SLA"),
            context={"default_contract_id": self.id, "default_name": self.name},
        )

    def action_choose_standard_sla(self):
        """Open the choice of a standard SLA to start the next version from."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add from a Standard SLA"),
            "res_model": "itsm.sla.choice",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    def action_view_sale_order(self):
        self.ensure_one()
        return self.sale_order_id._get_records_action(name=self.env._("Sales Order"))

    # === BUSINESS METHODS === #

    def _get_document_type_code(self):
        self.ensure_one()
        return "contract_amendment" if self.kind == "amendment" else "contract"

    def _get_engine_fields(self):
        return super()._get_engine_fields() | {
            "amended_sla_id",
            "base_id",
            "base_snapshot",
            "base_version",
            "kind",
            "renewal_asked_on",
            "last_day",
            "signed_on",
        }

    def _get_content_fields(self):
        # given once by the program, and agreed all the same
        given = {"amended_sla_id", "base_id", "kind"}
        return sorted({*super()._get_content_fields(), *given})

    def _get_editable_fields(self):
        """People change; what was agreed does not."""
        return super()._get_editable_fields() | {
            "active",
            "project_id",
            "service_manager_id",
            "sla_ids",
            "user_id",
        }

    def _get_approval_people(self, person):
        # superuser: who decides does not depend on who submits
        contract = self.sudo()
        people = {
            "sales_owner": contract.user_id,
            "service_manager": contract.service_manager_id,
            "project_manager": contract.project_id.user_id,
        }
        return people.get(person) or super()._get_approval_people(person)
