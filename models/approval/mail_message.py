from odoo import api, models

from .ir_attachment import in_conversation


class MailMessage(models.Model):
    """Pictures pasted into a message are files of the conversation."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super(MailMessage, in_conversation(self)).create(vals_list)
        return messages.with_env(self.env)
