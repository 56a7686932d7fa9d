from odoo import models


class IrActionsServer(models.Model):
    """Server actions never hold the engine's key.

    An automation runs in the midst of what sets it off, with its context: what the
    engine writes must not hand its key to code that administrators enter.
    """

    _inherit = "ir.actions.server"

    def run(self):
        return super(IrActionsServer, self.with_context(itsm_engine=None)).run()
