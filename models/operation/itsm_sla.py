from odoo import models


class ItsmSla(models.Model):
    _inherit = "itsm.sla"

    def _transition(self, vals):
        """Let the versions now in force judge the open tickets of their time."""
        result = super()._transition(vals)
        self.contract_id._itsm_judge_open_tickets()
        return result
