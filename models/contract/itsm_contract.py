from odoo import fields, models


class ItsmContract(models.Model):
    """A service contract (服务合同, clause 1.1.5)."""

    _name = "itsm.contract"
    _description = "Service Contract"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, number desc"
    _rec_names_search = ["number", "name"]

    number = fields.Char(required=True, copy=False, readonly=True, default="/")
    name = fields.Char(string="Title", required=True, tracking=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Customer", required=True, tracking=True
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    tz = fields.Char(string="Time Zone", required=True, default="Asia/Shanghai")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Sales Owner",
        default=lambda self: self.env.user,
        tracking=True,
    )
    service_manager_id = fields.Many2one(comodel_name="res.users", tracking=True)
    sale_order_id = fields.Many2one(
        comodel_name="sale.order", string="Sales Order", copy=False, index=True
    )
    line_ids = fields.One2many(
        comodel_name="itsm.contract.line", inverse_name="contract_id", copy=True
    )
    monthly_fee = fields.Monetary(tracking=True)
    workload_limit = fields.Integer(string="Workload Limit (tickets per month)")
    date_start = fields.Date(string="Start Date", required=True, tracking=True)
    date_end = fields.Date(string="End Date", required=True, tracking=True)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("in_force", "In Force"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    sla_ids = fields.One2many(
        comodel_name="itsm.sla", inverse_name="contract_id", string="SLA Versions"
    )
    project_id = fields.Many2one(comodel_name="project.project", copy=False)
    active = fields.Boolean(default=True)
