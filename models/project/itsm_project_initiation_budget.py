from odoo import api, fields, models

BUDGET_KINDS = [
    ("labour", "Labour"),
    ("travel", "Travel"),
    ("purchase", "Purchases"),
    ("subcontract", "Subcontract"),
    ("other", "Other"),
]


class ItsmProjectInitiationBudget(models.Model):
    """A line of a project's budget (预算, domain 2.4): the baseline of its costs.

    Nobody but cost viewers has access to this model, whoever sees the form.
    """

    _name = "itsm.project.initiation.budget"
    _description = "Project Budget"
    _inherit = ["itsm.document.part.mixin"]
    _order = "initiation_id, sequence, id"
    _agreement_path = "initiation_id"

    initiation_id = fields.Many2one(
        comodel_name="itsm.project.initiation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="initiation_id.currency_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(selection=BUDGET_KINDS, required=True, default="labour")
    name = fields.Char(string="Description")
    amount = fields.Monetary()

    _check_amount = models.Constraint(
        "CHECK (amount >= 0)", "The amount of a budget line is 0 or more."
    )

    @api.depends("kind", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            line.display_name = line.name or kinds.get(line.kind, "")
