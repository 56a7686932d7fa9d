from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ItsmCreditRule(models.Model):
    """A service credit (服务费扣减) as a percentage of the monthly fee (domain 3.7)."""

    _name = "itsm.credit.rule"
    _description = "Service Credit Rule"
    _inherit = ["itsm.document.part.mixin"]
    _order = "sla_id, kind, priority_id, id"

    sla_id = fields.Many2one(
        comodel_name="itsm.sla", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        selection=[
            ("missed_target", "Each missed target of a priority"),
            ("availability_step", "Each started step below an availability target"),
            ("overall", "An overall attainment below its target"),
        ],
        required=True,
    )
    priority_id = fields.Many2one(comodel_name="itsm.priority")
    pct = fields.Float(string="Credit (%)", digits=(6, 3), required=True)
    step_points = fields.Float(
        string="Step (points)",
        digits=(6, 3),
        help="Percentage points of a step below the availability target, e.g. 0.1.",
    )

    _rule_uniq = models.UniqueIndex(
        "(sla_id, kind, COALESCE(priority_id, 0))",
        "An SLA has one credit rule of this kind (and priority): change that one.",
    )
    _check_pct = models.Constraint(
        "CHECK (pct > 0 AND pct <= 100)",
        "A credit is a percentage of the monthly fee, above 0 and up to 100.",
    )

    @api.depends("kind", "priority_id", "pct", "step_points")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for rule in self:
            if rule.kind == "missed_target":
                label = self.env._(
                    "%(pct)g %% for each missed target of %(priority)s",
                    pct=rule.pct,
                    priority=rule.priority_id.code or "",
                )
            elif rule.kind == "availability_step":
                label = self.env._(
                    "%(pct)g %% for each started %(step)g points below an availability"
                    " target",
                    pct=rule.pct,
                    step=rule.step_points,
                )
            else:
                label = self.env._(
                    "%(pct)g %% for an overall attainment below its target",
                    pct=rule.pct,
                )
            rule.display_name = label

    @api.constrains("kind", "priority_id", "step_points")
    def _check_kind(self):
        for rule in self:
            if rule.kind == "missed_target" and not rule.priority_id:
                raise ValidationError(
                    self.env._(
                        "A credit for each missed target needs the priority it is for."
                    )
                )
            if rule.kind != "missed_target" and rule.priority_id:
                raise ValidationError(
                    self.env._(
                        "Only a credit for each missed target has a priority: remove"
                        " the priority of the others."
                    )
                )
            if rule.kind == "availability_step" and not 0 < rule.step_points <= 100:
                raise ValidationError(
                    self.env._(
                        "A credit by steps of availability needs the step in percentage"
                        " points, above 0 and up to 100 (e.g. 0.1)."
                    )
                )
