from odoo import fields, models


class ItsmWorkPlanTemplate(models.Model):
    """The lines that work plans of a kind begin with: days and roles, not people."""

    _name = "itsm.work.plan.template"
    _description = "Work Plan Template"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(
        translate=True, help="For which projects it is meant."
    )
    line_ids = fields.One2many(
        comodel_name="itsm.work.plan.template.line",
        inverse_name="template_id",
        string="Lines",
        copy=False,
    )
    company_id = fields.Many2one(comodel_name="res.company")
    active = fields.Boolean(default=True)

    def copy(self, default=None):
        """Copy templates with their lines: parents and predecessors of their own."""
        copies = super().copy(default)
        for template, new in zip(self, copies, strict=True):
            found = {}
            for line in template.line_ids._from_the_top():
                parent = found.get(line.parent_id, line.browse())
                found[line] = line.copy(
                    {"template_id": new.id, "parent_id": parent.id}
                )
            for line, other in found.items():
                others = [found[before].id for before in line.predecessor_ids]
                other.predecessor_ids = [(6, 0, others)]
        return copies

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for template, vals in zip(self, vals_list, strict=True):
            vals["name"] = self.env._("%s (copy)", template.name)
        return vals_list
