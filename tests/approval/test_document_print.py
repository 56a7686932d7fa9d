"""The print of a controlled document: its head, evidence and state (domain 2.0)."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import SHANGHAI
from .pdf import PdfCommon


@tagged("post_install", "-at_install")
class TestDocumentPrint(PdfCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.author.name = "Chen Jing"
        cls.reviewer.name = "Liu Yang"
        cls.approver.name = "Wang Haitao"
        cls.provider.partner_id.tz = SHANGHAI

    def test_header_and_footer(self):
        pages = self.pages()
        count = len(pages)
        for number, page in enumerate(pages, 1):
            self.assertIn(f"Page {number} of {count}", page)
            self.assertRegex(
                page,
                rf"{self.provider.name} · Printed on "
                r"\d{4}-\d\d-\d\d \d\d:\d\d \(Asia/Shanghai\)",
            )
        for page in pages[1:]:
            self.assertIn("Service Catalogue Entry · Service SC-TEST", page)
            self.assertIn("SC-TEST · Version 1.0 · Internal", page)

    def test_watermark_until_approved(self):
        self.assertTrue(all("Draft" in page for page in self.pages()))
        self.submit()
        self.assertIn("Draft", self.pages()[-1])
        self.pass_review()
        self.assertIn("Draft", self.pages()[-1])
        self.document.with_user(self.approver).action_approve()
        self.assertNotIn("Draft", self.text())
        self.assertNotIn("Void", self.text())

    def test_watermark_when_no_longer_in_force(self):
        self.release()
        self.assertNotRegex(self.text(), "Draft|Void")
        self.document.with_user(self.author).action_close()
        self.assertTrue(all("Void" in page for page in self.pages()))

    def test_watermark_of_what_was_given_up(self):
        self.document.with_user(self.author).action_cancel()
        self.assertIn("Void", self.pages()[-1])
        rejected = self.submit(self.new_document("SC-NO"))
        rejected.with_user(self.reviewer).decide("rejected", "Nobody asks for it.")
        text = self.pages(self.print_pdf(rejected))
        self.assertIn("Void", text[-1])
        self.assertIn("Liu Yang", text[0])
        self.assertIn("Nobody asks for it.", text[0])

    def test_who_and_when(self):
        head = self.pages()[0]
        self.assertIn("Prepared by Chen Jing", head)
        self.assertIn("Reviewed by — Approved by —", head)
        with self.at("2026-11-02 09:00"):
            self.submit()
        with self.at("2026-11-02 16:30"):
            self.pass_review()
        with self.at("2026-11-03 00:10"):
            self.document.with_user(self.approver).action_approve()
        head = self.pages()[0]
        self.assertIn("Prepared by Chen Jing · 2026-11-02 09:00", head)
        self.assertIn("Reviewed by Liu Yang · 2026-11-02 16:30", head)
        # the day in Shanghai; in UTC it is the 2nd
        self.assertIn("Approved by Wang Haitao · 2026-11-03 00:10", head)
        self.assertIn("1.0 2026-11-03 Chen Jing First version Wang Haitao", head)

    def test_revision_history(self):
        self.release()
        second = self.document.with_user(self.author).revise(
            False, "Longer hours.\nAnother phone."
        )
        self.release(second)
        head = self.pages(self.print_pdf(second))[0]
        self.assertRegex(
            head, r"1\.1 \S+ Chen Jing Longer hours\. Another phone\. ?Wang Haitao"
        )
        self.assertIn("Chen Jing First version Wang Haitao", head)
        self.assertLess(head.index("First version"), head.index("Longer hours."))
        former = self.text()
        self.assertNotIn("Longer hours.", former, "Up to this version, no later one.")
        self.assertIn("Void", former)
        self.assertIn("By version 1.1", former)

    def test_a_version_given_up_is_told(self):
        self.release()
        draft = self.document.with_user(self.author).revise(True, "Another scope.")
        draft.with_user(self.author).action_cancel()
        third = self.document.with_user(self.author).revise(False, "Typing errors.")
        head = self.pages(self.print_pdf(third))[0]
        self.assertRegex(head, r"2\.0 \S+ Chen Jing Another scope\. Cancelled")
        self.assertRegex(head, r"2\.1 \S+ Chen Jing Typing errors\. Draft")

    def test_approvals(self):
        # the company's day, which need not be that of its people
        today = self.env["itsm.approval.decision"]._local_day(self.company)
        self.env["itsm.approval.delegation"].with_user(self.approver).create(
            {
                "user_id": self.approver.id,
                "delegate_id": self.second_approver.id,
                "date_from": today,
                "date_to": today,
                "reason": "Leave",
            }
        )
        self.second_approver.name = "Zhou Jianguo"
        self.submit()
        head = self.pages()[0]
        self.assertRegex(head, r"Review \S.* — Pending — Approval .* — Waiting —")
        self.document.with_user(self.reviewer).decide("approved", "Fits <our> tools.")
        self.document.with_user(self.second_approver).decide(
            "approved", principal_id=self.approver.id
        )
        # the log keeps the names of that day
        self.second_approver.name = "Somebody Else"
        head = self.pages()[0]
        self.assertRegex(head, r"Review Liu Yang \S+ \S+ Approved Fits <our> tools\.")
        self.assertRegex(
            head, r"Approval Zhou Jianguo for Wang Haitao ?\S+ \S+ Approved"
        )
        self.assertNotIn("Waiting", head)

    def test_only_the_last_round(self):
        self.submit()
        self.document.with_user(self.reviewer).decide("returned", "Hours are missing.")
        self.document.with_user(self.author).name = "Better"
        self.submit()
        head = self.pages()[0]
        self.assertNotIn("Hours are missing.", head)
        self.assertEqual(head.count("Submitted"), 1)

    def test_hash_at_the_end(self):
        self.assertNotIn("SHA-256", self.text(), "A draft may change.")
        self.submit()
        digest = self.document.sudo().round_id.content_hash
        last = self.pages()[-1].replace(" ", "")
        self.assertIn(f"SHA-256ofthesubmittedcontent:{digest}", last)

    def test_long_and_strange_texts(self):
        self.document.with_user(self.author).write(
            {
                "name": "<b>x</b> & " + "y" * 200,
                "description": "".join(f"<p>Line {n}.</p>" for n in range(300)),
            }
        )
        self.submit()
        self.document.with_user(self.reviewer).decide("approved", "long " * 200 + "end")
        pages = self.pages()
        self.assertGreater(len(pages), 5)
        text = " ".join(pages)
        self.assertIn("<b>x</b> &", text)
        for number in (0, 150, 299):
            self.assertIn(f"Line {number}.", text)
        (row,) = [page for page in pages if "long long" in page]
        self.assertEqual(row.count("long"), 200, "The row is on one page.")
        self.assertIn("end", row)

    def test_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env.ref("base.module_itsm_service_delivery")._update_translations(["zh_CN"])
        self.document.with_user(self.author).with_context(
            lang="zh_CN"
        ).name = "服务器与存储运维"
        self.provider.partner_id.lang = "zh_CN"
        page = self.pages()[1]
        self.assertIn("服务器与存储运维", page)
        self.assertIn("草稿", page)
        self.assertNotIn("Draft", page)
        self.provider.partner_id.lang = "en_US"
        self.assertIn("Draft", self.pages()[1])

    def test_who_may_not_read_gets_nothing(self):
        self.release()
        with self.assertRaises(AccessError):
            self.print_pdf(user=self.portal_user)
        with self.assertRaises(AccessError):
            self.document.with_user(self.portal_user).action_print_document()
        self.assertTrue(self.print_pdf(user=self.plain_user).startswith(b"%PDF"))
