from odoo import models

from .ir_attachment import in_conversation


class MailThread(models.AbstractModel):
    """Posting a file stays possible when the document is frozen."""

    _inherit = "mail.thread"

    def _process_attachments_for_post(
        self, attachments, attachment_ids, message_values
    ):
        return super(MailThread, in_conversation(self))._process_attachments_for_post(
            attachments, attachment_ids, message_values
        )

    def _creation_message(self):
        """Say it in one language: a job has none, and Odoo guesses it for a half."""
        return super(MailThread, self._fallback_lang())._creation_message()
