import base64

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..approval import guard
from .signature import Signature, check_scan, read_image, sha256


class ItsmSignatureMixin(models.AbstractModel):
    """How signatures are given: on paper, on the screen, on the portal."""

    _inherit = "itsm.signature.mixin"

    # === ACTION METHODS === #

    def action_record_signatures(self):
        """Open the dialog that records who signed on paper, when, and the scan."""
        self.ensure_one()
        self._check_may_record_signatures()
        self._check_waits_for_signatures()
        return self._open_signature_dialog(
            "itsm.signature.paper", self.env._("Record Signatures")
        )

    def action_sign_as_provider(self):
        """Open the dialog in which a signatory of ours draws his signature."""
        self.ensure_one()
        self._check_may_sign_as_provider()
        self._check_waits_for_signatures()
        return self._open_signature_dialog(
            "itsm.signature.draw", self.env._("Sign for the Provider")
        )

    def _open_signature_dialog(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
            },
        }

    # === GIVING SIGNATURES === #

    def _record_signatures(self, provider, customer, scan):
        """Record signatures given on paper.

        :param provider: ``(res.users, date)`` or None
        :param customer: ``(res.partner, date)`` or None
        :param scan: ``(file name, content)`` of the signed copy
        :raise AccessError: the user may not record them
        :raise UserError: somebody may not sign, or not on that day; no signed copy
        """
        self.ensure_one()
        self._check_may_record_signatures()
        given = (("provider", provider), ("customer", customer))
        signatures = [
            Signature(party, *who_and_when, way="scan", scan=scan)
            for party, who_and_when in given
            if who_and_when
        ]
        if not signatures:
            raise UserError(self.env._("Enter who signed, and when."))
        check_scan(self.env, scan[1])
        self._sign(signatures)

    def _sign_as_provider(self, image, name=""):
        """Sign for the provider as oneself, with a drawn signature.

        :param image: base64 of a PNG or JPEG
        :param str name: as typed
        :raise AccessError: the user has no role that signs
        :raise UserError: not now, or no picture
        """
        self.ensure_one()
        self._check_may_sign_as_provider()
        self._sign(
            [
                Signature(
                    "provider",
                    self.env.user,
                    self._today(),
                    way="drawn",
                    at=fields.Datetime.now(),
                    image=read_image(self.env, image),
                    name=name or self.env.user.name,
                    ip=request.httprequest.remote_addr if request else "",
                )
            ]
        )

    def _check_may_sign_as_provider(self):
        self.check_access("read")
        if not self._may_sign_as_provider():
            roles = self._get_signatory_groups().sudo().mapped("name")
            raise AccessError(
                self.env._(
                    "The provider's signature is for people with one of the roles"
                    " %(roles)s.",
                    roles=", ".join(roles),
                )
            )

    def _sign_as_customer(self, partner, name, image, ip, shown_hash):
        """Sign for the customer on the portal, with a drawn signature.

        The caller has checked that the document was sent to the customer, and is the
        superuser: the customer has no right of his own on it.

        :param partner: the `res.partner` of the user who is logged in
        :param str name: as typed
        :param image: base64 of a PNG or JPEG
        :param str ip: where from
        :param str shown_hash: `_get_shown_hash()` of the page that he has read
        :raise UserError: not now, not he, or no picture
        """
        self.ensure_one()
        name = self._check_typed_name(name)
        content = read_image(self.env, image)
        signature = Signature(
            "customer",
            partner,
            self._today(),
            way="drawn",
            at=fields.Datetime.now(),
            image=content,
            name=name,
            ip=ip,
        )
        self._sign_on_portal(signature, shown_hash)

    def _upload_as_customer(self, partner, name, day, scan, ip, shown_hash):
        """Sign for the customer with the scan of a signed copy, on the portal.

        :param partner: the `res.partner` who has signed, a contact of the customer
        :param str name: as it stands below the signature
        :param date day: of the signature
        :param scan: ``(file name, content)``
        :param str ip: where from
        :param str shown_hash: as of `_sign_as_customer()`
        :raise UserError: not now, not he, not on that day, or no scan
        """
        self.ensure_one()
        name = self._check_typed_name(name)
        check_scan(self.env, scan[1])
        signature = Signature(
            "customer", partner, day, way="scan", scan=scan, name=name, ip=ip
        )
        self._sign_on_portal(signature, shown_hash)

    def _check_typed_name(self, name):
        name = name.strip() if isinstance(name, str) else ""
        if not name:
            raise UserError(self.env._("Enter the name of who signs."))
        return name[:128]

    def _sign_on_portal(self, signature, shown_hash):
        self._lock()
        # a second signatory gets to know of the first one, not of what followed
        self._check_unsigned("customer")
        if not self.released_at:
            raise UserError(
                self.env._(
                    "%s has been recalled: wait until it is sent to you again.",
                    self.display_name,
                )
            )
        if shown_hash != self._get_shown_hash():
            raise UserError(
                self.env._(
                    "The document has changed since you opened this page: load the"
                    " page again, and read it before you sign."
                )
            )
        self._sign([signature])
        self._tell_of_signature(signature)

    # === RECORDING === #

    def _sign(self, signatures):
        """Record signatures on this document and on those that are signed with it.

        :param signatures: list of `Signature`, one for a party
        :raise UserError: what is signed, who signs or when is not right
        """
        self.ensure_one()
        along = self._get_signed_along()
        for document in (self, *along):
            document._lock()
        self._check_ready_to_sign()
        for signature in signatures:
            self._check_signature(signature)
        if any(signature.way == "drawn" for signature in signatures):
            # who signs on the screen signs what is filed
            for document in (self, *along):
                document._ensure_pdf()
        self._write_signatures(signatures)
        signed = [self]
        for document in along:
            # an annex that has one side's signature already waits for the other's
            missing = document._get_missing_parties()
            if lacking := [sig for sig in signatures if sig.party in missing]:
                for signature in lacking:
                    document._check_signature(signature)
                document._write_signatures(lacking)
                signed.append(document)
        for document in signed:
            if document._is_signed():
                document._after_signatures()

    def _write_signatures(self, signatures):
        """Write who signed, and a line of the log for each signature."""
        # superuser: those who sign and record need not be allowed to write
        document = guard.with_key(self.sudo())
        pdf_hash = document._get_pdf_hash()
        vals = {}
        scans = dict.fromkeys(sig.scan for sig in signatures if sig.scan)
        for scan_name, content in scans:
            scan = document.env["ir.attachment"].create(
                {
                    "name": scan_name,
                    "raw": content,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
            vals.setdefault("scan_ids", []).append((4, scan.id))
        for signature in signatures:
            vals |= {
                f"{signature.party}_signatory_id": signature.person.id,
                f"{signature.party}_signed_on": signature.day,
                f"{signature.party}_signed_at": signature.at,
                f"{signature.party}_signed_name": signature.name,
                f"{signature.party}_signed_ip": signature.ip,
                f"{signature.party}_signature": signature.image
                and base64.b64encode(signature.image),
            }
        document.write(vals)
        for signature in signatures:
            values = {
                "round_id": document.round_id.id,
                "content_hash": document.round_id.content_hash,
                "comment": self._describe_signature(signature),
                "facts": {
                    **signature.facts(pdf_hash),
                    **document._get_signature_facts(signature),
                },
            }
            self._append_log("signed", {self.id: values})

    def _get_signature_facts(self, signature):
        """Return what else the log keeps of a signature; models add.

        :return: JSON-like dict
        """
        return {}

    def _describe_signature(self, signature):
        values = {"name": signature.person_name(), "day": signature.day}
        if signature.party == "provider":
            return self.env._("For the provider: %(name)s, %(day)s", **values)
        return self.env._("For the customer: %(name)s, %(day)s", **values)

    # === THE PDF THAT IS SIGNED === #

    def _get_pdf_hash(self):
        """Return the SHA-256 of the filed PDF, None while there is none."""
        # superuser: the customer is shown the file, not the record of it
        pdf = self.sudo().pdf_attachment_id
        return sha256(pdf.raw) if pdf else None

    def _get_shown_hash(self):
        """Return the hash of what the customer is shown and signs: that of the PDF."""
        return self._get_pdf_hash()

    def _ensure_pdf(self):
        """File the PDF of what was approved now, if the scheduler has not yet."""
        if self._print_report and not self.pdf_attachment_id:
            self._file_pdf()

    def _file_pdf(self):
        """File the print with both signatures in the place of the approved one."""
        signed = self._is_signed()
        # superuser: as all that is filed
        document = guard.with_key(self.sudo())
        if signed and document.pdf_attachment_id and not document.pdf_is_signed:
            document.write(
                {
                    "approved_pdf_id": document.pdf_attachment_id.id,
                    "pdf_attachment_id": False,
                }
            )
        result = super()._file_pdf()
        if signed:
            document.write({"pdf_is_signed": True})
        return result

    def _get_print_name(self):
        name = super()._get_print_name()
        return f"{name}_signed" if self._is_signed() else name
