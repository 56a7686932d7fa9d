"""Reading printed documents back."""

import io
from unittest.mock import patch

from freezegun import freeze_time
from PyPDF2 import PdfReader

from ..common import utc
from .common import ApprovalCommon


class PdfReading:
    """Prints documents, and reads what is on the pages."""

    @classmethod
    def at(cls, text):
        """Freeze the time at a local time in Shanghai."""
        return freeze_time(utc(text))

    def print_pdf(self, document, user=None):
        """Print a document as it stands.

        :rtype: bytes
        """
        reports = self.env["ir.actions.report"].with_user(user or self.env.user)
        reports = reports.with_context(force_report_rendering=True)
        return reports._render_qweb_pdf(document._print_report, document.ids)[0]

    def pages(self, pdf):
        """Return the texts of the pages; the cells of a row are read line by line."""
        return [
            " ".join(page.extract_text().replace("\n", " ").split())
            for page in PdfReader(io.BytesIO(pdf)).pages
        ]

    def text(self, pdf):
        return " ".join(self.pages(pdf))

    def first_page(self, pdf):
        """Return the box of the first page: it has a width and a height."""
        return PdfReader(io.BytesIO(pdf)).pages[0].mediabox


class PdfCommon(PdfReading, ApprovalCommon):
    """The catalogue entry, printed by its author unless said otherwise."""

    def print_pdf(self, document=None, user=None):
        return super().print_pdf(document or self.document, user or self.author)

    def pages(self, pdf=None):
        return super().pages(pdf or self.print_pdf())

    def text(self, pdf=None):
        return super().text(pdf or self.print_pdf())

    def run_cron(self):
        with patch.object(self.env.cr, "commit", lambda: None):
            self.env["itsm.document.mixin"]._cron_file_pdfs()
        self.env.invalidate_all()

    def file(self, document=None):
        """Have the PDF of an approved document filed; return it.

        :rtype: bytes
        """
        self.run_cron()
        return (document or self.document).sudo().pdf_attachment_id.raw
