from odoo import fields, models


class ItsmCreditRule(models.Model):
    """A service credit (服务费扣减) as a percentage of the monthly fee (domain 3.7)."""

    _name = "itsm.credit.rule"
    _description = "Service Credit Rule"
    _order = "kind, priority_id, id"

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
    step_points = fields.Float(string="Step (points)", digits=(6, 3))
