"""The stages of contracts and their reviews, as an upgrade to 19.0.3.0.0 finds them."""

import importlib.util
from pathlib import Path

from odoo.tests import tagged

from ..common import MODULE, ItsmCommon

SCRIPT = Path(__file__).parents[2] / "migrations/19.0.3.0.0/post-contract-reviews.py"


@tagged("post_install", "-at_install")
class TestReviewMigration(ItsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        spec = importlib.util.spec_from_file_location("post_contract_reviews", SCRIPT)
        cls.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.script)
        cls.of_contract = cls.env.ref(f"{MODULE}.approval_stage_contract_1")
        cls.of_review = cls.env.ref(f"{MODULE}.approval_stage_contract_review_2")
        cls.shipped = cls.told(cls.of_contract), cls.told(cls.of_review)
        cls.managers = cls.env.ref(f"{MODULE}.group_service_manager")
        cls.reviewers = cls.env.ref(f"{MODULE}.group_reviewer")

    @classmethod
    def told(cls, stage):
        return stage.name, stage.act, stage.decider_kind, stage.group_id

    def set_back(self):
        """Give both stages what version 19.0.2.0.0 shipped."""
        self.of_contract.write(
            {
                "name": "Opinion of the service department",
                "act": "service_opinion",
                "decider_kind": "role",
                "group_id": self.managers.id,
            }
        )
        self.of_review.write(
            {
                "name": "Review by finance, legal and others",
                "decider_kind": "role",
                "group_id": self.reviewers.id,
            }
        )

    def test_stages_as_shipped_before(self):
        self.set_back()
        self.script.migrate(self.env.cr, "19.0.2.0.0")
        self.env.invalidate_all()
        found = self.told(self.of_contract), self.told(self.of_review)
        self.assertEqual(found, self.shipped)

    def test_stages_that_were_changed(self):
        self.set_back()
        self.of_contract.group_id = self.reviewers
        self.of_review.act = "approve"
        before = self.told(self.of_contract), self.told(self.of_review)
        self.script.migrate(self.env.cr, "19.0.2.0.0")
        self.env.invalidate_all()
        after = self.told(self.of_contract), self.told(self.of_review)
        self.assertEqual(after, before)
