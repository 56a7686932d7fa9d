from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Who writes sheets for the service department.
SERVICE_ROLES = (
    "itsm_service_delivery.group_technical_manager",
    "itsm_service_delivery.group_project_manager",
    "itsm_service_delivery.group_service_manager",
)


class ItsmInformationSheet(models.Model):
    """What is collected of a customer before a contract (客户服务信息收集表).

    Clauses 1.1.1 to 1.1.3: sales and the service department collect what a new
    contract, or the change of one, is to achieve; how things are; and what is
    required. A controlled document that both departments confirm. The approved
    presales plan that is made from it marks it as used.
    """

    _name = "itsm.information.sheet"
    _description = "Information Sheet"
    _inherit = ["itsm.document.mixin"]
    _order = "collected_on desc, id desc"
    _rec_names_search = ["number", "name", "partner_id"]
    _check_company_auto = True
    _document_type = "information_sheet"

    name = fields.Char(string="Title", required=True, tracking=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        tracking=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        selection_add=[
            ("in_force", "Confirmed"),
            ("used", "Used"),
            ("superseded",),
        ],
        ondelete={"used": "set default"},
        help="Confirmed: by sales and the service department. Used: by an approved"
        " presales plan.",
    )
    origin = fields.Selection(
        selection=[("new", "New Contract"), ("change", "Change of a Contract")],
        string="Collected for",
        required=True,
        default="new",
        tracking=True,
    )
    sale_order_id = fields.Many2one(
        comodel_name="sale.order",
        string="Quotation",
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )

    # Who collects: both departments (clause 1.1.1)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Sales Owner",
        index=True,
        tracking=True,
        check_company=True,
        domain=[("share", "=", False)],
        default=lambda self: self._default_collector(
            ("itsm_service_delivery.group_sales",)
        ),
        help="Collects for the sales department, and confirms for it.",
    )
    service_collector_id = fields.Many2one(
        comodel_name="res.users",
        string="For the Service Department",
        tracking=True,
        check_company=True,
        domain=[("share", "=", False)],
        default=lambda self: self._default_collector(SERVICE_ROLES),
        help="Collects for the service department.",
    )
    collected_on = fields.Date(
        required=True, default=fields.Date.context_today, copy=False
    )
    communication_ids = fields.One2many(
        comodel_name="itsm.information.sheet.communication",
        inverse_name="sheet_id",
        string="Communication Log",
        copy=True,
    )

    # The five headings (clause 1.1.2); scope has two halves
    objective = fields.Html(
        string="Service Objective", help="What the customer wants to achieve with it."
    )
    scope_in = fields.Html(string="In Scope")
    scope_out = fields.Html(
        string="Out of Scope", help="What is agreed not to be part of it."
    )
    requirements = fields.Html(
        help="What is demanded in general; each single requirement with its figure has"
        " a line of its own."
    )
    strategy = fields.Html(
        help="How we want to meet the need. Internal: not in the customer's edition."
    )
    delivery_approach = fields.Html(
        help="Remote, on site, inspections, spare parts, suppliers."
    )

    # How things are
    ci_ids = fields.One2many(
        comodel_name="itsm.information.sheet.ci",
        inverse_name="sheet_id",
        string="Current Configuration",
        copy=True,
    )
    ci_none_reason = fields.Char(string="No Configuration, Because")
    ci_count = fields.Integer(
        string="Configuration Items", compute="_compute_line_counts"
    )
    operating_ids = fields.One2many(
        comodel_name="itsm.information.sheet.operating",
        inverse_name="sheet_id",
        string="Operating Data",
        copy=True,
    )
    operating_none_reason = fields.Char(string="No Operating Data, Because")
    operating_count = fields.Integer(
        string="Operating Figures", compute="_compute_line_counts"
    )
    factor_ids = fields.One2many(
        comodel_name="itsm.information.sheet.factor",
        inverse_name="sheet_id",
        string="Influence Factors",
        copy=True,
    )
    factor_none_reason = fields.Char(string="No Influence Factors, Because")

    # What is required (clause 1.1.3)
    requirement_ids = fields.One2many(
        comodel_name="itsm.service.requirement",
        inverse_name="sheet_id",
        string="Service Requirements",
        copy=True,
    )
    requirement_count = fields.Integer(compute="_compute_line_counts")
    not_applicable_ids = fields.One2many(
        comodel_name="itsm.requirement.not.applicable",
        inverse_name="sheet_id",
        copy=True,
    )
    can_assess = fields.Boolean(compute="_compute_can_assess")
    active = fields.Boolean(default=True)

    # === COMPUTE METHODS === #

    @api.model
    def _default_collector(self, roles):
        """Return the user, if he belongs to the department with these roles."""
        user = self.env.user
        return user if any(user.has_group(role) for role in roles) else False

    @api.depends("number", "name")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = " ".join(filter(None, [sheet.number, sheet.name]))

    @api.depends("ci_ids", "operating_ids", "requirement_ids")
    def _compute_line_counts(self):
        for sheet in self:
            sheet.ci_count = len(sheet.ci_ids)
            sheet.operating_count = len(sheet.operating_ids)
            sheet.requirement_count = len(sheet.requirement_ids)

    @api.depends_context("uid")
    def _compute_can_assess(self):
        """Whether the user says for the service department what is feasible."""
        self.can_assess = self._may_assess()

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if not self.user_id:
            self.user_id = self.partner_id.commercial_partner_id.user_id

    # === CONSTRAINT METHODS === #

    @api.constrains("partner_id", "sale_order_id")
    def _check_order_customer(self):
        for sheet in self:
            # superuser: the customer of a quotation that the writer may not open
            order = sheet.sale_order_id.sudo()
            customer = sheet.partner_id.commercial_partner_id
            if order and order.partner_id.commercial_partner_id != customer:
                raise ValidationError(
                    self.env._(
                        "%(order)s is a quotation for %(customer)s: choose a quotation"
                        " for the customer of this sheet.",
                        order=order.name,
                        customer=order.partner_id.display_name,
                    )
                )

    # === CRUD METHODS === #

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if self.env.context.get("itsm_revises"):
            return vals_list
        # another sheet: its talks are still to be held
        return [
            {
                **{name: vals[name] for name in vals if name != "communication_ids"},
                "name": self.env._("%(name)s (copy)", name=sheet.name),
            }
            for sheet, vals in zip(self, vals_list, strict=True)
        ]

    # === ACTION METHODS === #

    def action_view_cis(self):
        """Open the configuration as a list, where files are imported."""
        return self._open_lines("ci_ids")

    def action_view_operating(self):
        """Open the operating data as a list, where files are imported."""
        return self._open_lines("operating_ids")

    def action_view_requirements(self):
        """Open the requirements as a list."""
        return self._open_lines("requirement_ids")

    def _open_lines(self, name):
        self.ensure_one()
        field = self._fields[name]
        return {
            "type": "ir.actions.act_window",
            "name": field._description_string(self.env),
            "res_model": field.comodel_name,
            "view_mode": "list,form",
            "domain": [("sheet_id", "=", self.id)],
            "context": {
                "default_sheet_id": self.id,
                "create": self.state == "draft",
                "delete": self.state == "draft",
                "edit": self.state == "draft",
                "hide_sheet": True,
            },
        }

    def action_view_sale_order(self):
        self.ensure_one()
        return self.sale_order_id._get_records_action(name=self.env._("Quotation"))

    # === BUSINESS METHODS === #

    @api.model
    def _may_assess(self):
        """Return whether the user belongs to the service department."""
        return self.env.su or any(self.env.user.has_group(r) for r in SERVICE_ROLES)

    def _get_approval_people(self, person):
        # superuser: who decides does not depend on who submits
        sheet = self.sudo()
        if person == "sales_owner":
            return sheet.user_id
        return super()._get_approval_people(person)

    def _get_editable_fields(self):
        # hiding it from lists changes nothing that was confirmed
        return super()._get_editable_fields() | {"active"}
