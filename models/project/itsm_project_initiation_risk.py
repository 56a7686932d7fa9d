from odoo import api, fields, models

_DEGREES = [("1", "Low"), ("2", "Medium"), ("3", "High")]


class ItsmProjectInitiationRisk(models.Model):
    """A risk that is known when a project is initiated (主要风险, domain 2.4)."""

    _name = "itsm.project.initiation.risk"
    _description = "Project Initiation Risk"
    _inherit = ["itsm.document.part.mixin"]
    _order = "initiation_id, exposure desc, id"
    _agreement_path = "initiation_id"

    initiation_id = fields.Many2one(
        comodel_name="itsm.project.initiation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(string="Risk", required=True)
    probability = fields.Selection(selection=_DEGREES, required=True, default="2")
    impact = fields.Selection(selection=_DEGREES, required=True, default="2")
    exposure = fields.Integer(
        compute="_compute_exposure",
        store=True,
        aggregator="max",
        help="Probability times impact: 1 to 9.",
    )
    response = fields.Char(
        string="Our Response", help="What is done to avoid it, or when it happens."
    )

    @api.depends("probability", "impact")
    def _compute_exposure(self):
        for risk in self:
            risk.exposure = int(risk.probability or 0) * int(risk.impact or 0)
