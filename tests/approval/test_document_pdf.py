"""The PDF that is filed after the approval, with its hash in the log (domain 4)."""

import hashlib
import io
import json
from unittest.mock import patch

from PyPDF2 import PdfReader

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...reports import ir_actions_report
from .pdf import PdfCommon

LOGGER = "odoo.addons.itsm_service_delivery.models.approval.itsm_document_pdf"


@tagged("post_install", "-at_install")
class TestDocumentPdf(PdfCommon):
    def embedded(self, pdf):
        """Return ``{name: bytes}`` of the files in a PDF."""
        root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
        if "/Names" not in root:
            return {}
        names = root["/Names"]["/EmbeddedFiles"]["/Names"]
        files = [item.get_object() for item in names[1::2]]
        return {
            file["/UF"]: file["/EF"]["/F"].get_object().get_data() for file in files
        }

    def filed_line(self):
        return self.document.sudo().decision_ids.filtered(lambda d: d.kind == "filed")

    def test_filed_in_the_background(self):
        with patch.object(
            ir_actions_report, "write_pdf", side_effect=AssertionError("printed")
        ):
            self.approve()
        self.assertEqual(self.document.state, "approved")
        self.assertFalse(self.document.pdf_attachment_id)
        self.assertTrue(self.document.pdf_due_at)
        cron = self.env.ref("itsm_service_delivery.cron_file_pdfs")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertTrue(triggers, "The scheduler is woken.")
        pdf = self.file()
        attachment = self.document.pdf_attachment_id
        self.assertEqual(attachment.name, "SC-TEST_1.0.pdf")
        self.assertEqual(attachment.mimetype, "application/pdf")
        self.assertEqual(attachment.res_model, "itsm.service")
        self.assertEqual(attachment.res_id, self.document.id)
        self.assertFalse(self.document.pdf_due_at)
        self.assertIn("SC-TEST", self.text(pdf))

    def test_logged_with_its_hash_by_the_program(self):
        self.approve()
        line_count = len(self.document.sudo().decision_ids)
        pdf = self.file()
        line = self.filed_line()
        self.assertEqual(line.content_hash, hashlib.sha256(pdf).hexdigest())
        self.assertEqual(line.user_id.id, SUPERUSER_ID)
        self.assertEqual(line.round_id, self.document.sudo().round_id)
        self.assertEqual(len(self.document.sudo().decision_ids), line_count + 1)

    def test_holds_what_was_approved(self):
        self.approve()
        pdf = self.file()
        files = self.embedded(pdf)
        self.assertEqual(list(files), ["SC-TEST_1.0.json"])
        snapshot = files["SC-TEST_1.0.json"]
        line = self.document.sudo().decision_ids.filtered(
            lambda line: line.kind == "approved"
        )[0]
        self.assertEqual(hashlib.sha256(snapshot).hexdigest(), line.content_hash)
        content = json.loads(snapshot)["content"]
        self.assertEqual(content["fields"]["name"], {"en_US": "Service SC-TEST"})
        metadata = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Metadata"].get_data()
        self.assertRegex(metadata.decode(), "pdfaid:part.*3", "PDF/A-3")
        self.assertFalse(self.embedded(self.print_pdf()), "In the filed one only.")

    def test_restricted_fields_are_left_out(self):
        self.approve()
        model = self.env["itsm.service"]
        internal = ["description", "owner_id"]
        fields_ = [model._fields[name] for name in internal]
        lines = [self.env["itsm.service.target"]._fields["minutes"]]
        group = "itsm_service_delivery.group_administrator"
        for field in fields_ + lines:
            self.patch(field, "groups", group)
        text = self.document.sudo()._get_print_snapshot()
        snapshot = json.loads(text)
        self.assertNotIn("description", snapshot["content"]["fields"])
        self.assertNotIn("owner_id", snapshot["content"]["fields"])
        (target,) = snapshot["content"]["fields"]["target_ids"]
        self.assertNotIn("minutes", target)
        self.assertEqual(target["metric"], "resolution")
        self.assertNotIn(f"res.users,{self.author.id}", snapshot["names"])
        self.assertIn(f"itsm.priority,{self.priorities['P3'].id}", snapshot["names"])

    def test_stays_as_it_was_filed(self):
        self.release()
        pdf = self.file()
        self.assertNotRegex(self.text(pdf), "Draft|Void")
        second = self.document.with_user(self.author).revise(False, "Typing errors.")
        self.release(second)
        self.run_cron()
        self.assertEqual(self.document.state, "superseded")
        self.assertEqual(self.document.sudo().pdf_attachment_id.raw, pdf)
        self.assertIn("Void", self.text(), "A fresh print says so.")
        self.assertEqual(second.sudo().pdf_attachment_id.name, "SC-TEST_1.1.pdf")

    def test_filed_late_is_as_approved(self):
        """Superseded before the scheduler came: filed is what was approved."""
        self.release()
        self.release(self.document.with_user(self.author).revise(False, "Typing."))
        text = self.text(self.file())
        self.assertNotIn("Void", text)
        self.assertIn("State Approved", text)

    def test_one_that_fails_stops_no_other(self):
        other = self.approve(self.new_document("SC-BAD"))
        self.approve()
        write_pdf = ir_actions_report.write_pdf

        def fail_for_one(env, html, files=None, variant=None):
            if "SC-BAD" in html:
                raise UserError(self.env._("WeasyPrint is not installed"))
            return write_pdf(env, html, files, variant)

        with (
            patch.object(ir_actions_report, "write_pdf", fail_for_one),
            mute_logger(LOGGER),
            self.at("2026-11-02 09:00"),
        ):
            (self.document | other).sudo()._request_pdf()
            self.run_cron()
        self.assertTrue(self.document.pdf_attachment_id)
        self.assertFalse(self.document.pdf_error)
        self.assertFalse(other.pdf_attachment_id)
        self.assertEqual(other.pdf_error, "WeasyPrint is not installed")
        with self.at("2026-11-03 08:59"):
            self.run_cron()
            self.assertFalse(other.pdf_attachment_id, "Not before a day has passed.")
        with self.at("2026-11-03 09:00"):
            self.run_cron()
        self.assertTrue(other.pdf_attachment_id)
        self.assertFalse(other.pdf_error)

    def test_try_again_at_once(self):
        self.approve()
        with (
            patch.object(ir_actions_report, "write_pdf", side_effect=ValueError("x")),
            self.assertLogs(LOGGER, "ERROR"),
        ):
            self.run_cron()
        self.assertEqual(self.document.pdf_error, "ValueError('x')")
        self.document.with_user(self.reviewer).action_file_pdf()
        self.assertFalse(self.document.pdf_error)
        self.assertTrue(self.file())

    def test_another_content_is_not_filed(self):
        self.approve()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE itsm_service SET code = 'SC-99' WHERE id = %s", [self.document.id]
        )
        self.env.invalidate_all()
        with mute_logger(LOGGER):
            self.assertFalse(self.file())
        self.assertIn("is not what was approved", self.document.pdf_error)
        self.assertFalse(self.filed_line())

    def test_once(self):
        self.approve()
        pdf = self.file()
        self.document.sudo()._request_pdf()
        self.assertEqual(self.file(), pdf)
        self.assertEqual(len(self.filed_line()), 1)

    def test_button(self):
        self.release()
        action = self.document.with_user(self.plain_user).action_print_document()
        self.assertEqual(action["type"], "ir.actions.report")
        self.assertEqual(action["pdf_engine"], "weasyprint")
        self.assertEqual(action["context"]["active_ids"], self.document.ids)
        self.file()
        action = self.document.with_user(self.plain_user).action_print_document()
        self.assertEqual(
            action["url"],
            f"/web/content/{self.document.pdf_attachment_id.id}/SC-TEST_1.0.pdf",
        )
        attachment = self.document.pdf_attachment_id
        self.assertTrue(attachment.with_user(self.plain_user).raw)
        with self.assertRaises(AccessError):
            attachment.with_user(self.portal_user).read(["raw"])

    def test_only_the_engine_says_what_is_filed(self):
        for name, value in (
            ("pdf_due_at", fields.Datetime.now()),
            ("pdf_error", False),
            ("pdf_attachment_id", False),
        ):
            with self.subTest(name), self.assertRefused("cannot be written"):
                self.document.with_user(self.author).write({name: value})

    def test_nobody_asks_for_a_print_without_watermark(self):
        """What the engine says in the context, a caller over RPC cannot."""
        for value in (True, "FILING", object()):
            reports = self.env["ir.actions.report"].with_context(
                itsm_filing=value, force_report_rendering=True
            )
            pdf = reports._render_qweb_pdf(
                self.document._print_report, self.document.ids
            )[0]
            self.assertIn("Draft", self.pages(pdf)[-1])
            self.assertFalse(self.embedded(pdf))
