from odoo import api, fields, models


class ItsmService(models.Model):
    """A service of the catalogue (服务目录, clause 1.3)."""

    _name = "itsm.service"
    _description = "Service"
    _inherit = ["itsm.document.mixin"]
    _document_type = "service"
    _in_force_on_approval = False
    _order = "code, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True

    code = fields.Char(required=True, copy=False, tracking=True)
    name = fields.Char(required=True, translate=True, tracking=True)
    category_id = fields.Many2one(
        comodel_name="itsm.service.category",
        ondelete="restrict",
        index="btree_not_null",
        group_expand="_read_group_category_ids",
    )
    description = fields.Html(translate=True)
    owner_id = fields.Many2one(
        comodel_name="res.users",
        tracking=True,
        domain=[("share", "=", False)],
        help="Who answers for the service and for what the catalogue says of it.",
    )
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Service Hours",
        tracking=True,
        ondelete="restrict",
        check_company=True,
        help="Empty: around the clock (24x7).",
    )
    hours_name = fields.Char(string="Hours", compute="_compute_hours_name")
    target_ids = fields.One2many(
        comodel_name="itsm.service.target",
        inverse_name="service_id",
        string="Standard Targets",
        copy=True,
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

    # === COMPUTE METHODS === #

    @api.depends("code")
    def _compute_number(self):
        for service in self:
            service.number = service.code

    @api.depends("code", "name")
    def _compute_display_name(self):
        for service in self:
            parts = filter(None, [service.code, service.name])
            service.display_name = " ".join(parts)

    @api.depends("calendar_id.name")
    @api.depends_context("lang")
    def _compute_hours_name(self):
        for service in self:
            service.hours_name = service.calendar_id.name or self.env._("24x7")

    @api.model
    def _read_group_category_ids(self, categories, domain):
        return categories.search([])

    # === CONSTRAINT METHODS === #

    @api.constrains("calendar_id")
    def _check_calendar(self):
        for service in self.filtered("calendar_id"):
            service.calendar_id._itsm_service_hours(service.company_id)

    # === BUSINESS METHODS === #

    def _next_number(self, vals):
        return vals.get("code")

    def _get_revision_defaults(self):
        return {**super()._get_revision_defaults(), "code": self.code}

    # === CRUD METHODS === #

    def copy_data(self, default=None):
        default = dict(default or {})
        return [
            dict(
                vals,
                code=default.get("code")
                or self.env._("%(code)s (copy)", code=service.code),
            )
            for service, vals in zip(self, super().copy_data(default), strict=True)
        ]
