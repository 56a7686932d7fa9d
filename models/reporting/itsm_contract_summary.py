from odoo import models


class ItsmContract(models.Model):
    """A contract that ends early asks for the summary of its project (1.1.17)."""

    _inherit = "itsm.contract"

    def _after_ending(self):
        result = super()._after_ending()
        for contract in self:
            project = contract.project_id
            terminated = contract.state == "closed" and contract.kind != "amendment"
            if not (terminated and project.itsm_contract_id == contract):
                continue
            end = contract._get_last_day()
            # superuser: whoever ends a contract need not be allowed to write projects
            if not project.sudo()._itsm_needs_no_summary(end):
                project.sudo()._itsm_ask_for_summary(end, 0)
        return result
