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
