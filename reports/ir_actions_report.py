import io
from collections import OrderedDict

from odoo import fields, models

from .pdf_engine import write_pdf


class IrActionsReport(models.Model):
    """Reports that choose what prints their PDF.

    With WeasyPrint every record is a document of its own (its pages are counted from
    1); templates bring their own ``@page`` rules. Attachments, reloading from them and
    merging are Odoo's.
    """

    _inherit = "ir.actions.report"

    pdf_engine = fields.Selection(
        selection=[("odoo", "Odoo (wkhtmltopdf)"), ("weasyprint", "WeasyPrint")],
        string="PDF Engine",
        required=True,
        default="odoo",
        help="What turns the report's HTML into a PDF. WeasyPrint prints CSS paged "
        "media: the template holds its own header, footer and page format.",
    )

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {"pdf_engine"}

    def report_action(self, docids, data=None, config=True):
        """Tell the web client which engine prints, and skip Odoo's page layout."""
        weasyprint = self.pdf_engine == "weasyprint"
        action = super().report_action(docids, data, config and not weasyprint)
        if weasyprint:
            action["pdf_engine"] = self.pdf_engine
        return action

    def retrieve_attachment(self, record):
        """Print an approved service report as its approval has stored it."""
        if self.model == "itsm.service.report":
            return record._stored_pdf() or None
        return super().retrieve_attachment(record)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report_sudo = self._get_report(report_ref)
        if report_sudo.pdf_engine != "weasyprint":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        if not res_ids:
            pdf = self._itsm_weasyprint(report_sudo, [], data)
            return {False: {"stream": io.BytesIO(pdf), "attachment": None}}
        streams = OrderedDict()
        for record in self.env[report_sudo.model].browse(res_ids):
            if record.id in streams:
                continue
            attachment = pdf = None
            if not self.env.context.get("report_pdf_no_attachment"):
                attachment = report_sudo.retrieve_attachment(record)
            if attachment and report_sudo.attachment_use:
                pdf = attachment.raw
            pdf = pdf or self._itsm_weasyprint(report_sudo, record.ids, data)
            streams[record.id] = {"stream": io.BytesIO(pdf), "attachment": attachment}
        return streams

    def _itsm_weasyprint(self, report_sudo, res_ids, data):
        """Print one document.

        A model may embed files in its records' PDF, which then is a PDF/A-3: it has a
        method ``_itsm_pdf_files`` that returns ``{name: (bytes, description)}``.

        :rtype: bytes
        """
        html = self._render_qweb_html(report_sudo, res_ids, data=dict(data or {}))[0]
        record = self.env[report_sudo.model].browse(res_ids)
        files = record._itsm_pdf_files() if hasattr(record, "_itsm_pdf_files") else {}
        variant = "pdf/a-3b" if files else None
        return write_pdf(self.env, html.decode(), files, variant)
