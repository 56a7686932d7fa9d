from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

# Skills are held at a level from 1 (knows it) to 5 (teaches it).
_HIGHEST_LEVEL = 5


class ItsmPresalesCapability(models.Model):
    """Whether we can deliver a plan: one skill, team, tool … (clause 1.1.4 b).

    A line with less held than required is a gap, which needs a measure, somebody who
    takes it, and by when.
    """

    _name = "itsm.presales.capability"
    _description = "Capability Assessment"
    _inherit = ["itsm.document.part.mixin"]
    _order = "plan_id, sequence, id"
    _agreement_path = "plan_id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="itsm.presales.plan",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[
            ("skills", "Skills (level 1 to 5)"),
            ("headcount", "Headcount (people)"),
            ("tools", "Tools (pieces)"),
            ("spares", "Spare Parts (pieces)"),
            ("sla_results", "Past SLA Results (%)"),
        ],
        required=True,
        default="skills",
    )
    name = fields.Char(
        string="What",
        required=True,
        help="The skill, role, tool, part or target.",
    )
    service_id = fields.Many2one(
        comodel_name="itsm.service",
        ondelete="restrict",
        check_company=True,
        domain="[('state', '=', 'in_force')]",
        help="Empty: for all services of the plan.",
    )
    required = fields.Float(digits=(12, 2))
    held = fields.Float(digits=(12, 2))
    is_gap = fields.Boolean(string="Gap", compute="_compute_is_gap", store=True)
    note = fields.Char(string="Evidence", help="Where it can be seen that it is so.")
    measure = fields.Char(help="What closes the gap: training, hiring, buying …")
    owner_id = fields.Many2one(
        comodel_name="res.users",
        domain=[("share", "=", False)],
        check_company=True,
        help="Who takes the measure.",
    )
    due_date = fields.Date()

    _check_figures = models.Constraint(
        "CHECK (required >= 0 AND held >= 0)",
        "What is required and what is held is 0 or more.",
    )

    # === COMPUTE METHODS === #

    @api.depends("required", "held")
    def _compute_is_gap(self):
        for line in self:
            missing = float_compare(line.held, line.required, precision_digits=2) < 0
            line.is_gap = missing

    # === CONSTRAINT METHODS === #

    @api.constrains("kind", "required", "held")
    def _check_range(self):
        highest = {"skills": _HIGHEST_LEVEL, "sla_results": 100}
        for line in self:
            limit = highest.get(line.kind)
            if limit and max(line.required, line.held) > limit:
                raise ValidationError(
                    self.env._(
                        "%(name)s: enter at most %(limit)s. Skills have levels from 1"
                        " to 5, results are percentages.",
                        name=line.name,
                        limit=limit,
                    )
                )

    # === BUSINESS METHODS === #

    def _lacks_measure(self):
        """Return the gaps that nobody is to close by a day."""
        return self.filtered(
            lambda line: (
                line.is_gap
                and not (line.measure and line.owner_id and line.due_date)
            )
        )
