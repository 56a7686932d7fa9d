from odoo import fields, models


class ItsmServicePlanTemplate(models.Model):
    """The sections that service plans start from (clause 1.1.11, domain 2.5)."""

    _name = "itsm.service.plan.template"
    _description = "Service Plan Template"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: for all companies."
    )
    line_ids = fields.One2many(
        comodel_name="itsm.service.plan.template.line",
        inverse_name="template_id",
        string="Sections",
        copy=True,
    )

    def copy_data(self, default=None):
        return [
            dict(vals, name=self.env._("%(name)s (copy)", name=template.name))
            for template, vals in zip(self, super().copy_data(default), strict=True)
        ]
