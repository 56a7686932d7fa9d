from odoo import api, fields, models

from ..approval import document_form
from .signature import PARTIES

_FORM = "itsm_service_delivery.itsm_signature_view_form"

# Written by signing, sending and recalling only.
_ENGINE_FIELDS = frozenset(
    {
        "approved_pdf_id",
        "customer_contact_id",
        "decline_reason",
        "pdf_is_signed",
        "portal_token",
        "released_at",
        "released_by_id",
        "scan_ids",
    }
    | {
        f"{party}_{name}"
        for party in PARTIES
        for name in (
            "signatory_id",
            "signature",
            "signed_at",
            "signed_ip",
            "signed_name",
            "signed_on",
        )
    }
)


class ItsmSignatureMixin(models.AbstractModel):
    """A controlled document that both parties sign once it is approved (domain 4.3).

    A model says whose contract it is (`_get_signature_contract()`), what is signed in
    the same act (`_get_signed_along()`), and what follows (`_after_signatures()`).
    """

    _name = "itsm.signature.mixin"
    _description = "Document Signed by Both Parties"
    _inherit = ["itsm.document.mixin"]

    # The states in which it waits for signatures; those in which it may be sent to the
    # customer, to sign or to read what was agreed; and what he goes on reading then.
    _signing_states = ("approved",)
    _sent_states = ("approved", "signed", "in_force")
    _shown_states = (
        *_sent_states,
        "superseded",
        "expired",
        "renewed",
        "closed",
        "completed",
    )

    provider_signatory_id = fields.Many2one(
        comodel_name="res.users",
        string="Signed for the Provider by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    provider_signed_on = fields.Date(
        string="Signed for the Provider on", readonly=True, copy=False
    )
    provider_signed_at = fields.Datetime(
        string="Time of the Provider's Signature",
        readonly=True,
        copy=False,
        help="Empty of a signature on paper.",
    )
    provider_signed_name = fields.Char(
        string="Name Typed for the Provider", readonly=True, copy=False
    )
    provider_signed_ip = fields.Char(
        string="IP Address of the Provider's Signatory", readonly=True, copy=False
    )
    provider_signature = fields.Binary(
        string="Provider's Signature", readonly=True, copy=False, attachment=True
    )
    customer_signatory_id = fields.Many2one(
        comodel_name="res.partner",
        string="Signed for the Customer by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    customer_signed_on = fields.Date(
        string="Signed for the Customer on", readonly=True, copy=False
    )
    customer_signed_at = fields.Datetime(
        string="Time of the Customer's Signature",
        readonly=True,
        copy=False,
        help="Empty of a signature on paper.",
    )
    customer_signed_name = fields.Char(
        string="Name Typed for the Customer", readonly=True, copy=False
    )
    customer_signed_ip = fields.Char(
        string="IP Address of the Customer's Signatory", readonly=True, copy=False
    )
    customer_signature = fields.Binary(
        string="Customer's Signature", readonly=True, copy=False, attachment=True
    )
    scan_ids = fields.Many2many(
        comodel_name="ir.attachment",
        string="Signed Copies",
        readonly=True,
        copy=False,
        bypass_search_access=True,
    )
    approved_pdf_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="PDF before the Signatures",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="What was approved and shown to those who signed.",
    )
    pdf_is_signed = fields.Boolean(
        string="PDF Shows the Signatures", readonly=True, copy=False
    )
    can_sign = fields.Boolean(compute="_compute_can_sign")
    can_sign_as_provider = fields.Boolean(compute="_compute_can_sign")

    # === COMPUTE METHODS === #

    @api.depends("state", "provider_signatory_id", "customer_signatory_id")
    @api.depends_context("uid")
    def _compute_can_sign(self):
        for document in self:
            missing = ()
            if document.state in document._signing_states:
                missing = document._get_missing_parties()
            document.can_sign = bool(missing) and document._may_record_signatures()
            document.can_sign_as_provider = (
                "provider" in missing and document._may_sign_as_provider()
            )

    def _compute_can_release(self):
        result = super()._compute_can_release()
        for document in self:
            if document._get_missing_parties():
                document.can_put_in_force = False
        return result

    # === WHOSE DOCUMENT IT IS === #

    def _get_signature_contract(self):
        """Return the contract whose parties sign, empty when nobody signs.

        :rtype: itsm.contract
        """
        self.ensure_one()
        raise NotImplementedError

    def _get_signed_along(self):
        """Return the documents that are sent and signed in the same act.

        :return: list of documents, without this one
        """
        self.ensure_one()
        return []

    def _get_signed_with(self):
        """Return the document that this one is an annex of and signed with, if any."""
        self.ensure_one()
        return None

    def _get_signed_customer(self):
        """Return the customer's company.

        :rtype: res.partner
        """
        # superuser: whose it is does not depend on who looks
        contract = self._get_signature_contract().sudo()
        return contract.partner_id.commercial_partner_id

    def _get_caretakers(self):
        """Return who takes care of the document, the first one who can: our people.

        :return: list of `res.users`
        """
        # superuser: who the people are does not depend on who signs
        contract = self._get_signature_contract().sudo()
        return [contract.user_id, contract.service_manager_id]

    def _get_caretaker(self):
        """Return who is told what the customer did: the sales owner, else the manager.

        :return: a `res.users` who may read the document, or none
        """
        for user in self._get_caretakers():
            # in whatever company whoever signs works
            own = self.with_user(user).with_context(allowed_company_ids=[])
            if user.active and own.has_access("read"):
                return user
        return self.env["res.users"]

    # === WHAT LACKS === #

    def _get_missing_parties(self):
        """Return the parties that have not signed yet.

        :rtype: tuple[str]
        """
        self.ensure_one()
        if not self._get_signature_contract():
            return ()
        return tuple(party for party in PARTIES if not self[f"{party}_signatory_id"])

    def _missing_signatures(self):
        """Return which signatures lack, as sentences."""
        sentences = {
            "provider": self.env._(
                'It is not signed for the provider: use "Record Signatures".'
            ),
            "customer": self.env._(
                'It is not signed for the customer: use "Record Signatures".'
            ),
        }
        return [sentences[party] for party in self._get_missing_parties()]

    def _is_signed(self):
        """Return whether both parties have signed."""
        contract = self._get_signature_contract()
        return bool(contract) and not self._get_missing_parties()

    # === BUSINESS METHODS === #

    def _after_signatures(self):
        """Do what follows once both sides have signed; models add.

        The record may be a signatory's of the customer, as superuser.
        """
        self.ensure_one()
        self._request_pdf()

    def _get_engine_fields(self):
        return super()._get_engine_fields() | _ENGINE_FIELDS

    def _get_engine_defaults(self):
        # nobody may write it, not even as empty; sending makes it anew
        defaults = super()._get_engine_defaults()
        del defaults["portal_token"]
        return defaults

    def _get_evidence_attachments(self):
        # superuser: which files these are does not depend on who looks
        documents = self.sudo()
        filed = documents.scan_ids | documents.approved_pdf_id
        return super()._get_evidence_attachments() | filed

    # === VIEWS === #

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        # superuser: views are not for everyone to read
        parts = self.env.ref(_FORM, raise_if_not_found=False)
        if view_type == "form" and parts and not self._abstract:
            document_form.complete(arch, parts.sudo()._get_combined_arch())
        return arch, view
