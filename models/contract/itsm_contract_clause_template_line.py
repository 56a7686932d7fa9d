from odoo import fields, models


class ItsmContractClauseTemplateLine(models.Model):
    """A clause of a set."""

    _name = "itsm.contract.clause.template.line"
    _description = "Clause of a Set"
    _inherit = ["itsm.contract.clause.text"]
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        comodel_name="itsm.contract.clause.template",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Title", required=True, translate=True)
    body = fields.Html(string="Text", required=True, translate=True)
