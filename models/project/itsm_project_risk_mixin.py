from odoo import api, fields, models

# As people weigh them: 1 to 5.
PROBABILITIES = [
    ("1", "1 Very unlikely"),
    ("2", "2 Unlikely"),
    ("3", "3 Possible"),
    ("4", "4 Likely"),
    ("5", "5 Very likely"),
]
IMPACTS = [
    ("1", "1 Negligible"),
    ("2", "2 Slight"),
    ("3", "3 Noticeable"),
    ("4", "4 Serious"),
    ("5", "5 Severe"),
]
CATEGORIES = [
    ("technical", "Technical"),
    ("staff", "People"),
    ("supplier", "Suppliers"),
    ("customer", "Customer"),
    ("security", "Information Security"),
    ("schedule", "Schedule"),
    ("contract", "Contract and Law"),
    ("other", "Other"),
]
STRATEGIES = [
    ("avoid", "Avoid"),
    ("reduce", "Reduce"),
    ("transfer", "Transfer"),
    ("accept", "Accept"),
]
LEVELS = [
    ("low", "Low"),
    ("medium", "Medium"),
    ("high", "High"),
    ("critical", "Critical"),
]
# The lowest score of a level, the highest level first.
_FROM = ((16, "critical"), (10, "high"), (5, "medium"), (0, "low"))


class ItsmProjectRiskMixin(models.AbstractModel):
    """What may go wrong, how bad it is, and what is done about it (domain 2.5, 18)."""

    _name = "itsm.project.risk.mixin"
    _description = "Risk"

    name = fields.Char(string="Risk", required=True)
    category = fields.Selection(
        selection=CATEGORIES, required=True, default="technical"
    )
    probability = fields.Selection(selection=PROBABILITIES, required=True, default="3")
    impact = fields.Selection(selection=IMPACTS, required=True, default="3")
    score = fields.Integer(
        compute="_compute_score",
        store=True,
        aggregator="max",
        help="Probability times impact: 1 to 25.",
    )
    level = fields.Selection(
        selection=LEVELS,
        compute="_compute_score",
        store=True,
        help="By the score: medium from 5, high from 10, critical from 16 on.",
    )
    strategy = fields.Selection(
        selection=STRATEGIES, string="Risk Response", required=True, default="reduce"
    )
    response = fields.Text(
        string="Measures", help="What is done to avoid it, or when it happens."
    )
    owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        domain=[("share", "=", False)],
        check_company=True,
        ondelete="restrict",
    )
    date_due = fields.Date(
        string="Due Date", help="Until when the measures are taken."
    )
    date_review = fields.Date(string="Next Review")

    @api.depends("probability", "impact")
    def _compute_score(self):
        for risk in self:
            score = int(risk.probability or 0) * int(risk.impact or 0)
            risk.score = score
            risk.level = next(level for least, level in _FROM if score >= least)
