from odoo import fields, models


class ItsmService(models.Model):
    """A service of the catalogue (服务目录, clause 1.3)."""

    _name = "itsm.service"
    _description = "Service"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, copy=False, tracking=True)
    name = fields.Char(required=True, translate=True, tracking=True)
    category_id = fields.Many2one(comodel_name="itsm.service.category")
    description = fields.Html(translate=True)
    owner_id = fields.Many2one(comodel_name="res.users", tracking=True)
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Service Hours",
        tracking=True,
        help="Empty: around the clock (24x7).",
    )
    target_ids = fields.One2many(
        comodel_name="itsm.service.target",
        inverse_name="service_id",
        string="Standard Targets",
        copy=True,
    )
    product_id = fields.Many2one(
        comodel_name="product.product", domain=[("type", "=", "service")]
    )
    company_id = fields.Many2one(
        comodel_name="res.company", default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
