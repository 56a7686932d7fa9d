import base64
import hashlib
import json

from odoo import api, fields, models

from ..approval import guard

_MODULE = "itsm_service_delivery"


class ItsmServiceReport(models.Model):
    """The report as PDF, XLSX and JSON.

    All three are printed from the data set. The approval stores them: from then on they
    are given out as they are.
    """

    _inherit = "itsm.service.report"

    pdf_file = fields.Binary(string="PDF", readonly=True, copy=False)
    xlsx_file = fields.Binary(string="XLSX", readonly=True, copy=False)
    json_file = fields.Binary(string="JSON", readonly=True, copy=False)
    file_name = fields.Char(compute="_compute_file_name")
    dataset_file = fields.Binary(
        string="Data Set", compute="_compute_dataset_file", compute_sudo=False
    )

    @api.depends("number", "version")
    def _compute_file_name(self):
        for report in self:
            suffix = f"-v{report.version}" if report.version != "1.0" else ""
            report.file_name = f"{report.number}{suffix}".replace("/", "-")

    @api.depends("dataset")
    def _compute_dataset_file(self):
        for report in self:
            report.dataset_file = (
                base64.b64encode(report._json_bytes()) if report.dataset else False
            )

    # === ACTION METHODS === #

    def action_print_pdf(self):
        """Download the PDF: the stored one when approved, else as it stands."""
        self.check_access("read")
        report = self.env.ref(f"{_MODULE}.action_report_service_report")
        return report.report_action(self, config=False)

    def action_print_xlsx(self):
        """Download the workbook: the stored one when approved, else as it stands."""
        self.ensure_one()
        self.check_access("read")
        if self.xlsx_file:
            return self._download_action("xlsx_file", "xlsx")
        report = self.env.ref(f"{_MODULE}.action_report_service_report_xlsx")
        return report.report_action(self, config=False)

    def action_print_json(self):
        """Download the data set as JSON."""
        self.ensure_one()
        self.check_access("read")
        field = "json_file" if self.json_file else "dataset_file"
        return self._download_action(field, "json")

    def _download_action(self, field, extension):
        return {
            "type": "ir.actions.act_url",
            "target": "download",
            "url": f"/web/content/{self._name}/{self.id}/{field}"
            f"/{self.file_name}.{extension}?download=true",
        }

    # === BUSINESS METHODS === #

    def _export_files(self):
        """Return the report's three files.

        :return: ``{"report-2026-08.json": bytes, ….pdf, ….xlsx}``; a period that is not
            the contract's part of a calendar month is named by its first day
        :rtype: dict
        """
        self.ensure_one()
        name = f"report-{self.period_start:%Y-%m}"
        if not self._is_calendar_month():
            name = f"report-{self.period_start}"
        if self.json_file:
            # As approved, not printed again.
            files = self.with_context(bin_size=False)
            return {
                f"{name}.{kind}": base64.b64decode(files[f"{kind}_file"])
                for kind in ("json", "pdf", "xlsx")
            }
        return {
            f"{name}.json": self._json_bytes(),
            f"{name}.pdf": self._pdf_bytes(),
            f"{name}.xlsx": self._xlsx_bytes(),
        }

    def _freeze_files(self):
        """Store the files of what has been approved, and the PDF's hash in the log."""
        self.ensure_one()
        pdf = self._pdf_bytes()
        # Superuser: the files belong to the record, not to who approves it.
        report = guard.with_key(self.sudo())
        report.write(
            {
                "json_file": base64.b64encode(self._json_bytes()),
                "xlsx_file": base64.b64encode(self._xlsx_bytes()),
                "pdf_file": base64.b64encode(pdf),
            }
        )
        report.write({"pdf_attachment_id": report._stored_pdf().id})
        digest = hashlib.sha256(pdf).hexdigest()
        self._append_log("filed", {self.id: {"content_hash": digest}})

    def _json_bytes(self):
        """Return the data set as printed, sorted so that equal data are equal bytes."""
        text = json.dumps(
            self._document(), ensure_ascii=False, indent=1, sort_keys=True
        )
        return text.encode()

    def _pdf_bytes(self):
        # Under test Odoo answers with HTML unless told to print.
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        action = f"{_MODULE}.action_report_service_report"
        return reports._render_qweb_pdf(action, self.ids)[0]

    def _xlsx_bytes(self):
        action = f"{_MODULE}.action_report_service_report_xlsx"
        return self.env["ir.actions.report"]._render_xlsx(action, self.ids, {})[0]

    def _itsm_pdf_files(self):
        """Embed the data set into the PDF (PDF/A-3)."""
        self.ensure_one()
        env = self.with_context(lang=self.lang).env
        description = env._("Data set of this report: every figure and its tickets")
        return {f"{self.file_name}.json": (self._json_bytes(), description)}

    def _stored_pdf(self):
        """Return the attachment with the approved PDF, empty for a draft."""
        self.ensure_one()
        self.check_access("read")
        # Superuser: attachments of binary fields are hidden from searches.
        return self.env["ir.attachment"].sudo().search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("res_field", "=", "pdf_file"),
            ],
            limit=1,
        )
