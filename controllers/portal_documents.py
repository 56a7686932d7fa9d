from werkzeug.exceptions import NotFound
from werkzeug.urls import url_encode, url_quote

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from .pages import KIND_ROUTE, KINDS

_PAGE = f"/my/{KIND_ROUTE}/<int:document_id>"
# One byte more than is accepted says that a file is too large.
_MOST_READ = 10_000_001
_MOST_TEXT = 5000


class PortalDocuments(Controller):
    """The page of a contract or an agreement: read it, sign it, decline, ask.

    Who is logged in for the customer's company sees what was sent to it. The token of
    the mailed link opens the page and the PDF of one document for whoever has it, and
    nothing else: who signs, declines or asks is logged in, as a known contact (R10).
    What is not there and what is not his are the same answer.
    """

    # === WHAT MAY BE SEEN === #

    def _itsm_get(self, kind, document_id, access_token=None):
        """Return the document that the request may read, as superuser.

        :raise NotFound: there is none
        """
        user = request.env.user
        own = request.env[KINDS[kind][0]].browse(document_id)
        # superuser: the customer has no right of his own; what he may see is checked
        document = own.sudo().exists()
        if not document:
            raise NotFound()
        if not user._is_public() and document._is_shown_to(user.partner_id):
            return document
        if document._opens_with(access_token):
            return document
        if user._is_internal() and own.has_access("read"):
            # colleagues see the page as the customer does, once he does
            if document.filtered_domain(document._shown_domain()):
                return document
        raise NotFound()

    def _itsm_get_own(self, kind, document_id):
        """Return a document of the company of the user who is logged in.

        :raise NotFound: there is none
        """
        # superuser: see above
        document = request.env[KINDS[kind][0]].sudo().browse(document_id).exists()
        if document and document._is_shown_to(request.env.user.partner_id):
            return document
        raise NotFound()

    def _itsm_is_signatory(self, document):
        """Return whether the user may sign the document for the customer now."""
        user = request.env.user
        return (
            not user._is_public()
            and document._waits_for_customer()
            and document._is_customer_contact(user.partner_id)
        )

    # === PAGES === #

    @route(_PAGE, type="http", auth="public", website=True)
    def itsm_document(
        self, kind, document_id, access_token=None, message=None, **_kw
    ):
        """Show a document."""
        try:
            document = self._itsm_get(kind, document_id, access_token)
        except NotFound:
            if request.env.user._is_public():
                page = url_quote(f"/my/{kind}/{document_id}")
                return request.redirect(f"/web/login?redirect={page}")
            raise
        return self._itsm_render(document, access_token, message=message)

    def _itsm_render(self, document, access_token=None, message=None, error=None):
        kind = document._portal_path.removeprefix("/my/")
        return request.render(
            f"itsm_service_delivery.portal_{KINDS[kind][1]}",
            self._itsm_page_values(document, access_token, message, error),
        )

    def _itsm_page_values(self, document, access_token, message, error):
        """Return what the page's template wants."""
        user = request.env.user
        by_token = not document._is_shown_to(user.partner_id) or user._is_public()
        kind = document._portal_path.removeprefix("/my/")
        path = document._get_portal_url()
        is_internal = not user._is_public() and user._is_internal()
        query = {"access_token": access_token} if by_token and access_token else {}
        values = document._portal_values()
        for sla in values.get("slas", ()):
            # whoever was sent the contract was sent its annex
            annex = document.sla_ids.browse(sla["id"])
            sla["pdf_url"] = annex.pdf_attachment_id and annex._get_portal_url(
                token=bool(query), path="/pdf"
            )
        can_sign = self._itsm_is_signatory(document)
        shown = url_encode({"pdf": values["shown_hash"] or ""})
        return {
            "page_name": kind,
            "kind": kind,
            "document": values,
            "can_sign": can_sign,
            "signatories": document._get_customer_contacts() if can_sign else [],
            "can_ask": document._is_shown_to(user.partner_id),
            "user_name": user.name,
            "today": fields.Date.to_string(document._today()),
            "sign_url": f"{path}/sign?{shown}",
            "pdf_url": values["pdf"] and f"{path}/pdf?{url_encode(query)}",
            "login_url": f"/web/login?redirect={url_quote(path)}",
            "is_public": user._is_public(),
            "message": message,
            "error": error,
            "res_company": document.company_id,
            "backend_url": is_internal
            and f"/odoo/{document._name}/{document.id}",
            "no_breadcrumbs": by_token,
        }

    @route(f"{_PAGE}/pdf", type="http", auth="public", website=True, readonly=True)
    def itsm_document_pdf(
        self, kind, document_id, access_token=None, download=None, **_kw
    ):
        """Send the filed PDF: with the signatures once there are both."""
        document = self._itsm_get(kind, document_id, access_token)
        pdf = document.pdf_attachment_id
        if not pdf:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(pdf)
        return stream.get_response(as_attachment=bool(download))

    # === WHAT THE CUSTOMER DOES === #

    @route(f"{_PAGE}/sign", type="jsonrpc", auth="user", website=True)
    def itsm_document_sign(
        self, kind, document_id, name=None, signature=None, **_kw
    ):
        """Sign with a drawn signature, as Odoo's signature form sends it."""
        try:
            document = self._itsm_get_own(kind, document_id)
        except NotFound:
            return {"error": request.env._("This document is not open to you.")}
        error = self._itsm_try(
            document._sign_as_customer,
            request.env.user.partner_id,
            name,
            signature,
            request.httprequest.remote_addr,
            request.httprequest.args.get("pdf"),
        )
        if error:
            return {"error": error}
        return {
            "force_refresh": True,
            "redirect_url": f"{document._get_portal_url()}?message=signed",
        }

    @route(f"{_PAGE}/upload", type="http", auth="user", methods=["POST"], website=True)
    def itsm_document_upload(
        self,
        kind,
        document_id,
        signatory=None,
        name=None,
        day=None,
        scan=None,
        pdf=None,
        **_kw,
    ):
        """Take the scan of a copy that the customer has signed on paper."""
        document = self._itsm_get_own(kind, document_id)
        contacts = {str(key) for key, _name in document._get_customer_contacts()}
        if signatory not in contacts:
            raise NotFound()
        # superuser: see above
        partner = request.env["res.partner"].sudo().browse(int(signatory))
        error = self._itsm_try(
            document._upload_as_customer,
            partner,
            name,
            _read_day(day),
            (getattr(scan, "filename", ""), scan.read(_MOST_READ) if scan else b""),
            request.httprequest.remote_addr,
            pdf,
        )
        if error:
            return self._itsm_render(document, error=error)
        return request.redirect(f"{document._get_portal_url()}?message=signed")

    @route(f"{_PAGE}/decline", type="http", auth="user", methods=["POST"], website=True)
    def itsm_document_decline(self, kind, document_id, reason=None, **_kw):
        """Decline to sign: the document is recalled, and the sales owner told why."""
        document = self._itsm_get_own(kind, document_id)
        error = self._itsm_try(
            document._decline_as_customer,
            request.env.user.partner_id,
            (reason or "")[:_MOST_TEXT],
        )
        if error:
            return self._itsm_render(document, error=error)
        return request.redirect(f"/my/{kind}?message=declined")

    @route(f"{_PAGE}/ask", type="http", auth="user", methods=["POST"], website=True)
    def itsm_document_ask(self, kind, document_id, question=None, **_kw):
        """Ask the provider something: it becomes a note and a to-do over there."""
        document = self._itsm_get_own(kind, document_id)
        error = self._itsm_try(
            document._ask_as_customer,
            request.env.user.partner_id,
            (question or "")[:_MOST_TEXT],
        )
        if error:
            return self._itsm_render(document, error=error)
        return request.redirect(f"{document._get_portal_url()}?message=asked")

    def _itsm_try(self, method, *args):
        """Call a method; nothing is written when it refuses.

        :return: why it refuses, None when it does not
        """
        try:
            with request.env.cr.savepoint():
                method(*args)
        except UserError as error:
            return str(error)
        return None


def _read_day(text):
    """Return the date of a form's field, None when it is none."""
    try:
        return fields.Date.to_date(text)
    except (TypeError, ValueError):
        return None
