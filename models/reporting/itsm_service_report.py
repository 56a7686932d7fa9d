from odoo import fields, models


class ItsmServiceReport(models.Model):
    """A service report of one contract and period (服务月报, clause 1.1.16)."""

    _name = "itsm.service.report"
    _description = "Service Report"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "period_start desc, contract_id"
    _rec_name = "number"

    number = fields.Char(required=True, readonly=True, copy=False, default="/")
    contract_id = fields.Many2one(
        comodel_name="itsm.contract", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    period_start = fields.Date(required=True)
    period_end = fields.Date(required=True, help="The last day of the period.")
    known_at = fields.Datetime(
        readonly=True, help="Only what was recorded by then is in the figures."
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("approved", "Approved")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    dataset = fields.Json(readonly=True, copy=False)
    figure_ids = fields.One2many(
        comodel_name="itsm.service.report.figure", inverse_name="report_id"
    )
    miss_ids = fields.One2many(
        comodel_name="itsm.service.report.miss", inverse_name="report_id"
    )
