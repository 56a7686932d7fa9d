from odoo import api, fields, models
from odoo.exceptions import ValidationError

OBJECTIVE_METRICS = [
    ("response", "Response attainment"),
    ("resolution", "Resolution attainment"),
    ("availability", "Availability"),
    ("satisfaction", "Satisfaction"),
    ("other", "Other"),
]
OBJECTIVE_UNITS = [
    ("percent", "%"),
    ("score", "Points of 5"),
    ("count", "number"),
    ("days", "days"),
    ("other", "Other"),
]
_HIGHEST = {"percent": 100, "score": 5}


class ItsmProjectInitiationObjective(models.Model):
    """What quality a project is to reach (质量目标, domain 2.4)."""

    _name = "itsm.project.initiation.objective"
    _description = "Planned Quality Objective"
    _inherit = ["itsm.document.part.mixin"]
    _order = "initiation_id, sequence, id"
    _agreement_path = "initiation_id"

    initiation_id = fields.Many2one(
        comodel_name="itsm.project.initiation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Quality Objective", required=True)
    metric = fields.Selection(
        selection=OBJECTIVE_METRICS, required=True, default="other"
    )
    target = fields.Float(digits=(12, 2), required=True)
    unit = fields.Selection(
        selection=OBJECTIVE_UNITS, required=True, default="percent"
    )
    is_at_most = fields.Boolean(
        string="At Most", help="The target is a limit, as for complaints."
    )

    _check_target = models.Constraint(
        "CHECK (target >= 0)", "The target of a quality objective is 0 or more."
    )

    @api.constrains("target", "unit")
    def _check_range(self):
        for objective in self:
            limit = _HIGHEST.get(objective.unit)
            if limit and objective.target > limit:
                raise ValidationError(
                    self.env._(
                        "%(name)s: the target is at most %(limit)s.",
                        name=objective.name,
                        limit=limit,
                    )
                )
