import functools

from odoo import fields, models


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

    def _check_access(self, operation):
        refused = super()._check_access(operation)
        if refused or operation == "read" or not any(self._ids):
            return refused
        # superuser to find the try-outs, whose rules are then checked as the user
        tryouts = self.sudo().tryout_id.with_env(self.env)
        kept = tryouts - tryouts._filtered_access("write")
        if not kept:
            return None
        forbidden = self.filtered(lambda line: line.sudo().tryout_id in kept)
        error = functools.partial(
            self.env["ir.rule"]._make_access_error, operation, forbidden
        )
        return forbidden, error
