"""A review is about exactly one content: what is changed past it makes it void."""

import json

from freezegun import freeze_time

from odoo.tests import tagged

from .review_common import ReviewCommon


@freeze_time("2026-07-08 01:00:00")
@tagged("post_install", "-at_install")
class TestContractReviewVoid(ReviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line = cls.env["itsm.contract.line"].create(
            {"contract_id": cls.small.id, "name": "Operation", "price_unit": 90000.0}
        )

    def _pass(self):
        review = self.submit(self.small)
        self.hear_all(review)
        self.conclude(review)
        return review

    def _tamper(self, query, *args):
        self.env.flush_all()
        self.env.cr.execute(query, args)
        self.env.invalidate_all()

    def test_no_review(self):
        self.assertIn("has no contract review", self.small._missing_review()[0])
        review = self.submit(self.small)
        self.assertIn("is in review: it must", self.small._missing_review()[0])
        self.give("service", review, "disagree", "No")
        self.assertIn("is to review: it must", self.small._missing_review()[0])

    def test_changed_after_the_review(self):
        review = self._pass()
        self.assertFalse(review.is_void)
        self.assertFalse(self.small._missing_review())
        self.assertFalse(self.small.review_note)
        self._tamper(
            "UPDATE itsm_contract_line SET price_unit = 91000 WHERE id = %s",
            self.line.id,
        )
        self.assertTrue(review.is_void)
        self.assertTrue(self.small.is_review_void)
        self.assertIn("is void", self.small._missing_review()[0])
        self.assertIn("is void", self.small.review_note)
        self.assertTrue(self.found(self.small))
        # put right again, it is what was reviewed
        self._tamper(
            "UPDATE itsm_contract_line SET price_unit = 90000 WHERE id = %s",
            self.line.id,
        )
        self.assertFalse(self.small._missing_review())

    def test_changed_during_the_review(self):
        review = self.submit(self.small)
        self._tamper(
            "UPDATE itsm_contract_line SET quantity = 2 WHERE id = %s", self.line.id
        )
        self.assertTrue(review.is_void)
        with self.assertRefused("is not what was submitted"):
            self.give("service", review)
        # returned all the same, and submitted as it is now
        self.give("service", review, "disagree", "Two of them?")
        self.submit(self.small)
        self.assertFalse(review.is_void)

    def test_another_hash(self):
        review = self._pass()
        self._tamper(
            "UPDATE itsm_contract_review SET contract_hash = %s WHERE id = %s",
            "0" * 64,
            review.id,
        )
        self.assertIn("is void", self.small._missing_review()[0])
        self.assertTrue(self.found(review), "the hash is content of the review")

    def test_colleagues_names_are_no_content(self):
        review = self._pass()
        self.customer.name = "Jiangcheng Group"
        self.small.user_id = self.users["administrator"]
        self.assertFalse(review.is_void)

    def test_revised_contract_is_reviewed_anew(self):
        review = self._pass()
        second = self.as_("sales", self.small).revise(True, "Another price").sudo()
        second.line_ids.price_unit = 80000.0
        self.assertIn("has no contract review", second._missing_review()[0])
        again = self.submit(second)
        self.assertEqual(again.number, review.number)
        self.assertEqual((again.version, again.contract_version), ("2.0", "2.0"))
        self.hear_all(again)
        self.conclude(again)
        self.assertEqual(
            (self.small.state, second.state, review.state, again.state),
            ("cancelled", "approved", "superseded", "in_force"),
        )
        self.assertFalse(second._missing_review())
        self.assertEqual(self.found(self.small, second, review, again), [])

    def test_evidence_of_the_work(self):
        """Checklist and points are as the conclusion found them, or it is told."""
        review = self.submit(self.small)
        points = [self.point()]
        self.give("service", review, "conditions", "If capped", points)
        self.answer(review)
        self.conclude(review)
        self.assertEqual(self.found(review, self.small), [])
        for query, record, message in (
            (
                "UPDATE itsm_contract_review_item SET answer = 'no' WHERE id = %s",
                review.item_ids[0],
                "checklist is not answered",
            ),
            (
                "UPDATE itsm_contract_review_point SET is_closed = TRUE WHERE id = %s",
                review.point_ids,
                "open points",
            ),
        ):
            with self.subTest(message), self.env.cr.savepoint() as savepoint:
                self._tamper(query, record.id)
                self.assertIn(message, " ".join(self.found(review)))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_contract_follows_a_line_of_its_review(self):
        review = self._pass()
        line = self.small.sudo().decision_ids.sorted("position")[-1]
        said = json.loads(line.payload)["facts"]["review"]
        followed = review.sudo().decision_ids.filtered(
            lambda one: one.position == said["position"]
        )
        self.assertEqual(followed.hash, said["hash"])
        self.assertEqual((followed.kind, followed.user_id), (line.kind, line.user_id))
        self.assertEqual(line.comment, f"Contract review {review.number}: Passed")
