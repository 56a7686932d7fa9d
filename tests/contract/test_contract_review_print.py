"""The printed contract review record (domain 2.3)."""

from freezegun import freeze_time

from odoo.tests import tagged

from ..approval.pdf import PdfReading
from .review_common import ReviewCommon


@freeze_time("2026-07-08 01:00:00")
@tagged("post_install", "-at_install")
class TestContractReviewPrint(PdfReading, ReviewCommon):
    def print_text(self, review, who="service"):
        return self.text(self.print_pdf(review, self.people[who]))

    def test_record(self):
        review = self.submit()
        self.give("service", review)
        self.give("legal", review, "disagree", "The penalty has no cap")
        self.submit_with_margin(12.34)
        self.give("service", review, comment="Feasible")
        self.give("legal", review)
        points = [self.point("Cap the penalty at 10 %")]
        self.give("finance", review, "conditions", "If capped", points)
        self.answer(review)
        self.as_("service", review.item_ids[0]).write(
            {"answer": "not_applicable", "remark": "As before"}
        )
        self.as_("sales", review.point_ids).close("Clause 9.2 agreed")
        self.conclude(review)
        for who in ("service", "finance"):
            text = self.print_text(review, who)
            people = self.people
            for expected in (
                "Contract Review Record",
                review.number,
                f"{self.contract.number} · Operation of the information systems",
                "Jiangcheng Manufacturing",
                "1,200,000.00",
                "SQ-2026-0011 v1.0",
                "Are the requirements clear? Not Applicable As before",
                f"Service Department {people['service'].name} Agree Feasible",
                f"Finance {people['finance'].name} Agree with Conditions If capped",
                f"Clause 9.2 agreed ({people['sales'].name}, 2026-07-08)",
                f"{people['legal'].name} · The penalty has no cap",
                "Conclusion Pass",
                f"SHA-256 of the submitted content: {review.round_id.content_hash}",
            ):
                with self.subTest(who=who, expected=expected):
                    self.assertIn(expected, text)
            self.assertNotIn("12.34", text)
            self.assertNotIn("Margin", text)

    def test_nothing_said_yet(self):
        text = self.print_text(self.submit(self.small))
        self.assertIn("Not concluded.", text)
        self.assertIn("Open points None.", text)
        self.assertIn("Draft", text)

    def test_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.provider.partner_id.lang = "zh_CN"
        review = self.submit(self.small)
        self.assertEqual(review._get_print_lang(), "zh_CN")
        self.assertTrue(self.print_text(review))
