from odoo import api, fields, models


class ItsmInformationSheetOperating(models.Model):
    """A figure of how the customer's systems run today (运行数据, clause 1.1.2)."""

    _name = "itsm.information.sheet.operating"
    _description = "Operating Data"
    _inherit = ["itsm.document.part.mixin"]
    _order = "sheet_id, sequence, id"
    _rec_name = "metric"
    _agreement_path = "sheet_id"

    sheet_id = fields.Many2one(
        comodel_name="itsm.information.sheet",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="sheet_id.company_id")
    sequence = fields.Integer(default=10)
    metric = fields.Char(
        required=True, help="Such as incidents, availability of ERP, use of a storage."
    )
    period = fields.Char(
        string="Measured in",
        required=True,
        help="The time that the value is of: 2026-05.",
    )
    value = fields.Float(required=True, digits=(16, 3))
    unit = fields.Char(help="Such as tickets, %, GB.")
    source = fields.Char(help="Where the value comes from: monitoring, an estimate.")

    # === COMPUTE METHODS === #

    @api.depends("metric", "period", "value", "unit")
    def _compute_display_name(self):
        for line in self:
            value = " ".join(filter(None, [f"{line.value:.10g}", line.unit]))
            line.display_name = f"{line.metric or ''} ({line.period or ''}): {value}"
