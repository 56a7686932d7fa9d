from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestDocumentVersion(ApprovalCommon):
    def revise(self, document, major=False, change="Wording"):
        return document.with_user(self.author).revise(major, change)

    def test_put_in_force(self):
        with self.assertRefused("draft: only what is approved"):
            self.document.action_put_in_force()
        self.approve()
        with self.assertRefused("Only service managers|not allowed", AccessError):
            self.document.with_user(self.reviewer).action_put_in_force()
        self.document.action_put_in_force()
        self.assertEqual(self.document.state, "in_force")
        self.assertEqual(self.log()[-1], ("in_force", self.author))

    def test_the_old_version_stays_until_the_new_one_is_in_force(self):
        self.release()
        draft = self.revise(self.document)
        self.assertEqual(
            (draft.number, draft.version, draft.state), ("SC-TEST", "1.1", "draft")
        )
        self.assertEqual(draft.change_summary, "Wording")
        self.assertEqual(draft.author_id, self.author)
        self.assertEqual(draft.target_ids.mapped("minutes"), [480])
        self.assertEqual(draft.name, self.document.name)
        self.approve(draft)
        self.assertEqual(self.document.state, "in_force")
        draft.action_put_in_force()
        self.assertEqual((self.document.state, draft.state), ("superseded", "in_force"))
        self.assertEqual(self.log()[-1], ("superseded", self.author))
        second = self.revise(draft, major=True, change="More services")
        self.assertEqual(second.version, "2.0")
        self.assertEqual(second.version_count, 3)

    def test_a_revision_keeps_its_languages(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        sla = self.standard_sla
        sla.with_context(lang="zh_CN").name = "标准服务级别协议"
        sla.sudo()._adopt("Signed on paper")
        draft = sla.with_user(self.author).revise(False, "Wording")
        self.assertEqual(draft.name, "Standard SLA")
        self.assertEqual(draft.with_context(lang="zh_CN").name, "标准服务级别协议")

    def test_one_new_version_at_a_time(self):
        self.release()
        self.assertTrue(self.document.can_revise)
        draft = self.revise(self.document)
        self.document.invalidate_recordset(["can_revise"])
        self.assertFalse(self.document.can_revise)
        with self.assertRefused("being written already"):
            self.revise(self.document)
        draft.action_cancel()
        self.assertEqual(draft.state, "cancelled")
        # the number of a cancelled version is not used again
        self.assertEqual(self.revise(self.document).version, "1.2")

    def test_a_revision_says_what_changes(self):
        self.release()
        for nothing in ("", " "):
            with self.assertRefused("Say what changes"):
                self.revise(self.document, change=nothing)

    def test_only_what_is_approved_is_revised(self):
        for reach in (lambda: None, self.submit):
            reach()
            with self.assertRefused("only what is approved or in force is revised"):
                self.revise(self.document)

    @mute_logger("odoo.sql_db")
    def test_the_database_lets_one_version_be_in_force(self):
        self.release()
        draft = self.revise(self.document)
        self.env.flush_all()
        with self.assertRaisesRegex(Exception, "in_force_uniq"), self.cr.savepoint():
            self.cr.execute(
                "UPDATE itsm_service SET state = 'in_force' WHERE id = %s", [draft.id]
            )

    def test_close(self):
        self.release()
        with self.assertRefused("Only service managers|not allowed", AccessError):
            self.document.with_user(self.reviewer).action_close()
        self.document.action_close()
        self.assertEqual(self.document.state, "closed")
        self.assertEqual(self.log()[-1], ("closed", self.author))
        with self.assertRefused("retired: only what is in force"):
            self.document.action_close()

    def test_cancel(self):
        self.document.action_cancel()
        self.assertEqual(self.document.state, "cancelled")
        self.assertEqual(self.log(), [("cancelled", self.author)])
        other = self.submit(self.new_document("SC-OTHER"))
        with self.assertRefused("in review: only a draft"):
            other.action_cancel()

    def test_a_copy_is_a_new_document(self):
        self.release()
        copy = self.document.with_user(self.author).copy()
        self.assertNotEqual(copy.number, self.document.number)
        self.assertEqual((copy.version, copy.state), ("1.0", "draft"))
        self.assertEqual(copy.author_id, self.author)
        self.assertFalse(copy.approved_by_id or copy.decision_ids or copy.round_ids)

    def test_taken_over_by_the_program_only(self):
        with self.assertRefused("Only the program", AccessError):
            self.document._adopt("Signed on paper")
        self.document.sudo()._adopt("Signed on paper")
        self.assertEqual(self.document.state, "in_force")
        self.assertEqual(
            [kind for kind, _user in self.log()], ["adopted", "in_force"]
        )
        self.assertEqual(
            self.document.decision_ids.sorted("position")[0].comment, "Signed on paper"
        )

    def test_numbers_without_gaps(self):
        document_type = self.env["itsm.document.type"].create(
            {"name": "Plan", "code": "test_plan", "prefix": "TP"}
        )
        day = date(2026, 3, 1)
        numbers = [document_type._next_number(day) for _i in range(2)]
        self.assertEqual(numbers, ["TP-2026-0001", "TP-2026-0002"])
        next_year = day.replace(year=2027)
        self.assertEqual(document_type._next_number(next_year), "TP-2027-0001")
