from odoo import api, fields, models

from ...const import METRICS
from ..catalogue.duration import describe_minutes


class ItsmSlaTarget(models.Model):
    """A target of an SLA for one priority and metric (服务级别指标).

    Minutes are minutes of service time in the target's service hours. A priority
    without a line for a metric has no target: its clock is not applicable.
    """

    _name = "itsm.sla.target"
    _description = "SLA Target"
    _inherit = ["itsm.document.part.mixin"]
    _order = "sla_id, priority_id, metric desc"
    _check_company_auto = True

    sla_id = fields.Many2one(
        comodel_name="itsm.sla", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="sla_id.company_id")
    priority_id = fields.Many2one(comodel_name="itsm.priority", required=True)
    metric = fields.Selection(selection=METRICS, required=True, default="resolution")
    minutes = fields.Integer(string="Service Minutes", required=True)
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Service Hours",
        ondelete="restrict",
        check_company=True,
        help="Empty: around the clock (24x7).",
    )
    duration = fields.Char(
        compute="_compute_duration",
        help="The target in hours and working days of its service hours.",
    )
    attainment_target = fields.Float(
        string="Attainment Target (%)",
        digits=(5, 2),
        help="Share of the tickets that must meet this target. Empty: not judged for "
        "this priority alone.",
    )

    _target_uniq = models.Constraint(
        "UNIQUE(sla_id, priority_id, metric)",
        "An SLA has one target for each priority and metric: change the existing line.",
    )
    _check_minutes = models.Constraint(
        "CHECK (minutes >= 0)", "A target cannot be negative: enter 0 minutes or more."
    )
    _check_attainment = models.Constraint(
        "CHECK (attainment_target >= 0 AND attainment_target <= 100)",
        "An attainment target is a percentage from 0 to 100.",
    )

    @api.depends("priority_id", "metric", "duration")
    @api.depends_context("lang")
    def _compute_display_name(self):
        metrics = dict(self._fields["metric"]._description_selection(self.env))
        for target in self:
            target.display_name = self.env._(
                "%(priority)s %(metric)s: %(duration)s",
                priority=target.priority_id.code or "",
                metric=metrics.get(target.metric, ""),
                duration=target.duration or "",
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
                target.minutes * 60, target.sla_id.company_id
            )
