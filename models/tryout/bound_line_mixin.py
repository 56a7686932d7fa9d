from odoo import api, fields, models


class ItsmSlaTryoutLineMixin(models.AbstractModel):
    """A line of a try-out: seen and changed by whoever sees and changes that."""

    _name = "itsm.sla.tryout.line.mixin"
    _description = "Line of an SLA Try-out"
    _inherit = ["itsm.bound.mixin"]
    _bound_to = "tryout_id"

    tryout_id = fields.Many2one(
        comodel_name="itsm.sla.tryout",
        string="Try-out",
        required=True,
        index=True,
        ondelete="cascade",
    )

    def write(self, vals):
        if "tryout_id" in vals:
            self.env["itsm.sla.tryout"].browse(vals["tryout_id"]).check_access("write")
        return super().write(vals)

    @api.model
    def _bound_operation(self, operation):
        return "read" if operation == "read" else "write"
