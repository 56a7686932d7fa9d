from odoo import api, models

# RFC 3834, and what mail servers used before it.
_AUTOMATIC_HEADERS = ("X-Autoreply", "X-Autorespond")


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _message_parse_post_process(self, message, message_dict, routes):
        """Mark automatic replies to tickets: no person wrote them.

        Otherwise a customer's vacation responder would end a pause, and a colleague's
        would be the first response.
        """
        values = super()._message_parse_post_process(message, message_dict, routes)
        to_ticket = any(route[0] == "helpdesk.ticket" for route in routes or ())
        if to_ticket and _is_automatic(message):
            values["message_type"] = "auto_comment"
        return values


def _is_automatic(message):
    """Return whether an ``email.message.Message`` says that no person sent it."""
    submitted = str(message.get("Auto-Submitted", "no")).partition(";")[0]
    return submitted.strip().lower() != "no" or (
        str(message.get("Precedence", "")).strip().lower() in ("auto_reply", "bulk")
        or any(header in message for header in _AUTOMATIC_HEADERS)
    )
