from odoo import models

from ..approval import guard


class ItsmServicePlan(models.Model):
    """The risks of an approved plan become entries of the project's register, once."""

    _inherit = "itsm.service.plan"

    def _put_in_force(self):
        result = super()._put_in_force()
        for plan in self:
            plan._register_risks()
        return result

    def _register_risks(self):
        """Enter the risks that the register does not have yet."""
        self.ensure_one()
        # superuser: whoever approves the plan keeps no register
        risks = guard.with_key(self.sudo().env["itsm.project.risk"])
        known = risks.search([("project_id", "=", self.project_id.id)]).mapped("key")
        risks.create(
            [
                line._prepare_register_entry()
                for line in self.sudo().risk_ids
                if line.key not in known
            ]
        )
