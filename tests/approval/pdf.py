"""Reading printed documents back."""

import io
from unittest.mock import patch

from freezegun import freeze_time
from PyPDF2 import PdfReader

from ..common import utc
from .common import ApprovalCommon


class PdfCommon(ApprovalCommon):
    @classmethod
    def at(cls, text):
        """Freeze the time at a local time in Shanghai."""
        return freeze_time(utc(text))

    def print_pdf(self, document=None, user=None):
        """Print a document as it stands.

        :rtype: bytes
        """
        document = document or self.document
        reports = self.env["ir.actions.report"].with_user(user or self.author)
        reports = reports.with_context(force_report_rendering=True)
        return reports._render_qweb_pdf(document._print_report, document.ids)[0]

    def pages(self, pdf=None):
        """Return the texts of the pages of a PDF, default: of the document's print.

        The cells of a row are read line by line.
        """
        reader = PdfReader(io.BytesIO(pdf or self.print_pdf()))
        return [
            " ".join(page.extract_text().replace("\n", " ").split())
            for page in reader.pages
        ]

    def text(self, pdf=None):
        return " ".join(self.pages(pdf))

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
