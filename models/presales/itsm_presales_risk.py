from odoo import api, fields, models

_DEGREES = [("1", "Low"), ("2", "Medium"), ("3", "High")]


class ItsmPresalesRisk(models.Model):
    """A risk of a presales plan, and what is done about it (domain 2.1, 14)."""

    _name = "itsm.presales.risk"
    _description = "Presales Plan Risk"
    _inherit = ["itsm.document.part.mixin"]
    _order = "plan_id, exposure desc, id"
    _agreement_path = "plan_id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="itsm.presales.plan",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="plan_id.company_id")
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
    owner_id = fields.Many2one(
        comodel_name="res.users", domain=[("share", "=", False)], check_company=True
    )

    @api.depends("probability", "impact")
    def _compute_exposure(self):
        for risk in self:
            risk.exposure = int(risk.probability or 0) * int(risk.impact or 0)
