from odoo import models
from odoo.exceptions import UserError


class ItsmWorkPlanChange(models.Model):
    """What touches price, scope or SLA goes to the contract (clause 1.1.8)."""

    _inherit = "itsm.work.plan.change"

    def action_begin_with_contract(self):
        """Begin what the contract needs first: its amendment, or the customer's wishes.

        Whoever may write contracts amends; others collect what the customer wants.
        """
        self.ensure_one()
        self.check_access("read")
        contract = self.contract_id
        if not contract:
            raise UserError(
                self.env._("%s runs under no contract.", self.project_id.display_name)
            )
        if contract.has_access("create"):
            return contract.action_amend()
        return contract.action_collect_change()
