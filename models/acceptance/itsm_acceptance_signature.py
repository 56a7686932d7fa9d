from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..approval import guard
from ..contract.signature import check_scan, sha256
from . import acceptance_answer

MANAGER = "itsm_service_delivery.group_service_manager"


class ItsmAcceptance(models.Model):
    """Both sides sign: the customer what he has decided, we that we take note of it.

    In either order. Who may sign for us holds a signatory role and is not the project
    manager (R3).
    """

    _inherit = "itsm.acceptance"
    _mail_to_sign = "itsm_service_delivery.mail_template_acceptance_to_sign"
    _mail_signed = "itsm_service_delivery.mail_template_acceptance_signed"
    _portal_path = "/my/acceptances"
    _portal_report = "report.itsm_service_delivery.acceptance_document"
    _customer_path = "partner_id"

    # === WHO === #

    def _get_signature_contract(self):
        self.ensure_one()
        return self.contract_id

    def _get_caretakers(self):
        # superuser: who the people are does not depend on who signs
        return [self.sudo().project_id.user_id, *super()._get_caretakers()[1:]]

    def _may_record_signatures(self):
        """Return whether the user may send and record: he runs the project, or all."""
        self.ensure_one()
        # superuser: whose project it is, whether or not the user sees it
        manager = self.sudo().project_id.user_id
        return self.has_access("read") and (
            self.env.user == manager or self.env.user.has_group(MANAGER)
        )

    def _check_may_record_signatures(self):
        self.check_access("read")
        if not self._may_record_signatures():
            raise AccessError(
                self.env._(
                    "An acceptance is sent, recalled and recorded by the manager of"
                    " its project, or by a service manager."
                )
            )

    def _get_signatories(self):
        # superuser: whose project it is does not depend on who records the signature
        return super()._get_signatories() - self.sudo().project_id.user_id

    # === ON PAPER === #

    def action_record_signatures(self):
        """Open the dialog that records a paper: who signed, and what was decided."""
        self.ensure_one()
        self._check_may_record_signatures()
        self._check_waits_for_signatures()
        return self._open_signature_dialog(
            "itsm.acceptance.paper", self.env._("Record the Signed Acceptance")
        )

    def _record_signatures(self, provider, customer, scan, answer=None):
        """Record signatures given on paper.

        :param dict answer: what the customer has decided, with his signature; see
            `acceptance_answer.read()`
        """
        if customer:
            self._lock()
            self._check_may_record_signatures()
            self._check_unsigned("customer")
            answer = acceptance_answer.read(answer, self.criterion_ids.ids)
            self._accept(answer, customer[1])
        return super()._record_signatures(provider, customer, scan)

    def _record_refusal(self, contact, scan, answer):
        """Record a paper on which the customer says that he does not accept.

        :param contact: the `res.partner` who has signed it
        :param scan: ``(file name, content)``
        :param dict answer: see `acceptance_answer.read()`
        :raise AccessError: the user may not record it
        :raise UserError: not now, not that person, no reason or no scan
        """
        self.ensure_one()
        self._check_may_record_signatures()
        self._lock()
        self._check_unsigned("customer")
        self._check_ready_to_sign()
        self._check_customer_signs(contact)
        check_scan(self.env, scan[1])
        answer = acceptance_answer.read(
            {**answer, "conclusion": "fail"}, self.criterion_ids.ids
        )
        self._check_answer(answer)
        # superuser: those who record need not be allowed to write
        document = guard.with_key(self.sudo())
        name, content = scan
        place = {"res_model": self._name, "res_id": self.id}
        file = document.env["ir.attachment"].create(
            {"name": name, "raw": content, **place}
        )
        document.write({"scan_ids": [(4, file.id)]})
        facts = {"way": "scan", "scan": sha256(content)}
        self._fail(contact.sudo(), answer, facts)

    # === ON THE PORTAL === #

    def _sign_as_customer(self, partner, name, image, ip, shown_hash):
        self._decide_on_portal(shown_hash)
        return super()._sign_as_customer(
            partner, name, image, ip, self._get_shown_hash()
        )

    def _upload_as_customer(self, partner, name, day, scan, ip, shown_hash):
        self._decide_on_portal(shown_hash)
        return super()._upload_as_customer(
            partner, name, day, scan, ip, self._get_shown_hash()
        )

    def _decide_on_portal(self, shown_hash):
        """Make the kept answer the customer's decision, if it is what he was shown."""
        self._lock()
        self._check_unsigned("customer")
        if shown_hash != self._get_shown_hash():
            raise UserError(
                self.env._(
                    "The document, or the answer, has changed since you opened this"
                    " page: load the page again, and read it before you sign."
                )
            )
        self._accept(self._get_answer())

    def _decline_as_customer(self, partner, reason):
        """Note that the customer does not accept, and why: it goes back to rework.

        The caller has checked that the document was sent to the customer, and is the
        superuser.

        :param partner: the `res.partner` of the user who is logged in
        :param str reason: mandatory
        :raise UserError: not now, not he, or no reason
        """
        self.ensure_one()
        self._lock()
        self._check_unsigned("customer")
        self._check_customer_signs(partner)
        if not self._waits_for_customer():
            raise UserError(
                self.env._("%s does not wait for your signature.", self.display_name)
            )
        data = {
            **self._get_answer().data(),
            "conclusion": "fail",
            "reason": reason,
        }
        answer = acceptance_answer.read(data, self.criterion_ids.ids)
        self._check_answer(answer)
        ip = request.httprequest.remote_addr if request else ""
        self._fail(partner, answer, {"way": "portal", "ip": ip})

    # === DECIDING === #

    def _accept(self, answer, day=None):
        """Make a complete answer the customer's decision.

        :param date day: on which it was given, default today
        :raise UserError: it is not complete, or refuses
        """
        if answer.conclusion == "fail":
            raise UserError(
                self.env._("What is not accepted is not signed: say why, and send it.")
            )
        self._check_answer(answer, day)
        self._take_answer(answer)

    def _get_signature_facts(self, signature):
        facts = super()._get_signature_facts(signature)
        if signature.party == "customer":
            facts |= self._answer_facts()
        return facts
