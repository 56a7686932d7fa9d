from odoo import models


class ItsmSlaTryoutState(models.Model):
    """What a state of the try-out's file means; starts from the shared meanings."""

    _name = "itsm.sla.tryout.state"
    _description = "SLA Try-out: State of the File"
    _inherit = ["itsm.history.state.line.mixin", "itsm.sla.tryout.line.mixin"]
    _order = "tryout_id, id"
