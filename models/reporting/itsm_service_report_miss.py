from odoo import fields, models

from ...const import METRICS


class ItsmServiceReportMiss(models.Model):
    """A missed target of a report's period with its cause and action."""

    _name = "itsm.service.report.miss"
    _description = "Missed Target"
    _order = "report_id, id"

    report_id = fields.Many2one(
        comodel_name="itsm.service.report",
        required=True,
        index=True,
        ondelete="cascade",
    )
    ticket_id = fields.Many2one(comodel_name="helpdesk.ticket", required=True)
    metric = fields.Selection(selection=METRICS, required=True)
    cause = fields.Char()
    action = fields.Char()
