"""Who sees and writes service plans, by the ORM and over RPC (docs/delivery.md)."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .service_plan_common import ServicePlanCommon

# Who sees a draft, and who a plan in execution beside them; who writes drafts.
READERS = {
    "administrator",
    "auditor",
    "general_manager",
    "management_representative",
    "project_manager",
    "reviewer",
    "service_director",
    "service_manager",
    "technical_manager",
}
WRITERS = {"administrator", "project_manager", "service_director", "service_manager"}
LINES = {
    "section": {"code": 30, "name": "New"},
    "deliverable": {"name": "New"},
    "risk": {"name": "New"},
}


@tagged("post_install", "-at_install")
class TestServicePlanAccess(ServicePlanCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.begin_plan()
        cls.contract.user_id = cls.users["sales"]
        cls.people = {
            **cls.users,
            "plain": cls.plain_user,
            "portal": cls.portal_user,
        }

    def _release(self):
        self.complete(self.plan)
        self.plan.with_user(self.manager).action_submit()
        self.pass_plan(self.plan)

    def _readers(self):
        self.plan.invalidate_recordset()
        return {
            role
            for role, user in self.people.items()
            if self.plan.with_user(user).has_access("read")
        }

    def _call(self, model, method, *args):
        """Return whether a call over the network succeeds."""
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        try:
            self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)
        except JsonRpcException as error:
            self.assertIn(
                error.args[0],
                ("odoo.exceptions.AccessError", "odoo.exceptions.UserError"),
            )
            return False
        return True

    # === ORM === #

    def test_drafts(self):
        self.assertEqual(self._readers(), READERS)
        for role, user in self.people.items():
            with self.subTest(role):
                plan = self.plan.with_user(user)
                self.assertEqual(plan.has_access("write"), role in WRITERS)

    def test_lines_go_with_the_plan(self):
        section = self.plan.section_ids[8]
        for role, user in self.people.items():
            seen = section.with_user(user)
            with self.subTest(role):
                self.assertEqual(seen.has_access("read"), role in READERS)
                self.assertEqual(seen.has_access("write"), role in WRITERS)
            for name, values in LINES.items():
                lines = self.env[f"itsm.service.plan.{name}"].with_user(user)
                with self.subTest(role, line=name), self.env.cr.savepoint() as point:
                    try:
                        lines.create({"plan_id": self.plan.id, **values})
                        done = True
                    except AccessError:
                        done = False
                    point.rollback()
                self.assertEqual(done, role in WRITERS)

    def test_in_execution(self):
        self._release()
        self.assertEqual(self._readers(), READERS | {"sales", "engineer"})
        self.contract.user_id = self.users["service_manager"]
        # the engineer takes part in the review of this plan
        self.assertEqual(self._readers(), READERS | {"engineer"})

    def test_team_members(self):
        member = self.users["security_officer"]
        self.project.itsm_team_user_ids = member
        self.assertNotIn("security_officer", self._readers())
        self._release()
        self.assertIn("security_officer", self._readers())

    def test_another_manager(self):
        self.project.user_id = self.users["service_manager"]
        self.assertEqual(self._readers(), READERS - {"project_manager"})

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Another provider"})
        auditor = self.users["auditor"]
        auditor.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        plan = self.plan.with_user(auditor).with_context(
            allowed_company_ids=other.ids
        )
        self.assertFalse(plan.has_access("read"))

    def test_no_cost_in_what_is_taken_over(self):
        """The customer and the team read the plan (docs/presales.md)."""
        texts = " ".join(
            str(section.content or "") for section in self.plan.section_ids
        )
        for figure in ("600000", "600,000", "100000", "100,000", "1200000"):
            self.assertNotIn(figure, texts)

    # === RPC === #

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_over_the_network(self):
        section, coverage = self.plan.section_ids[8], self.plan.coverage_ids[0]
        for role, user in self.people.items():
            self.authenticate(user.login, user.login)
            may = role in WRITERS
            with self.subTest(role):
                for method, args in (
                    ("action_fill", ()),
                    ("action_propose_coverage", ()),
                    ("action_take_basis", ()),
                    ("write", ({"name": "Other"},)),
                ):
                    done = self._call(self.plan._name, method, self.plan.ids, *args)
                    self.assertEqual(done, may, method)
                vals = {"content": "<p>Mine</p>"}
                done = self._call(section._name, "write", section.ids, vals)
                self.assertEqual(done, may)
                vals = {"note": "Mine"}
                done = self._call(coverage._name, "write", coverage.ids, vals)
                self.assertEqual(done, may)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_nobody_writes_what_the_program_sets(self):
        self.complete(self.plan)
        self.plan.with_user(self.manager).action_submit()
        review = self.plan.review_id
        for role in ("administrator", "service_manager", "project_manager"):
            user = self.people[role]
            self.authenticate(user.login, user.login)
            with self.subTest(role):
                for model, ids, vals in (
                    (self.plan._name, self.plan.ids, {"state": "in_force"}),
                    (self.plan._name, self.plan.ids, {"number": "FA-1"}),
                    (review._name, review.ids, {"conclusion": "pass"}),
                    (review._name, review.ids, {"state": "closed"}),
                ):
                    self.assertFalse(self._call(model, "write", ids, vals), vals)
                self.assertFalse(self._call(review._name, "unlink", review.ids))
                vals = {"plan_id": self.plan.id, "sequence": 7}
                self.assertFalse(self._call(review._name, "create", [vals]))
