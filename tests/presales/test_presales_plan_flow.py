"""Who decides a presales plan, and what becomes of it (domain 4.2)."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .plan_common import PlanCommon

TECHNICAL, MANAGER = "Technical review", "Approval"
DIRECTOR = "Approval by the director"
GENERAL_MANAGER = "Approval by the general manager"


@tagged("post_install", "-at_install")
class TestPresalesPlanFlow(PlanCommon):
    def kinds(self, plan=None):
        lines = (plan or self.plan).sudo().decision_ids.sorted("position")
        return lines.mapped("kind")

    def assertEvidenceSound(self, plan=None):
        found, _lines = self.env["itsm.evidence.check"].sudo()._check(plan or self.plan)
        self.assertEqual(found, [])

    # === STAGES === #

    def test_stages_by_amount(self):
        self.submit()
        self.assertEqual(self.stages(), [TECHNICAL, MANAGER, GENERAL_MANAGER])

    def test_stages_of_a_small_plan(self):
        """A million needs no general manager yet."""
        self.plan.line_ids[1].unlink()
        self.plan.line_ids.write({"price_unit": 1000000.0, "quantity": 1})
        self.plan.cost_ids[0].quantity = 100
        self.submit()
        self.assertEqual(self.stages(), [TECHNICAL, MANAGER])

    def test_stages_by_margin(self):
        self.lower_margin()
        self.submit()
        self.assertEqual(
            self.stages(), [TECHNICAL, MANAGER, DIRECTOR, GENERAL_MANAGER]
        )

    def test_margin_decides_whoever_submits(self):
        """Sales see no margin, and cannot pass the director by submitting."""
        self.lower_margin()
        self.submit(user=self.sales)
        self.assertIn(DIRECTOR, self.stages())

    def test_approval_uses_the_sheet(self):
        self.approve()
        self.assertEqual(self.plan.state, "in_force")
        self.assertEqual(self.plan._get_state_label(), "approved")
        self.assertEqual(self.sheet.state, "used")
        self.assertEvidenceSound()

    def test_author_does_not_approve(self):
        plan = self._create_plan(self.manager, name="Written by the manager")
        with self.assertRefused("nobody could decide the stage Approval"):
            self.submit(plan, self.manager)

    def test_writer_of_the_sla_draft_is_an_author(self):
        self.draft_sla.with_user(self.technician).target_ids[0].minutes = 30
        self.assertIn(self.technician, self.plan.contributor_ids)
        with self.assertRefused("nobody could decide the stage Technical review"):
            self.submit()

    # === LOST === #

    def test_lost(self):
        self.approve()
        with self.assertRefused("Say why"):
            self.plan.with_user(self.sales).lose("price", " ")
        wizard = self.env["itsm.presales.lost"].with_user(self.sales)
        action = self.plan.with_user(self.sales).action_lose()
        wizard = wizard.with_context(**action["context"]).create(
            {"kind": "price", "reason": "Haina was cheaper by a tenth"}
        )
        wizard.action_lose()
        self.assertEqual(self.plan.state, "lost")
        self.assertEqual(self.plan.lost_kind, "price")
        self.assertEqual(self.plan.lost_reason, "Haina was cheaper by a tenth")
        self.assertEqual(self.kinds()[-2:], ["in_force", "lost"])
        self.assertEvidenceSound()

    def test_who_loses(self):
        self.approve()
        for role in ("technical_manager", "general_manager", "auditor"):
            with self.subTest(role), self.assertRefused("", AccessError):
                self.plan.with_user(self.users[role]).lose("price", "No")
        self.plan.with_user(self.manager).lose("budget", "Cut by the board")
        self.assertEqual(self.plan.state, "lost")

    def test_draft_is_not_lost(self):
        with self.assertRefused("only an approved or expired plan is lost"):
            self.plan.with_user(self.sales).lose("price", "Too early")

    def test_not_closed(self):
        self.approve()
        with self.assertRefused("is not closed"):
            self.plan.with_user(self.manager).action_close()

    # === EXPIRED === #

    def run_job(self, day):
        with freeze_time(day), patch.object(self.env.cr, "commit", lambda: None):
            self.env["itsm.presales.plan"]._cron_expire()

    def expire(self):
        self.run_job(self.plan.validity_date + timedelta(days=1))

    def test_expires_after_its_last_day(self):
        self.approve()
        self.run_job(self.plan.validity_date)
        self.assertEqual(self.plan.state, "in_force")
        self.expire()
        self.assertEqual(self.plan.state, "expired")
        self.assertEqual(self.kinds()[-1], "expired")
        self.assertEvidenceSound()

    def test_draft_does_not_expire(self):
        self.expire()
        self.assertEqual(self.plan.state, "draft")

    def test_expired_is_lost_later(self):
        self.approve()
        self.expire()
        self.plan.with_user(self.sales).lose("postponed", "Next year")
        self.assertEqual(self.plan.state, "lost")

    # === REVISED === #

    def test_revise_what_was_lost(self):
        self.approve()
        self.plan.with_user(self.sales).lose("price", "Too expensive")
        revision = self.plan.with_user(self.author).revise(True, "Cheaper")
        self.assertEqual(revision.version, "2.0")
        self.assertEqual(revision.number, self.plan.number)
        self.assertFalse(revision.lost_reason)
        self.assertEqual(revision.sudo().cost_total, self.plan.cost_total)
        self.assertEqual(len(revision.line_ids), 2)
        self.assertEqual(len(revision.capability_ids), 2)
        revision.line_ids[0].price_unit = 50000.0
        self.approve(revision)
        self.assertEqual(revision.state, "in_force")
        self.assertEqual(self.plan.state, "lost")

    def test_revision_supersedes_what_waits(self):
        self.approve()
        revision = self.plan.with_user(self.author).revise(False, "A typing error")
        self.assertEqual(revision.version, "1.1")
        self.assertEqual(self.plan.state, "in_force")
        self.approve(revision)
        self.assertEqual(self.plan.state, "superseded")
        self.assertEvidenceSound()
        self.assertEvidenceSound(revision)

    def test_revision_has_its_own_sla_draft(self):
        self.approve()
        revision = self.plan.with_user(self.author).revise(True, "Longer")
        self.assertEqual(revision.sla_id.plan_id, revision)
        self.assertEqual(len(revision.sla_id.target_ids), 8)
        revision.sla_id.target_ids[0].minutes = 45
        self.assertNotIn(45, self.draft_sla.target_ids.mapped("minutes"))

    def test_who_revises(self):
        """Who sees no costs would copy a plan without them."""
        self.approve()
        plan = self.plan.with_user(self.sales)
        self.assertFalse(plan.can_revise)
        for call in (lambda: plan.revise(True, "Mine"), plan.copy, plan.action_revise):
            with self.assertRefused("service department", AccessError):
                call()

    def test_frozen(self):
        self.submit()
        for record, values in (
            (self.plan, {"objective": "<p>Other</p>"}),
            (self.plan, {"validity_date": "2030-01-01"}),
            (self.plan.line_ids[0], {"price_unit": 1.0}),
            (self.plan.cost_ids[0], {"unit_cost": 1.0}),
            (self.plan.capability_ids[0], {"held": 5}),
            (self.plan.risk_ids, {"response": "None"}),
            (self.plan.deliverable_ids, {"criterion": "None"}),
        ):
            with self.subTest(values), self.assertRefused("in review"):
                record.with_user(self.author).write(values)
        # people change
        self.plan.with_user(self.manager).user_id = self.manager
        self.assertFalse(self.plan._changed_since_submission())
