from odoo import api, fields, models

from ...const import METRICS
from .duration import describe_minutes


class ItsmServiceTarget(models.Model):
    """A service's standard target for one priority: what an SLA starts from."""

    _name = "itsm.service.target"
    _description = "Standard Service Target"
    _inherit = ["itsm.document.part.mixin"]
    _agreement_path = "service_id"
    _order = "service_id, priority_id, metric desc"
    _rec_name = "service_id"

    service_id = fields.Many2one(
        comodel_name="itsm.service", required=True, index=True, ondelete="cascade"
    )
    priority_id = fields.Many2one(comodel_name="itsm.priority", required=True)
    metric = fields.Selection(selection=METRICS, required=True, default="resolution")
    minutes = fields.Integer(string="Service Minutes", required=True)
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Service Hours",
        ondelete="restrict",
        help="Empty: around the clock (24x7).",
    )
    duration = fields.Char(compute="_compute_duration")

    _target_uniq = models.Constraint(
        "UNIQUE(service_id, priority_id, metric)",
        "A service has one standard target for each priority and metric.",
    )
    _check_minutes = models.Constraint(
        "CHECK (minutes >= 0)", "A target cannot be negative: enter 0 minutes or more."
    )

    @api.depends("minutes", "calendar_id.hours_per_day")
    @api.depends_context("lang")
    def _compute_duration(self):
        for target in self:
            target.duration = describe_minutes(target.minutes, target.calendar_id)

    @api.constrains("minutes", "calendar_id")
    def _check_reachable(self):
        for target in self:
            target.calendar_id._itsm_check_hours(
                target.minutes * 60, target.service_id.company_id
            )
