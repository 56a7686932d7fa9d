from odoo import fields, models

from ...const import METRICS


class ItsmSlaTarget(models.Model):
    """A target of an SLA for one priority and metric (服务级别指标).

    Minutes are minutes of service time in the target's service hours. A priority
    without a line for a metric has no target: its clock is not applicable.
    """

    _name = "itsm.sla.target"
    _description = "SLA Target"
    _order = "priority_id, metric"

    sla_id = fields.Many2one(
        comodel_name="itsm.sla", required=True, index=True, ondelete="cascade"
    )
    priority_id = fields.Many2one(comodel_name="itsm.priority", required=True)
    metric = fields.Selection(selection=METRICS, required=True)
    minutes = fields.Integer(string="Service Minutes", required=True)
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Service Hours",
        ondelete="restrict",
        help="Empty: around the clock (24x7).",
    )
    attainment_target = fields.Float(string="Attainment Target (%)", digits=(5, 2))
