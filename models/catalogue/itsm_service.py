from odoo import api, fields, models

from ...const import CHARGE_BASES, SERVICE_AUDIENCES, SERVICE_CLASSES


class ItsmService(models.Model):
    """One version of a service of the catalogue (服务目录, clause 1.3).

    A controlled document: it is written, reviewed, approved, published and, one day,
    retired. The versions of a service have the same code; one of them is published.
    Contracts keep the version that they agreed on.
    """

    _name = "itsm.service"
    _description = "Service"
    _inherit = ["itsm.document.mixin"]
    _document_type = "service"
    _in_force_on_approval = False
    _order = "code, id desc"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True

    code = fields.Char(required=True, copy=False, tracking=True)
    name = fields.Char(required=True, translate=True, tracking=True)
    state = fields.Selection(
        selection_add=[("in_force", "Published"), ("closed", "Retired")]
    )
    category_id = fields.Many2one(
        comodel_name="itsm.service.category",
        ondelete="restrict",
        index="btree_not_null",
        group_expand="_read_group_category_ids",
    )
    audience = fields.Selection(
        selection=SERVICE_AUDIENCES,
        required=True,
        default="customer",
        help="A supporting service is not sold: other services depend on it.",
    )
    criticality = fields.Selection(
        selection=SERVICE_CLASSES,
        help="How much depends on it, and the availability that such a service has.",
    )
    owner_id = fields.Many2one(
        comodel_name="res.users",
        tracking=True,
        domain=[("share", "=", False)],
        help="Who answers for the service and for what the catalogue says of it.",
    )

    # What the customer gets
    description = fields.Html(translate=True)
    inclusions = fields.Html(string="Included", translate=True)
    exclusions = fields.Html(string="Not Included", translate=True)
    deliverables = fields.Html(translate=True)
    preconditions = fields.Html(
        string="Pre-conditions and Customer Inputs", translate=True
    )

    # At which level
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Service Hours",
        tracking=True,
        ondelete="restrict",
        check_company=True,
        help="Empty: around the clock (24x7).",
    )
    hours_name = fields.Char(string="Hours", compute="_compute_hours_name")
    channel_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.channel",
        string="Request Channels",
        check_company=True,
        help="How customers ask for it.",
    )
    target_ids = fields.One2many(
        comodel_name="itsm.service.target",
        inverse_name="service_id",
        string="Standard Targets",
        copy=True,
    )
    level_note = fields.Html(
        string="Other Service Levels",
        translate=True,
        help="What response and resolution of tickets do not say, such as how often"
        " something is inspected.",
    )

    # What it needs
    depends_on_ids = fields.Many2many(
        comodel_name="itsm.service",
        relation="itsm_service_dependency_rel",
        column1="service_id",
        column2="needed_id",
        string="Depends on",
        # as text: a choice, no filter of what was chosen
        domain="[('state', '=', 'in_force')]",
        check_company=True,
    )
    supplier_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="itsm_service_supplier_rel",
        column1="service_id",
        column2="partner_id",
        string="Suppliers",
        check_company=True,
        help="Without whom it could not be delivered.",
    )

    # How it is sold
    charge_basis = fields.Selection(
        selection=CHARGE_BASES,
        default="fixed",
        help="How customers usually pay for it.",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        domain=[("type", "=", "service")],
        check_company=True,
        index="btree_not_null",
        help="An order line that sells this product becomes a contract line for this "
        "service.",
    )

    company_id = fields.Many2one(
        comodel_name="res.company",
        default=lambda self: self.env.company,
        help="Empty: a service of all companies.",
    )
    active = fields.Boolean(default=True)
    number = fields.Char(compute="_compute_number", store=True, precompute=True)
    date_start = fields.Date(
        string="Valid from", readonly=True, copy=False, help="The day of publishing."
    )
    date_end = fields.Date(
        string="Valid to",
        readonly=True,
        copy=False,
        help="The day on which another version was published, or it was retired.",
    )

    # === COMPUTE METHODS === #

    @api.depends("code")
    def _compute_number(self):
        for service in self:
            service.number = service.code

    @api.depends("code", "name", "state", "version")
    def _compute_display_name(self):
        for service in self:
            # which version is meant need be said only where it is not the usual one
            published = service.state == "in_force"
            version = "" if published or not service.version else f"v{service.version}"
            parts = filter(None, [service.code, service.name, version])
            service.display_name = " ".join(parts)

    @api.depends("calendar_id.name")
    @api.depends_context("lang")
    def _compute_hours_name(self):
        for service in self:
            service.hours_name = service.calendar_id.name or self.env._("24x7")

    @api.model
    def _read_group_category_ids(self, categories, domain):
        return categories.search([])

    # === CRUD METHODS === #

    def copy_data(self, default=None):
        default = dict(default or {})
        if "code" in default:
            return super().copy_data(default)
        # another service: it needs a code, and is not what the product sells
        return [
            dict(
                vals,
                code=self.env._("%(code)s (copy)", code=service.code),
                product_id=False,
            )
            for service, vals in zip(self, super().copy_data(default), strict=True)
        ]
