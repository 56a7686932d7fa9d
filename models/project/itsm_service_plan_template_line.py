from odoo import fields, models


class ItsmServicePlanTemplateLine(models.Model):
    """A section of a template, with what belongs there.

    Codes 1 to 20 are the sections of domain 2.5: a plan fills them from contract, SLA
    and project. Sections of the company's own have higher ones.
    """

    _name = "itsm.service.plan.template.line"
    _description = "Section of a Service Plan Template"
    _order = "template_id, code, id"

    template_id = fields.Many2one(
        comodel_name="itsm.service.plan.template",
        required=True,
        index=True,
        ondelete="cascade",
    )
    code = fields.Integer(string="No.", required=True)
    name = fields.Char(string="Title", required=True, translate=True)
    guidance = fields.Text(
        translate=True, help="What belongs there; shown to whoever writes the section."
    )
    is_mandatory = fields.Boolean(
        string="Mandatory",
        default=True,
        help="It is written in every plan. Others may be not applicable, for a reason.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(template_id, code)",
        "Each section of a template has a number of its own.",
    )
    _check_code = models.Constraint(
        "CHECK (code > 0)", "The number of a section is 1 or more."
    )
