from odoo import models


class ItsmSlaTryoutProblem(models.Model):
    """One thing that is wrong with the try-out's file, with its place."""

    _name = "itsm.sla.tryout.problem"
    _description = "SLA Try-out: Problem of the File"
    _inherit = ["itsm.history.problem.mixin", "itsm.sla.tryout.line.mixin"]
    _order = "tryout_id, id"
