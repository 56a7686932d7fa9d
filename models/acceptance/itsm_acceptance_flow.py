from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..approval import guard

_TODO = "mail.mail_activity_data_todo"
_REMINDER = "itsm_service_delivery.mail_template_acceptance_reminder"
# How long the customer is left alone, and then between two reminders.
REMIND_AFTER = timedelta(days=7)
# Which state a line of the log leads to; what is not named changes none.
_STATE_AFTER = {
    "released": "released",
    "recalled": "approved",
    "not_accepted": "failed",
    "conditional": "conditional",
    "in_force": "in_force",
}
_DECIDED = ("failed", "conditional", "in_force")
_OWN_STATES = {"released", *_DECIDED}


class ItsmAcceptance(models.Model):
    """What becomes of an acceptance that is approved (domain 4.19).

    Sent, it is with the customer; signed by both sides, accepted, or accepted with
    conditions until the last remaining issue is closed. What is not accepted goes back
    to rework: its next version takes the customer's comments along.
    """

    _inherit = "itsm.acceptance"
    _signing_states = ("approved", "released")
    _sent_states = ("approved", "released", "conditional", "in_force")
    _shown_states = (*_sent_states[1:], "failed", "superseded")
    _revisable_states = ("approved", "failed")
    _cancellable_states = ("draft", "approved")
    _void_states = ("rejected", "superseded", "cancelled")

    state = fields.Selection(
        selection_add=[
            ("approved", "To Release"),
            ("released", "With the Customer"),
            ("conditional", "Accepted with Conditions"),
            ("in_force", "Accepted"),
            ("failed", "Not Accepted"),
            ("superseded",),
        ],
        ondelete=dict.fromkeys(("released", "conditional", "failed"), "set default"),
    )
    reminded_on = fields.Date(readonly=True, copy=False)

    # === COMPUTE METHODS === #

    def _compute_can_release(self):
        """Signatures put it in force, and nothing ends it."""
        result = super()._compute_can_release()
        self.can_put_in_force = self.can_close = False
        return result

    # === ACTION METHODS === #

    def action_put_in_force(self):
        raise UserError(
            self.env._(
                "An acceptance is not put in force: send it to the customer. It holds"
                " once both sides have signed."
            )
        )

    def action_close(self):
        raise UserError(
            self.env._(
                "An acceptance is not closed: it is complete with its last remaining"
                " issue."
            )
        )

    # === ON THE WAY TO THE CUSTOMER === #

    def _after_approval(self):
        result = super()._after_approval()
        for acceptance in self:
            former = acceptance._get_versions().filtered(
                lambda version, new=acceptance: (
                    version.state == "approved" and version != new
                )
            )
            former._cancel()
            acceptance._ask_manager(self.env._("Send the acceptance to the customer"))
        return result

    def _after_release(self):
        result = super()._after_release()
        if self.state == "approved":
            # superuser: those who send need not be allowed to write
            self.sudo()._transition({"state": "released"})
            # what the approval asked for is done
            self.sudo().activity_feedback([_TODO])
        return result

    def _after_recall(self):
        result = super()._after_recall()
        # superuser: those who recall need not be allowed to write
        self.sudo()._transition({"state": "approved"})
        return result

    # === DECIDED === #

    def _after_signatures(self):
        result = super()._after_signatures()
        # superuser: the last one to sign need not be allowed to write
        acceptance = self.sudo()
        signed_on = max(acceptance.provider_signed_on, acceptance.customer_signed_on)
        guard.with_key(acceptance).write({"accepted_on": signed_on})
        acceptance._open_issues()
        if acceptance.conclusion == "conditional":
            acceptance._append_log("conditional", {})
            acceptance._transition({"state": "conditional"})
            acceptance._complete_conditions()
        else:
            acceptance._put_in_force()
        return result

    def _complete_conditions(self):
        """With the last remaining issue closed the acceptance is complete."""
        left = self.issue_ids.filtered(lambda issue: issue.state == "open")
        if self.state == "conditional" and not left:
            self._put_in_force()

    def _fail(self, partner, answer, facts):
        """Take back what the customer does not accept, to rework.

        The caller has locked the document, and checked the answer.

        :param partner: the `res.partner` who has decided
        :param acceptance_answer.Answer answer: with its reason
        :param dict facts: how it was said
        """
        self._take_answer(answer)
        # superuser: the customer has no right of his own
        acceptance = self.sudo()
        values = {
            "round_id": acceptance.round_id.id,
            "content_hash": acceptance.round_id.content_hash,
            "comment": f"{partner.name} · {answer.reason}",
            "facts": {
                "person": {
                    "model": partner._name,
                    "id": partner.id,
                    "name": partner.name,
                },
                "pdf": acceptance._get_pdf_hash(),
                **facts,
                **acceptance._answer_facts(),
            },
        }
        self._append_log("not_accepted", {self.id: values})
        acceptance._transition({"state": "failed"})
        acceptance._drop_issues()
        acceptance._tell_caretaker(
            self.env._("Not accepted: put it right, and revise the acceptance"),
            self.env._(
                "%(name)s did not accept: %(reason)s",
                name=partner.name,
                reason=answer.reason,
            ),
            partner,
        )

    def revise(self, major, change_summary):
        """Make the next version; what the customer said of this one stands in it."""
        draft = super().revise(major, change_summary)
        if self.state == "failed":
            # the engine carries it over: nobody has written this
            guard.with_key(draft).write({"former_reason": self.customer_reason})
            for old, new in zip(self.criterion_ids, draft.criterion_ids, strict=True):
                said = [old._label("customer_result"), old.customer_comment]
                text = ": ".join(filter(None, said))
                guard.with_key(new).write({"former_comment": text or False})
        return draft

    def _ask_manager(self, summary):
        """Leave a to-do for the project manager, else for the service manager."""
        user = self._get_caretaker()
        if user:
            self.activity_schedule(_TODO, summary=summary, user_id=user.id)

    # === EVIDENCE === #

    def _states_of_log(self, kinds, outcome):
        own = None
        for kind in kinds:
            if kind in ("released", "recalled") and own in _DECIDED:
                continue
            own = _STATE_AFTER.get(kind, own)
        others = [kind for kind in kinds if kind not in (*_STATE_AFTER, "point_closed")]
        states = super()._states_of_log(others, outcome) - _OWN_STATES
        if own and not {"superseded", "cancelled"} & set(others):
            return {own}
        return states

    # === JOBS === #

    @api.model
    def _cron_remind(self):
        """Remind customers who have not answered; each day, one by one."""
        before = fields.Datetime.now() - REMIND_AFTER
        waiting = self.search(
            [
                ("state", "=", "released"),
                ("customer_signatory_id", "=", False),
                ("released_at", "<=", before),
                "|",
                ("reminded_on", "=", False),
                ("reminded_on", "<=", before.date()),
            ]
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(waiting))
        for acceptance in waiting:
            acceptance = acceptance.try_lock_for_update()
            if acceptance:
                acceptance._send_portal_mail(_REMINDER)
                guard.with_key(acceptance).write(
                    {"reminded_on": fields.Date.context_today(acceptance)}
                )
            if not cron._commit_progress(1):
                break
