from odoo import models


class ItsmSlaTryoutProgress(models.TransientModel):
    """How far a running try-out is, and whether somebody asked to stop it.

    As the progress of an import: told through a cursor of its own.
    """

    _name = "itsm.tryout.progress"
    _description = "SLA Try-out: Progress"
    _inherit = ["itsm.ticket.import.progress"]

    def _tell(self, done, total=None):
        """Note how many tickets are done; the engine says the total, too."""
        return super()._tell(done)

    def _get_stopped_message(self):
        return self.env._("Stopped. The former results were kept.")
