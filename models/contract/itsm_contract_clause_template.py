from odoo import fields, models


class ItsmContractClauseTemplate(models.Model):
    """A set of clauses that contracts start from."""

    _name = "itsm.contract.clause.template"
    _description = "Set of Contract Clauses"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: for all companies."
    )
    line_ids = fields.One2many(
        comodel_name="itsm.contract.clause.template.line",
        inverse_name="template_id",
        string="Clauses",
        copy=True,
    )

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%(name)s (copy)", name=template.name))
            for template, vals in zip(self, super().copy_data(default), strict=True)
        ]
