from odoo import fields, models


class ItsmServiceReportFigure(models.Model):
    """One figure of a service report with the tickets behind it."""

    _name = "itsm.service.report.figure"
    _description = "Service Report Figure"
    _order = "report_id, sequence, id"

    report_id = fields.Many2one(
        comodel_name="itsm.service.report",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer()
    section = fields.Char(required=True)
    key = fields.Char(required=True)
    ticket_ids = fields.Json()
