from odoo import fields, models

from ...const import METRICS


class ItsmServiceTarget(models.Model):
    """A service's standard target for one priority: what an SLA starts from."""

    _name = "itsm.service.target"
    _description = "Standard Service Target"
    _order = "priority_id, metric"

    service_id = fields.Many2one(
        comodel_name="itsm.service", required=True, index=True, ondelete="cascade"
    )
    priority_id = fields.Many2one(comodel_name="itsm.priority", required=True)
    metric = fields.Selection(selection=METRICS, required=True)
    minutes = fields.Integer(string="Service Minutes", required=True)
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Service Hours",
        help="Empty: around the clock (24x7).",
    )
