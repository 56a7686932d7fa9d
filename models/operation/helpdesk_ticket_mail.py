from odoo import models

from ...engine.timeline import EventKind

_WRITTEN = ("comment", "email", "email_outgoing")
_WAITING = ("new", "active", "paused")


class HelpdeskTicket(models.Model):
    """Messages that count: a person's first reply, and the customer's answer."""

    _inherit = "helpdesk.ticket"

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        # sudo: the author may be a customer, who reads no timeline
        self.sudo()._itsm_hear(message.sudo())
        return result

    def _itsm_hear(self, message):
        """Record what a message says to the clocks.

        Notes, automatic messages, templates sent by the system and the mail by which
        the ticket came in say nothing.
        """
        if self.itsm_state not in _WAITING or not self._itsm_is_written(message):
            return
        author = message.author_id
        if self._itsm_is_ours(author):
            if not self.itsm_responded_at and author != self.partner_id:
                user = author.user_ids.filtered(self._itsm_is_human)[:1]
                self._record_event(EventKind.RESPONDED, user_id=user.id)
        elif self.itsm_state == "paused" and self.itsm_pause_reason_id.resume_on_reply:
            self._itsm_resume(self.env._("The customer has answered"))

    def _itsm_is_written(self, message):
        """Return whether somebody wrote a message that customers see."""
        subtype = message.subtype_id
        return (
            message.message_type in _WRITTEN
            and bool(subtype)
            and not subtype.internal
            and not message.is_internal
            and subtype != self._creation_subtype()
        )

    def _itsm_is_ours(self, partner):
        """Return whether a partner is a person of ours."""
        return any(self._itsm_is_human(user) for user in partner.user_ids)

    def _itsm_resume(self, reason):
        """End a pause, and move the ticket back to a stage of work if there is one."""
        stages = self.team_id._get_applicable_stages()
        active = stages.filtered(lambda stage: stage._itsm_get_meaning() == "active")
        if active:
            self.write({"stage_id": active[:1].id, "itsm_change_reason": reason})
        else:
            self._record_event(EventKind.RESUMED, reason=reason)
