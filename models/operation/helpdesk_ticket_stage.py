from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import STATE_MEANINGS


class HelpdeskTicketStage(models.Model):
    _inherit = "helpdesk.ticket.stage"

    itsm_meaning = fields.Selection(
        selection=STATE_MEANINGS,
        string="Meaning",
        help="What the clocks understand when a ticket enters this stage. Empty: a "
        "closed stage means closed, an unattended one new, others in progress.",
    )
    itsm_pause_reason_id = fields.Many2one(
        comodel_name="itsm.pause.reason",
        string="Pause Reason",
        ondelete="restrict",
        help="The reason that a pause by this stage is recorded with.",
    )

    @api.constrains("itsm_meaning", "itsm_pause_reason_id")
    def _check_pause_reason(self):
        for stage in self:
            if stage.itsm_meaning == "paused" and not stage.itsm_pause_reason_id:
                raise ValidationError(
                    self.env._(
                        "The stage %(stage)s pauses tickets: choose the reason that a "
                        "pause by this stage is recorded with.",
                        stage=stage.name,
                    )
                )

    def _itsm_get_meaning(self):
        """Return what the stage means to the clocks, also where nobody has said so."""
        if self.itsm_meaning:
            return self.itsm_meaning
        if self.closed:
            return "closed"
        return "new" if self.unattended or not self else "active"
