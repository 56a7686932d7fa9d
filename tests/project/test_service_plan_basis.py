"""What a service plan was made for, and what asks for its revision (clause 1.1.10)."""

from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from ...models.approval import guard
from ..common import MODULE
from .service_plan_common import ServicePlanCommon


@freeze_time("2026-09-10 01:00:00")
@tagged("post_install", "-at_install")
class TestServicePlanBasis(ServicePlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.submit_plan()
        cls.pass_plan(cls.plan)

    def _amend(self):
        """Amend the contract from today on: OA is served too."""
        sales = self.users["sales"]
        amendment = self.contract.with_user(sales).amend("OA too", date(2026, 9, 10))
        amendment.line_ids = [
            Command.create(
                {
                    "name": "OA operation",
                    "service_id": self.services["OA"].id,
                    "price_unit": 90000.0,
                }
            )
        ]
        # the fixture's clause is no question of this test
        amendment.payment_ids.percentage = 100
        amendment.action_submit()
        self.pass_review(amendment.sudo())
        amendment.sudo()._become_signed()

    def _asked(self):
        kind = self.env.ref(f"{MODULE}.mail_activity_service_plan_outdated")
        return self.plan.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )

    def test_up_to_date(self):
        self.assertFalse(self.plan.is_outdated)
        self.assertFalse(self.plan.basis_note)
        outdated = self.env["itsm.service.plan"].search([("is_outdated", "=", True)])
        self.assertNotIn(self.plan, outdated)

    def test_an_amendment_asks_for_a_revision(self):
        self._amend()
        self.plan.invalidate_recordset()
        self.assertEqual(self.contract.version, "2.0")
        self.assertTrue(self.plan.is_outdated)
        self.assertIn(
            "Made for version 1.0 of the contract; version 2.0 is in force.",
            self.plan.basis_note,
        )
        plans = self.env["itsm.service.plan"].with_user(self.manager)
        self.assertIn(self.plan.id, plans.search([("is_outdated", "=", True)]).ids)
        activity = self._asked()
        self.assertEqual(activity.user_id, self.manager)
        # what is asked is not asked again
        plans.sudo()._cron_ask_for_revision()
        self.assertEqual(len(self._asked()), 1)

    def test_a_new_catalogue_version_changes_nothing(self):
        service = self.services["NET"]
        new = service.revise(False, "Wording")
        new.sudo()._adopt("Published anew")
        self.assertEqual(service.state, "superseded")
        draft = self.plan.with_user(self.manager).revise(False, "Wording")
        self.assertEqual(draft._get_missing(), [])

    def test_the_revision_takes_it_over(self):
        self._amend()
        draft = self.plan.with_user(self.manager).revise(True, "OA is served too")
        with self.assertRefused("Made for version 1.0 of the contract"):
            draft.action_submit()
        draft.action_take_basis()
        self.assertEqual(draft.contract_version, "2.0")
        new = draft._get_uncovered()
        self.assertEqual(new.mapped("name"), ["OA OA operation"])
        # what was covered before is still
        self.assertEqual(len(draft.coverage_ids), 14)
        new.section_ids = draft.section_ids[2]
        draft.action_submit()
        self.pass_plan(draft)
        self.assertFalse(draft.is_outdated)
        self.assertFalse(self._asked())

    def test_what_is_agreed_no_more(self):
        draft = self.plan.with_user(self.manager).revise(True, "Less")
        gone = guard.with_key(self.env["itsm.service.plan.coverage"]).create(
            {
                "plan_id": draft.id,
                "kind": "service",
                "key": "service:GONE",
                "name": "Not agreed any more",
            }
        )
        with self.assertRefused("does not list what is agreed"):
            draft.action_submit()
        draft.action_take_basis()
        self.assertFalse(gone.exists())
