from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..presales.plan_common import PlanCommon
from .common import GOOD, TryoutCommon

LATE = "A3,2026-08-05 09:00,incident,P2,2026-08-05 09:45,2026-08-05 18:30,closed"


@tagged("post_install", "-at_install")
class TestTryoutPlan(TryoutCommon, PlanCommon):
    """The try-outs of a presales plan, and the SLA draft that comes of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tryout = cls.create_tryout(
            cls.rows(GOOD, LATE),
            cls.draft_sla,
            cls.standard_sla,
            user=cls.author,
            plan_id=cls.plan.id,
        )
        cls.mine, cls.other = cls.tryout.candidate_ids

    def test_what_comes_from_the_plan(self):
        self.assertEqual(self.tryout.partner_id, self.plan.partner_id)
        # 1,200,000 in twelve months
        self.assertEqual(self.mine.monthly_fee, 100000.0)
        self.assertEqual(self.other.monthly_fee, 100000.0)
        self.assertEqual(self.plan.tryout_count, 1)
        self.assertFalse(self.plan.tryout_line)
        self.tryout.action_compute()
        # one of the two P2 tickets was resolved in time
        self.assertEqual(
            self.plan.tryout_line, "A 50.00\N{NO-BREAK SPACE}% · B 50.00"
            "\N{NO-BREAK SPACE}%"
        )

    def test_a_plan_starts_its_try_out(self):
        action = self.plan.action_view_tryouts()
        context = action["context"]
        self.assertEqual(context["default_plan_id"], self.plan.id)
        new = self.env["itsm.sla.tryout"].with_context(**context).create({})
        self.assertEqual(new.candidate_ids.sla_id, self.draft_sla)
        self.assertEqual(new.partner_id, self.plan.partner_id)

    def test_use_a_draft_of_the_plan(self):
        self.tryout.action_compute()
        copy = self.mine._copy_sla()
        self.assertEqual(copy.plan_id, self.plan)
        tryout = self.create_tryout(
            self.rows(GOOD, LATE), copy, user=self.author, plan_id=self.plan.id
        )
        tryout.action_compute()
        tryout.candidate_ids.action_use()
        self.assertEqual(self.plan.sla_id, copy)
        self.assertTrue(tryout.candidate_ids.is_used)
        body = self.plan.message_ids[:1].body.replace("&nbsp;", " ")
        self.assertIn(copy.display_name, body)
        self.assertIn("50.00 % (1/2)", body)
        self.assertIn(tryout._inputs_hash(), body)
        self.plan.sla_id = self.draft_sla
        self.assertFalse(tryout.candidate_ids.is_used)

    def test_use_another_sla(self):
        """A standard SLA is copied into the plan; the result stays what it was."""
        self.tryout.action_compute()
        self.other.action_use()
        draft = self.plan.sla_id
        self.assertNotEqual(draft, self.draft_sla)
        self.assertEqual(draft.plan_id, self.plan)
        self.assertEqual(
            draft.target_ids.mapped("minutes"),
            self.standard_sla.target_ids.mapped("minutes"),
        )
        self.assertTrue(self.other.is_used)
        self.assertEqual(self.tryout.state, "done")

    def test_duplicate_and_change(self):
        action = self.mine.action_duplicate()
        copy = self.env["itsm.sla"].browse(action["res_id"])
        self.assertEqual(copy.plan_id, self.plan)
        self.assertIn(copy, self.tryout.candidate_ids.sla_id)

    def test_not_without_a_result(self):
        with self.assertRefused("no results yet"):
            self.mine.action_use()
        self.tryout.action_compute()
        self.draft_sla.minimum_decided = 3
        with self.assertRefused("outdated"):
            self.mine.action_use()

    def test_not_without_a_plan(self):
        tryout = self.create_tryout(self.rows(GOOD), self.standard_sla)
        tryout.candidate_ids.monthly_fee = 90000
        tryout.action_compute()
        with self.assertRefused("no presales plan"):
            tryout.candidate_ids.action_use()
        tryout.plan_id = self.plan
        tryout.candidate_ids.action_use()
        self.assertTrue(tryout.candidate_ids.is_used)

    def test_not_once_the_plan_is_submitted(self):
        self.tryout.action_compute()
        before = self.plan.sla_id
        self.plan.with_user(self.author).action_submit()
        with self.assertRefused("is in review"):
            self.other.action_use()
        self.assertEqual(self.plan.sla_id, before)

    # === WHO === #

    def test_who_sees_them(self):
        """Whoever sees the plan does: its sales, the service department, oversight."""
        readers = {
            role
            for role, user in self.users.items()
            if self.plan.with_user(user).has_access("read")
        }
        self.assertGreaterEqual(readers, {"sales", "project_manager", "auditor"})
        self.assertFalse(readers & {"engineer", "commercial", "user"})
        for role, user in self.users.items():
            with self.subTest(role):
                tryout = self.tryout.with_user(user)
                candidate = self.mine.with_user(user)
                sees = role in readers
                self.assertEqual(tryout.has_access("read"), sees)
                self.assertEqual(candidate.has_access("read"), sees)
                found = tryout.search([("id", "=", tryout.id)])
                self.assertEqual(bool(found), sees)

    def test_who_changes_them(self):
        for role, user in self.users.items():
            with self.subTest(role):
                writes = self.plan.with_user(user).has_access("write")
                tryout = self.tryout.with_user(user)
                self.assertEqual(tryout.has_access("write"), writes)
                self.assertEqual(self.mine.with_user(user).has_access("write"), writes)

    def test_sales_do_not_choose_the_sla(self):
        """Sales try, the service department chooses: it writes the plan's SLA."""
        self.tryout.with_user(self.sales).action_compute()
        with self.assertRefused("service department", AccessError):
            self.mine.with_user(self.sales).action_use()
        self.assertEqual(self.plan.sla_id, self.draft_sla)

    def test_not_into_a_plan_of_others(self):
        plan = self._create_plan(user_id=self.manager.id)
        tryout = self.create_tryout(
            self.rows(GOOD), self.standard_sla, user=self.sales
        )
        with self.assertRaises(AccessError):
            tryout.plan_id = plan.id
        with self.assertRaises(AccessError):
            self.create_tryout(
                self.rows(GOOD), self.standard_sla, user=self.sales, plan_id=plan.id
            )
