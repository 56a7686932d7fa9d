import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.approval import guard
from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestFrozenFiles(ApprovalCommon):
    """The files of a frozen document, and those of its conversation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.new_file("scope.txt")
        cls.other = cls.new_document("SC-OTHER")

    @classmethod
    def new_file(cls, name, document=None, **values):
        document = document or cls.document
        return (
            cls.env["ir.attachment"]
            .with_user(cls.author)
            .create(
                {
                    "name": name,
                    "raw": name.encode(),
                    "res_model": document._name,
                    "res_id": document.id,
                    **values,
                }
            )
        )

    def test_open_in_a_draft(self):
        self.file.write({"raw": b"other"})
        self.new_file("more.txt").unlink()
        self.submit()
        self.document.with_user(self.author).action_withdraw()
        self.file.write({"raw": b"again"})
        self.assertEqual(self.file.raw, b"again")
        self.file.unlink()
        self.assertFalse(self.file.exists())

    def test_frozen_from_the_submission_on(self):
        self.submit()
        for who in (self.author, self.users["administrator"], self.env.user):
            file = self.file.with_user(who).sudo()
            for change in (
                lambda f=file: f.write({"raw": b"other"}),
                lambda f=file: f.write({"name": "other.txt"}),
                lambda f=file: f.write({"res_id": self.other.id}),
                lambda f=file: f.write({"res_model": "res.partner", "res_id": 1}),
                lambda f=file: f.write({"url": "/elsewhere", "type": "url"}),
                lambda f=file: f.unlink(),
                lambda f=file: f.copy(),
                lambda: self.new_file("late.txt"),
                lambda f=file: f.write({"itsm_conversation": True}),
            ):
                with self.assertRefused("", AccessError):
                    change()
        self.assertEqual(self.file.raw, b"scope.txt")

    def test_not_moved_into_a_frozen_document(self):
        elsewhere = self.new_file("elsewhere.txt", self.other)
        self.submit()
        with self.assertRefused("frozen"):
            elsewhere.write({"res_id": self.document.id})

    def test_notes_of_the_program_stay_open(self):
        self.submit()
        self.file.sudo().generate_access_token()
        self.file.sudo().write({"raw": b"scope.txt", "mimetype": self.file.mimetype})
        self.assertTrue(self.file.sudo().access_token)

    def test_conversation_stays_open(self):
        self.submit()
        document = self.document.with_user(self.reviewer)
        said = "See the file"
        message = document.message_post(
            body=said, attachments=[("remarks.txt", b"Clause 2 is unclear")]
        )
        pending = (
            self.env["ir.attachment"]
            .with_user(self.reviewer)
            .create({"name": "p.txt", "raw": b"p", "res_model": "mail.compose.message"})
        )
        message |= document.message_post(body=said, attachment_ids=pending.ids)
        picture = base64.b64encode(b"GIF89a").decode()
        said = f'<img src="data:image/gif;base64,{picture}"/>'
        # Odoo lets only those who may write the document paste pictures
        message |= self.document.with_user(self.author).message_post(
            body=said, body_is_html=True
        )
        posted = message.sudo().attachment_ids
        self.assertEqual(len(posted), 3)
        self.assertEqual(set(posted.mapped("res_id")), {self.document.id})
        self.pass_review()
        self.document.with_user(self.approver).action_approve()
        posted.unlink()

    def test_no_content_by_way_of_a_message(self):
        self.submit()
        document = self.document.with_user(self.author)
        said = "Mine"
        document.message_post(body=said, attachment_ids=self.file.ids)
        with self.assertRefused("frozen"):
            self.file.sudo().unlink()
        forged = (
            [(1, self.file.id, {"raw": b"other"})],
            [(2, self.file.id)],
            [
                (
                    0,
                    0,
                    {
                        "name": "f",
                        "raw": b"f",
                        "res_model": "itsm.service",
                        "res_id": self.document.id,
                        "res_field": "description",
                    },
                )
            ],
        )
        for commands in forged:
            with self.assertRefused("", UserError):
                self.env["mail.message"].create(
                    {
                        "model": "itsm.service",
                        "res_id": self.document.id,
                        "attachment_ids": commands,
                    }
                )
        self.assertEqual(self.file.raw, b"scope.txt")

    def test_no_forged_mark_of_a_conversation(self):
        self.submit()
        Files = self.env["ir.attachment"]
        for context in (
            {"itsm_conversation": True},
            {"default_itsm_conversation": True},
            {"itsm_engine": "<key of the approval engine>"},
        ):
            with self.assertRefused("frozen"):
                Files.with_context(**context).create(
                    {
                        "name": "f",
                        "raw": b"f",
                        "itsm_conversation": True,
                        "res_model": "itsm.service",
                        "res_id": self.document.id,
                    }
                )

    def test_files_of_lines(self):
        line = self.document.target_ids
        file = self.new_file("line.txt", line)
        self.submit()
        with self.assertRefused("frozen"):
            file.write({"raw": b"other"})
        with self.assertRefused("frozen"):
            self.new_file("late.txt", line)

    def test_filed_by_the_engine(self):
        self.approve()
        filed = guard.with_key(self.env["ir.attachment"]).create(
            {
                "name": "filed.pdf",
                "raw": b"%PDF",
                "res_model": "itsm.service",
                "res_id": self.document.id,
            }
        )
        guard.with_key(self.document.sudo()).write({"pdf_attachment_id": filed.id})
        filed = filed.with_env(self.env)
        for change in (filed.unlink, lambda: filed.write({"raw": b"other"})):
            with self.assertRefused("frozen"):
                change()

    def test_files_are_content(self):
        self.submit()
        self.env.cr.execute(
            "UPDATE ir_attachment SET name = 'forged.txt' WHERE id = %s",
            [self.file.id],
        )
        self.env.invalidate_all()
        with self.assertRefused("is not what was submitted"):
            self.pass_review()
        # it can still be sent back to be submitted again
        self.document.with_user(self.reviewer).decide("returned", "Forged")
        self.assertEqual(self.document.state, "draft")

    def test_the_snapshot_is_the_one_of_the_log(self):
        """Content and snapshot forged together do not pass either."""
        self.submit()
        self.env.cr.execute(
            "UPDATE itsm_service SET code = 'FORGED' WHERE id = %s", [self.document.id]
        )
        self.env.cr.execute(
            "UPDATE itsm_approval_round SET snapshot ="
            " replace(snapshot, '\"code\":\"SC-TEST\"', '\"code\":\"FORGED\"')"
            " WHERE res_id = %s AND res_model = 'itsm.service'",
            [self.document.id],
        )
        self.assertEqual(self.env.cr.rowcount, 1)
        self.env.invalidate_all()
        self.assertFalse(self.document._changed_since_submission())
        with self.assertRefused("is not what was submitted"):
            self.pass_review()
