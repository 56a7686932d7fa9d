from odoo import fields, models
from odoo.exceptions import UserError


class ItsmTicketPause(models.TransientModel):
    """Asks what a ticket waits for, and moves it to a paused stage."""

    _name = "itsm.ticket.pause"
    _description = "Pause a Ticket"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket", required=True, ondelete="cascade"
    )
    pause_reason_id = fields.Many2one(
        comodel_name="itsm.pause.reason", string="Waits for", required=True
    )
    note = fields.Char(help="Kept in the timeline with the pause.")

    def action_pause(self):
        """Pause the ticket for the reason chosen."""
        self.ensure_one()
        self.ticket_id.check_access("write")
        stages = self.ticket_id.team_id._get_applicable_stages()
        paused = stages.filtered(lambda stage: stage._itsm_get_meaning() == "paused")
        own = paused.filtered(
            lambda stage: stage.itsm_pause_reason_id == self.pause_reason_id
        )
        stage = (own or paused)[:1]
        if not stage:
            raise UserError(
                self.env._(
                    "The team of ticket %(ticket)s has no stage that means paused: an "
                    "administrator of the helpdesk adds one.",
                    ticket=self.ticket_id.number,
                )
            )
        self.ticket_id.write(
            {
                "stage_id": stage.id,
                "itsm_pause_reason_id": self.pause_reason_id.id,
                "itsm_change_reason": self.note,
            }
        )
