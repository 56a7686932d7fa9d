from odoo import fields, models


class ItsmContract(models.Model):
    """A contract that is over is closed together with its project (domain 4.4).

    One that was terminated, or renewed, stays so: that says more.
    """

    _inherit = "itsm.contract"

    state = fields.Selection(
        selection_add=[("completed", "Closed")],
        ondelete={"completed": "set default"},
    )

    # === BUSINESS METHODS === #

    def _complete(self):
        """Close contracts that have expired; the project's closure was approved."""
        # superuser: who closes a project need not be allowed to end contracts
        for contract in self.sudo():
            contract._follow_dates()
            if contract.state == "expired":
                contract._lock()
                contract._enter("completed", "completed")

    def _states_of_log(self, kinds, outcome):
        if "completed" in kinds:
            return {"completed"}
        return super()._states_of_log(kinds, outcome) - {"completed"}
