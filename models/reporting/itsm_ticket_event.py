from odoo import models


class ItsmTicketEvent(models.Model):
    _inherit = "itsm.ticket.event"

    # The few events that may change what an earlier report has counted.
    _itsm_moving_idx = models.Index(
        "(recorded_at) WHERE kind IN ('correction', 'contract_changed')"
    )
