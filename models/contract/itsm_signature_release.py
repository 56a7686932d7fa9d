import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import consteq

from ..approval import guard

_TODO = "mail.mail_activity_data_todo"


class ItsmSignatureMixin(models.AbstractModel):
    """What the customer sees: sent, recalled, declined.

    No portal user has a right on these models. The pages of `controllers/` show what
    was sent to the customer's company, and what `_portal_values()` lets through. The
    token of the mailed link opens the page for reading; it is none of `portal.mixin`,
    whose token would also open the conversation, which is ours. Who signs is logged in.
    """

    _inherit = "itsm.signature.mixin"

    # XML ids of the mails: asking for the signature, thanking for it.
    _mail_to_sign = None
    _mail_signed = None
    # Where the pages are.
    _portal_path = None
    # Path to the customer.
    _customer_path = None

    customer_contact_id = fields.Many2one(
        comodel_name="res.partner",
        string="Sent to",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The customer's contact who was asked to sign.",
    )
    released_at = fields.Datetime(
        string="Sent to the Customer on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="From then on the customer sees it on the portal. Empty: not sent, or"
        " recalled.",
    )
    released_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Sent by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    decline_reason = fields.Text(string="Declined because", readonly=True, copy=False)
    portal_token = fields.Char(
        string="Token of the Mailed Link",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )
    can_send = fields.Boolean(compute="_compute_can_send")
    can_recall = fields.Boolean(compute="_compute_can_send")

    # === COMPUTE METHODS === #

    @api.depends("state", "released_at", "customer_signatory_id")
    @api.depends_context("uid")
    def _compute_can_send(self):
        for document in self:
            handles = (
                document.state in document._sent_states
                and bool(document._get_signature_contract())
                and not document._get_signed_with()
                and document._may_record_signatures()
            )
            document.can_send = handles and not document.released_at
            document.can_recall = (
                handles
                and document.state in document._signing_states
                and bool(document.released_at)
                and not document.customer_signatory_id
            )

    # === ACTION METHODS === #

    def action_release(self):
        """Open the dialog that sends the document to a contact of the customer."""
        self.ensure_one()
        self._check_may_be_sent()
        return self._open_signature_dialog(
            "itsm.signature.send", self.env._("Send to Customer")
        )

    def action_recall(self):
        """Take back what the customer has not signed yet: he sees it no longer."""
        self._check_may_record_signatures()
        for document in self:
            document._recall()
        return True

    # === SENDING === #

    def _check_may_be_sent(self):
        """Check that the customer may be shown the document, by this user.

        :raise AccessError: the user may not send it
        :raise UserError: it is not approved, not reviewed, or sent already
        """
        self._check_may_record_signatures()
        if self.state not in self._sent_states or not self._get_signature_contract():
            raise UserError(
                self.env._(
                    "%(document)s is %(state)s: only what is approved is sent to the"
                    " customer.",
                    document=self.display_name,
                    state=self._get_state_label(),
                )
            )
        if contract := self._get_signed_with():
            raise UserError(
                self.env._(
                    "%(document)s is signed together with %(contract)s: send that.",
                    document=self.display_name,
                    contract=contract.display_name,
                )
            )
        if self.released_at:
            raise UserError(
                self.env._(
                    "%(document)s was sent to %(contact)s already: recall it first.",
                    document=self.display_name,
                    contact=self.sudo().customer_contact_id.name,
                )
            )
        if self.state in self._signing_states:
            self._check_ready_to_sign()

    def _send_to_customer(self, contact, note=""):
        """Show the document to the customer, and mail a contact the link.

        :param contact: the `res.partner` who is asked to sign
        :param str note: some words of one's own for the mail
        :raise AccessError: the user may not send it
        :raise UserError: it is not ready; nobody of the customer, or without address
        """
        self.ensure_one()
        self._lock()
        self._check_may_be_sent()
        self._check_customer_signs(contact)
        # superuser: contacts are not everybody's to read
        contact = contact.sudo()
        if not contact.email:
            raise UserError(
                self.env._(
                    "%s has no e-mail address: enter one, or choose another contact.",
                    contact.name,
                )
            )
        for document in (self, *self._get_signed_along()):
            document._lock()
            document._ensure_pdf()
            # superuser: those who send need not be allowed to write
            guard.with_key(document.sudo()).write(
                {
                    "customer_contact_id": contact.id,
                    "released_at": fields.Datetime.now(),
                    "released_by_id": self.env.uid,
                    "decline_reason": False,
                    "portal_token": secrets.token_urlsafe(32),
                }
            )
            document._log_portal("released", contact, note)
            document._after_release()
        self._send_portal_mail(self._mail_to_sign, note=note)

    def _after_release(self):
        """Do what follows once the customer sees the document; models add."""

    def _send_portal_mail(self, template, **values):
        """Send a mail to the customer, in the language of who gets it.

        :param str template: XML id of a `mail.template`
        :param values: for its context
        """
        # superuser: mails are made of what their sender need not be allowed to read
        template = self.env.ref(template).sudo().with_context(**values)
        # it comes from us, whoever has signed
        author = self.sudo().released_by_id.partner_id
        template.send_mail(
            self.id,
            email_layout_xmlid="mail.mail_notification_light",
            email_values={"author_id": author.id},
        )

    def _log_portal(self, kind, person, comment=""):
        """Append a line on what was shown to the customer, or what he answered."""
        # superuser: the log is written whoever answers
        document = self.sudo()
        values = {
            "round_id": document.round_id.id,
            "content_hash": document.round_id.content_hash,
            "comment": " · ".join(filter(None, [person.name, comment])),
            "facts": {
                "person": {
                    "model": person._name,
                    "id": person.id,
                    "name": person.name,
                },
                "pdf": document._get_pdf_hash(),
            },
        }
        self._append_log(kind, {self.id: values})

    # === RECALLING AND DECLINING === #

    def _recall(self):
        """Hide the document from the customer, and make the mailed link void.

        :raise UserError: it was not sent, or the customer has signed
        """
        self.ensure_one()
        self._lock()
        self._check_unsigned("customer")
        if self.state not in self._signing_states or not self.released_at:
            raise UserError(
                self.env._("%s is not at the customer's.", self.display_name)
            )
        # superuser: names, for the log
        contact = self.sudo().customer_contact_id
        for document in (self, *self._get_signed_along()):
            if document.released_at:
                document._hide()
                document._log_portal("recalled", contact)
                document._after_recall()

    def _after_recall(self):
        """Do what follows once the document is hidden again; models add."""

    def _hide(self):
        # superuser: those who recall need not be allowed to write
        guard.with_key(self.sudo()).write(
            {"released_at": False, "released_by_id": False, "portal_token": False}
        )

    def _decline_as_customer(self, partner, reason):
        """Note that the customer does not sign, and why; it is as recalled then.

        The caller has checked that the document was sent to the customer, and is the
        superuser.

        :param partner: the `res.partner` of the user who is logged in
        :param str reason: mandatory
        :raise UserError: not now, not he, or no reason
        """
        self.ensure_one()
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Tell us why you decline."))
        self._lock()
        self._check_unsigned("customer")
        self._check_customer_signs(partner)
        if not self._waits_for_customer():
            raise UserError(
                self.env._("%s does not wait for your signature.", self.display_name)
            )
        for document in (self, *self._get_signed_along()):
            document._hide()
            guard.with_key(document).write({"decline_reason": reason})
            document._log_portal("declined", partner, reason)
        self._tell_caretaker(
            self.env._("Declined by %s", partner.name),
            self.env._(
                "%(name)s declined to sign: %(reason)s",
                name=partner.name,
                reason=reason,
            ),
            partner,
        )

    def _ask_as_customer(self, partner, question):
        """Pass a question of the customer on to who takes care of the document.

        The conversation is not on the portal: colleagues wrote in it among themselves
        before the document was sent.

        :param partner: the `res.partner` of the user who is logged in
        :raise UserError: there is no question
        """
        self.ensure_one()
        question = question.strip() if isinstance(question, str) else ""
        if not question:
            raise UserError(self.env._("Write your question."))
        self._tell_caretaker(
            self.env._("Answer a question of %s", partner.name), question, partner
        )

    # === TELLING === #

    def _tell_of_signature(self, signature):
        """Thank the customer, and tell who takes care of the document."""
        self._tell_caretaker(
            self.env._("Signed by %s", signature.person_name()),
            self.env._(
                "Signed for the customer by %(name)s on %(day)s.",
                name=signature.person_name(),
                day=signature.day,
            ),
            signature.person,
        )
        if signature.person.email:
            self._send_portal_mail(self._mail_signed)

    def _tell_caretaker(self, summary, note, partner):
        """Leave a note on the document, and a to-do for who takes care of it."""
        owner = self._get_caretaker()
        localised = self.with_context(lang=owner.lang or self.env.lang)
        localised.message_post(
            body=note,
            author_id=partner.id,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        if owner:
            localised.activity_schedule(_TODO, summary=summary, user_id=owner.id)

    # === PORTAL === #

    @api.model
    def _portal_domain(self, partner):
        """Return which documents the portal shows a person: those of his company.

        :param partner: `res.partner` of the user
        :rtype: Domain
        """
        customer = partner.commercial_partner_id
        return self._shown_domain() & Domain(
            f"{self._customer_path}.commercial_partner_id", "=", customer.id
        )

    @api.model
    def _shown_domain(self):
        """Return which documents the portal shows at all."""
        states = set(self._fields["state"].get_values(self.env))
        return Domain("released_at", "!=", False) & Domain(
            "state", "in", sorted(states.intersection(self._shown_states))
        )

    def _is_shown_to(self, partner):
        """Return whether the portal shows the document to a person."""
        self.ensure_one()
        return bool(self.sudo().filtered_domain(self._portal_domain(partner)))

    def _opens_with(self, token):
        """Return whether a mailed link's token opens the document.

        :param str token: of the request
        """
        self.ensure_one()
        # superuser: the token is nobody's to read
        document = self.sudo().filtered_domain(self._shown_domain())
        own = document.portal_token
        return bool(own and isinstance(token, str) and consteq(own, token))

    def _waits_for_customer(self):
        """Return whether the customer may sign the document by itself now."""
        self.ensure_one()
        return (
            self.state in self._signing_states
            and bool(self.released_at)
            and "customer" in self._get_missing_parties()
            and not self._get_signed_with()
        )

    def _get_portal_url(self, token=False, path=""):
        """Return the address of the page on this server.

        :param bool token: whether the link opens it without logging in
        :param str path: of a page below, e.g. ``/pdf``
        """
        self.ensure_one()
        query = f"?access_token={self.sudo().portal_token}" if token else ""
        return f"{self._portal_path}/{self.id}{path}{query}"

    def _get_mailed_url(self):
        """Return the link for a mail: it opens the page for reading."""
        return f"{self.get_base_url()}{self._get_portal_url(token=True)}"
