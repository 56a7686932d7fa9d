"""Who sees and writes presales plans."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import ROLES
from .plan_common import PlanCommon

PLANNERS = {
    "administrator",
    "project_manager",
    "service_director",
    "service_manager",
    "technical_manager",
}
SEE_ALL = PLANNERS | {
    "auditor",
    "cost_viewer",
    "general_manager",
    "management_representative",
    "reviewer",
}
LINES = {
    "line_ids": {"name": "X", "price_unit": 1.0},
    "capability_ids": {"name": "X"},
    "risk_ids": {"name": "X"},
    "deliverable_ids": {"name": "X"},
    "cost_ids": {"name": "X"},
}


@tagged("post_install", "-at_install")
class TestPresalesAccess(PlanCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls._create_plan(
            name="Of a colleague", user_id=cls.users["service_director"].id
        )
        cls.everyone = {role: cls.users[role] for role in ROLES} | {
            "plain": cls.plain_user,
            "portal": cls.portal_user,
        }

    def test_read(self):
        for role, user in self.everyone.items():
            plans = self.env["itsm.presales.plan"].with_user(user)
            with self.subTest(role):
                if role in ("plain", "portal"):
                    with self.assertRaises(AccessError):
                        plans.search([])
                    continue
                expected = self.browse_none()
                if role in SEE_ALL:
                    expected = self.plan | self.foreign
                elif role == "sales":
                    expected = self.plan
                self.assertEqual(plans.search([]), expected.with_env(self.env))
                lines = self.env["itsm.presales.line"].with_user(user).search([])
                self.assertEqual(lines.plan_id, expected.with_env(self.env))

    def browse_none(self):
        return self.env["itsm.presales.plan"]

    def test_who_is_asked_reads(self):
        """A stage may ask somebody who sees no plan otherwise."""
        engineer = self.users["engineer"]
        plan = self.plan.with_user(engineer)
        self.assertFalse(plan.has_access("read"))
        self.env["itsm.approval.stage"].create(
            {
                "document_type_id": self.plan.document_type_id.id,
                "sequence": 5,
                "name": "Opinion of the plant",
                "act": "review",
                "decider_kind": "users",
                "user_ids": [Command.set(engineer.ids)],
            }
        )
        self.submit()
        self.assertTrue(plan.has_access("read"))
        self.assertTrue(plan.line_ids.has_access("read"))
        self.assertTrue(self.draft_sla.with_user(engineer).has_access("read"))
        with self.assertRefused(""):
            plan.read(["margin"])

    def test_write(self):
        for role, user in self.everyone.items():
            for key, plan in (("own", self.plan), ("foreign", self.foreign)):
                with self.subTest(role=role, plan=key):
                    allowed = role in PLANNERS or (role, key) == ("sales", "own")
                    write = plan.with_user(user).write
                    if allowed:
                        write({"objective": f"<p>{role}</p>"})
                    else:
                        with self.assertRefused("", AccessError):
                            write({"objective": "<p>Mine</p>"})

    def test_sales_write_prices_and_the_customer_s_side(self):
        sales = self.plan.with_user(self.sales)
        sales.write({"scope_in": "<p>Less</p>", "validity_date": "2030-01-01"})
        sales.line_ids[0].price_unit = 55000.0
        sales.line_ids = [Command.create({"name": "Option", "price_unit": 1.0})]
        for values in (
            {"delivery_mode": "<p>Remote</p>"},
            {"team": "<p>Ten people</p>"},
            {"service_manager_id": self.sales.id},
            {"merged_with_service_plan": True},
            {"sla_id": False},
        ):
            with self.subTest(values), self.assertRefused("writes this part"):
                sales.write(values)

    def assertRefused(self, message, exception=AccessError):
        return super().assertRefused(message, exception)

    def test_lines(self):
        for role, user in self.everyone.items():
            for name, values in LINES.items():
                for key, plan in (("own", self.plan), ("foreign", self.foreign)):
                    with self.subTest(role=role, lines=name, plan=key):
                        lines = self.env[plan._fields[name].comodel_name]
                        create = lines.with_user(user).create
                        priced = (role, key, name) == ("sales", "own", "line_ids")
                        if role in PLANNERS or priced:
                            create({**values, "plan_id": plan.id}).unlink()
                        else:
                            with self.assertRefused(""):
                                create({**values, "plan_id": plan.id})

    def test_create(self):
        values = {"name": "New", "partner_id": self.customer.id}
        for role, user in self.everyone.items():
            plans = self.env["itsm.presales.plan"].with_user(user)
            with self.subTest(role):
                if role in PLANNERS | {"sales"}:
                    self.assertEqual(plans.create(values).state, "draft")
                else:
                    with self.assertRefused(""):
                        plans.create(values)
        sales = self.env["itsm.presales.plan"].with_user(self.sales)
        for more in ({"team": "<p>Mine</p>"}, {"user_id": self.manager.id}):
            with self.subTest(more), self.assertRefused(""):
                sales.create({**values, **more})

    def test_delete(self):
        for role, user in self.everyone.items():
            with self.subTest(role):
                plan = self._create_plan(name="To delete").with_user(user)
                if role == "administrator":
                    slas = plan.sudo().sla_ids
                    plan.unlink()
                    self.assertFalse(slas.exists())
                else:
                    with self.assertRefused(""):
                        plan.unlink()

    def test_sla_drafts(self):
        """As the plan: sales read those of their plans, planners write."""
        for role, user in self.everyone.items():
            for key, plan in (("own", self.plan), ("foreign", self.foreign)):
                with self.subTest(role=role, plan=key):
                    target = plan.sla_id.target_ids[0].with_user(user)
                    sees = role in SEE_ALL or (role, key) == ("sales", "own")
                    self.assertEqual(target.has_access("read"), sees)
                    sla = plan.sla_id.with_user(user)
                    self.assertEqual(sla.has_access("read"), sees)
                    self.assertEqual(target.has_access("write"), role in PLANNERS)

    def test_planners_write_no_other_slas(self):
        for role in ("project_manager", "technical_manager"):
            user = self.users[role]
            for sla in (self.standard_sla, self.sla):
                with self.subTest(role=role, sla=sla.name):
                    self.assertFalse(sla.with_user(user).has_access("write"))
                    self.assertFalse(sla.with_user(user).can_revise)
                    with self.assertRefused(""):
                        sla.with_user(user).copy()

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Another"})
        plan = self.env["itsm.presales.plan"].create(
            {"name": "Theirs", "partner_id": self.customer.id, "company_id": other.id}
        )
        for role in PLANNERS | {"auditor", "cost_viewer"}:
            with self.subTest(role):
                self.assertFalse(plan.with_user(self.users[role]).has_access("read"))

    def test_engine_fields(self):
        for values in (
            {"state": "in_force"},
            {"lost_reason": "X"},
            {"lost_kind": "price"},
            {"number": "SQ-1"},
        ):
            with self.subTest(values), self.assertRaises(Exception) as caught:
                self.plan.with_user(self.manager).write(values)
            self.assertIn("written", str(caught.exception))
