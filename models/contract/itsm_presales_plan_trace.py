from odoo import models


class ItsmPresalesPlan(models.Model):
    """Whether the SLA draft of a plan answers what the customer requires (1.1.3)."""

    _inherit = "itsm.presales.plan"

    def action_view_trace(self):
        """Open the trace matrix of the plan's sheet against its SLA draft."""
        self.ensure_one()
        # superuser: who reads the plan reads what it offers
        plan = self.sudo()
        contract = plan.contract_ids.filtered(
            lambda contract: contract.state not in ("rejected", "cancelled")
        )[:1]
        return self.env["itsm.requirement.matrix"]._open(
            self.display_name,
            [(self.sheet_id.requirement_ids, contract, plan.sla_id)],
        )
