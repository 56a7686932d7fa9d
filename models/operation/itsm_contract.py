from odoo import models
from odoo.fields import Domain


class ItsmContract(models.Model):
    _inherit = "itsm.contract"

    def _sla_versions_changed(self):
        result = super()._sla_versions_changed()
        self._itsm_judge_open_tickets()
        return result

    def _itsm_judge_open_tickets(self):
        """Give open tickets the version in force when they were opened.

        A ticket opened before a new version keeps the one it was opened under, and a
        clock that has finished keeps the version that judged it.
        """
        if not self:
            return
        # sudo: all tickets under the contract, and archived ones
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        unfinished = Domain("itsm_clock_ids", "any", [("finished_at", "=", False)])
        tickets.search(
            Domain("itsm_contract_id", "in", self.ids)
            & (unfinished | Domain("itsm_sla_id", "=", False))
        )._project_anew()
