from odoo import models


class ItsmContract(models.Model):
    """Where a contract stands on the way to its signatures (domain 4.4)."""

    _inherit = "itsm.contract"

    def _is_to_be_signed(self):
        """Return whether the contract's own signatures are still to come."""
        return False
