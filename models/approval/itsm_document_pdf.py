import hashlib
import json
import logging
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ...engine.approval import canonical
from . import guard
from .itsm_document_content import _references

_logger = logging.getLogger(__name__)

_CRON = "itsm_service_delivery.cron_file_pdfs"
# What a document that could not be printed, or was locked, waits for the next trial.
_AFTER_ERROR = timedelta(days=1)
_AFTER_LOCK = timedelta(minutes=1)

# Says in the context that the engine prints what it files. An object: no caller over
# RPC can ask for a print without its watermark.
FILING = object()


class ItsmDocumentMixin(models.AbstractModel):
    """The document on paper: printed at any time, filed once it is approved."""

    _inherit = "itsm.document.mixin"

    # XML id of the report that prints it, with its module; None: it is not printed.
    _print_report = None
    # The states in which the document holds no longer: its print says so.
    _void_states = ("rejected", "superseded", "closed", "cancelled")

    pdf_due_at = fields.Datetime(
        string="PDF to Be Filed",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="From when on the scheduler makes the PDF. Empty: nothing is to be done.",
    )
    pdf_error = fields.Text(
        string="PDF Error",
        readonly=True,
        copy=False,
        help="Why the PDF could not be filed; it is tried again every day.",
    )

    can_print = fields.Boolean(compute="_compute_can_print")

    # === COMPUTE METHODS === #

    def _compute_can_print(self):
        for document in self:
            document.can_print = bool(document.id and document._print_report)

    # === ACTION METHODS === #

    def action_print_document(self):
        """Open the filed PDF; print the document as it stands when there is none."""
        self.ensure_one()
        self.check_access("read")
        if self.pdf_attachment_id:
            attachment = self.pdf_attachment_id
            return {
                "type": "ir.actions.act_url",
                "target": "new",
                "url": f"/web/content/{attachment.id}/{attachment.name}",
            }
        return self._get_print_report().report_action(self, config=False)

    def action_file_pdf(self):
        """Try again to file PDFs that could not be made: now, in the background."""
        self.check_access("read")
        self.filtered("pdf_error")._request_pdf()
        return True

    # === WHAT IS PRINTED === #

    def _get_print_report(self):
        """Return the report that prints documents of this model.

        :rtype: ir.actions.report
        :raise UserError: they are not printed
        """
        if not self._print_report:
            raise UserError(
                self.env._("Documents such as %s are not printed.", self.display_name)
            )
        # superuser: reports are configuration; what they print is read by the user
        return self.env.ref(self._print_report).sudo()

    def _get_print_facts(self):
        """Return what the head of the print says of the document; models add to it.

        The record is in the language of the print.

        :return: ``[(label, text)]``
        """
        self.ensure_one()
        return []

    def _print_fact(self, name):
        """Return the label and the text of a field, in the record's language.

        :param str name: a char, selection, many2one, date or number
        :rtype: tuple[str, str]
        """
        field = self._fields[name]
        # superuser: a reader of the document reads what the people it names are called
        value = self.sudo()[name]
        if field.type == "selection":
            value = dict(field._description_selection(self.env)).get(value)
        elif field.relational:
            value = ", ".join(value.mapped("display_name"))
        elif field.type == "date":
            value = fields.Date.to_string(value)
        return field._description_string(self.env), str(value or "")

    def _get_print_lang(self):
        """Return the code of the language that the document is printed in.

        :return: of an installed language: the company's; of documents for a customer
            the model says the customer's
        """
        self.ensure_one()
        return self._installed_lang(self._get_print_company().partner_id.lang)

    def _get_print_zone(self):
        """Return the name of the time zone that the print's times are in."""
        self.ensure_one()
        # superuser: everybody reads the same times
        company = self._get_print_company()
        return company.partner_id.tz or company.resource_calendar_id.tz or "UTC"

    def _get_print_company(self):
        """Return the company in whose name the document is printed."""
        # superuser: its name and logo are for everybody who has the document
        return (self.sudo().company_id or self.env.company).sudo()

    def _get_print_snapshot(self):
        """Return the content that is embedded in the filed PDF.

        Whoever has the PDF reads it: fields of the document and its lines that are for
        some groups only are left out, and what the model says is internal.

        :return: canonical text; that of the round when nothing is left out
        """
        self.ensure_one()
        # superuser: see `snapshot`
        text = self.sudo().round_id.snapshot
        snapshot = json.loads(text)
        values = snapshot["content"]["fields"]
        restricted = self._leave_out_restricted(self._name, values)
        if not self._leave_out_internal(snapshot) and not restricted:
            return text
        referred = {f"{name},{key}" for name, key in _references(snapshot["content"])}
        snapshot["names"] = {
            key: name for key, name in snapshot["names"].items() if key in referred
        }
        return canonical(snapshot)

    def _leave_out_internal(self, snapshot):
        """Take away what is for us, not for whoever gets the PDF; models say what.

        :param dict snapshot: changed in place
        :return: whether there was any
        """
        return False

    def _leave_out_restricted(self, model, values):
        """Take the values of restricted fields away.

        :param str model: whose record it is
        :param dict values: of a record, as in a snapshot; changed in place
        :return: whether there was any
        """
        found = False
        for name in list(values):
            field = self.env[model]._fields.get(name)
            if field is None:
                continue
            if field.groups:
                del values[name]
                found = True
            elif field.type == "one2many":
                for line in values[name]:
                    found |= self._leave_out_restricted(field.comodel_name, line)
        return found

    def _get_print_name(self):
        """Return the name of the document's files, without extension."""
        self.ensure_one()
        return f"{self.number or self.name}_{self.version}".replace("/", "-")

    def _itsm_pdf_files(self):
        """Embed the approved content into the filed PDF (PDF/A-3).

        :return: ``{file name: (bytes, description)}``
        """
        if not self._is_being_filed():
            return {}
        self.ensure_one()
        env = self.with_context(lang=self._get_print_lang()).env
        description = env._("The approved content, as its SHA-256 was computed of it")
        text = self._get_print_snapshot()
        return {f"{self._get_print_name()}.json": (text.encode(), description)}

    def _is_being_filed(self):
        """Return whether the print is what was approved, and not the state of today."""
        return self.env.context.get("itsm_filing") is FILING

    def _installed_lang(self, code):
        """Return a language, or the user's or English when it is not installed."""
        # superuser: which languages there are is no secret
        installed = dict(self.env["res.lang"].sudo().get_installed())
        return next(
            (lang for lang in (code, self.env.lang) if lang in installed), "en_US"
        )

    # === FILING === #

    def _request_pdf(self):
        """Have the PDFs of what was approved made and filed, in the background."""
        if not self._print_report or not self:
            return
        # superuser: to decide, or to ask again, one need not be allowed to write
        guard.with_key(self.sudo()).write(
            {"pdf_due_at": fields.Datetime.now(), "pdf_error": False}
        )
        self._trigger_filing()

    @api.model
    def _trigger_filing(self, at=None):
        """Wake the scheduler, now or later."""
        # superuser: whoever decides wakes it
        self.env.ref(_CRON).sudo()._trigger(at)

    @api.model
    def _cron_file_pdfs(self):
        """File the PDFs that are due, one by one: each takes a second.

        The work of each is committed, so that no document stays locked while others
        are printed, and one that cannot be printed stops no other.
        """
        now = fields.Datetime.now()
        due = [
            document
            for model in self._document_models()
            for document in self.env[model]
            .with_context(active_test=False)
            .search([("pdf_due_at", "<=", now)], order="pdf_due_at, id")
        ]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for document in due:
            document._file_pdf_or_say_why()
            if not cron._commit_progress(1):
                break

    def _file_pdf_or_say_why(self):
        """File one document's PDF; an error is logged, shown and tried again."""
        if not self.try_lock_for_update():
            # somebody decides on it
            self._trigger_filing(fields.Datetime.now() + _AFTER_LOCK)
            return
        self.invalidate_recordset()
        try:
            with self.env.cr.savepoint():
                self._file_pdf()
        except Exception as error:
            _logger.exception("The PDF of %s cannot be filed", self.display_name)
            next_trial = fields.Datetime.now() + _AFTER_ERROR
            guard.with_key(self.sudo()).write(
                {
                    "pdf_error": str(error)
                    if isinstance(error, UserError)
                    else repr(error),
                    "pdf_due_at": next_trial,
                }
            )
            self._trigger_filing(next_trial)

    def _file_pdf(self):
        """Print what was approved, keep it with the document, and log its hash.

        The caller has locked the document.

        :raise UserError: the content is not what was approved
        """
        self.ensure_one()
        # The program files, nobody else: it reads all, and the log says so.
        document = self.with_user(SUPERUSER_ID).with_company(self.company_id)
        values = {"pdf_due_at": False, "pdf_error": False}
        if not document.pdf_attachment_id:
            document._check_as_approved()
            pdf = document._print_approved()
            attachment = guard.with_key(document.env["ir.attachment"]).create(
                {
                    "name": f"{document._get_print_name()}.pdf",
                    "raw": pdf,
                    "mimetype": "application/pdf",
                    "res_model": document._name,
                    "res_id": document.id,
                }
            )
            values["pdf_attachment_id"] = attachment.id
            document._append_log(
                "filed",
                {
                    document.id: {
                        "round_id": document.round_id.id,
                        "content_hash": hashlib.sha256(pdf).hexdigest(),
                        "facts": {"name": attachment.name, "size": len(pdf)},
                    }
                },
            )
        guard.with_key(document).write(values)

    def _check_as_approved(self):
        """Refuse to file another content than what was approved.

        :raise UserError:
        """
        if self.round_id.state != "approved" or self._changed_since_submission():
            raise UserError(
                self.env._(
                    '%s is not what was approved: press "Verify Evidence" for details.',
                    self.display_name,
                )
            )

    def _print_approved(self):
        """Return the PDF as it is filed: the approved content, without a watermark.

        :rtype: bytes
        """
        # Under test Odoo answers with HTML unless told to print.
        reports = self.env["ir.actions.report"].with_context(
            itsm_filing=FILING, force_report_rendering=True
        )
        return reports._render_qweb_pdf(self._get_print_report(), self.ids)[0]
