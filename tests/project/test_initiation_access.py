"""Who sees and writes initiations, and that nobody else reads a budget."""

import json

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException, new_test_user
from odoo.tools import mute_logger

from ..common import MODULE, ROLES
from .common import ItsmProjectFlow

COST_FIELDS = (
    "budget_ids",
    "budget_total",
    "expected_margin",
    "expected_margin_pct",
    "objective_cost",
)
MANAGERS = {"administrator", "service_director", "service_manager"}
READERS = MANAGERS | {
    "auditor",
    "general_manager",
    "management_representative",
    "project_manager",
    "reviewer",
    "technical_manager",
}
VIEWERS = MANAGERS | {"general_manager", "project_manager", "technical_manager"}
# What only somebody who has seen the budget can know.
SECRETS = ("600,000", "600000", "400,000", "400000", "33.33", "Spares", "Below 66")
LINES = ("deliverable", "milestone", "objective", "risk", "staffing")


@freeze_time("2026-07-22 01:00:00")
@tagged("post_install", "-at_install")
class TestInitiationAccess(ItsmProjectFlow, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_in_force()
        cls.form = cls.begin(cls.contract)
        cls.complete(cls.form, objective_cost="<p>Below 66 % of the revenue</p>")
        cls.form.risk_ids = [Command.create({"name": "Late hand-over"})]
        cls.stranger = new_test_user(
            cls.env,
            login="itsm_second_pm",
            groups=f"{MODULE}.group_project_manager",
            company_id=cls.provider.id,
            company_ids=[Command.set(cls.provider.ids)],
        )

    def _can(self, user, operation):
        return self.form.with_user(user).has_access(operation)

    # === ROLES AND OPERATIONS === #

    def test_every_role(self):
        for role in ROLES:
            user = self.users[role]
            with self.subTest(role):
                self.assertEqual(self._can(user, "read"), role in READERS)
                self.assertEqual(self._can(user, "write"), role in MANAGERS)
                self.assertEqual(self._can(user, "create"), role in MANAGERS)
                self.assertEqual(self._can(user, "unlink"), role == "administrator")
        for user in (self.plain_user, self.portal_user, self.stranger):
            with self.subTest(user.login):
                self.assertFalse(self._can(user, "read"))
                self.assertFalse(self._can(user, "write"))

    def test_lines_go_with_the_form(self):
        for part in LINES:
            model = f"itsm.project.initiation.{part}"
            lines = self.env[model].search([("initiation_id", "=", self.form.id)])
            self.assertTrue(lines, part)
            for role in ROLES:
                user = self.users[role]
                with self.subTest(part=part, role=role):
                    own = lines.with_user(user)
                    self.assertEqual(own.has_access("read"), role in READERS)
                    self.assertEqual(own.has_access("write"), role in MANAGERS)
                    found = self.env[model].with_user(user).search([])
                    self.assertEqual(bool(found & lines), role in READERS)

    def test_the_project_manager_while_it_is_with_him(self):
        self.form.action_hand_over()
        for user, may in ((self.manager, True), (self.stranger, False)):
            with self.subTest(user.login):
                self.assertEqual(self._can(user, "write"), may)
                self.assertFalse(self._can(user, "unlink"))
        line = self.form.budget_ids[:1].with_user(self.manager)
        self.assertTrue(line.has_access("write"))
        self.form.action_hand_back()
        self.assertFalse(self._can(self.manager, "write"))
        self.assertFalse(line.has_access("write"))

    def test_deciders_see_what_they_are_asked(self):
        role = self.env.ref(f"{MODULE}.group_user")
        decider = new_test_user(
            self.env,
            login="itsm_decider",
            groups=f"{MODULE}.group_user",
            company_id=self.provider.id,
            company_ids=[Command.set(self.provider.ids)],
        )
        stage = self.env.ref(f"{MODULE}.approval_stage_project_initiation_1")
        stage.write({"decider_kind": "users", "user_ids": [Command.link(decider.id)]})
        self.assertTrue(role)
        self.assertFalse(self._can(decider, "read"))
        self.form.action_submit()
        self.assertTrue(self._can(decider, "read"))
        self.assertFalse(self._can(decider, "write"))

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        elsewhere = new_test_user(
            self.env,
            login="itsm_elsewhere",
            groups=f"{MODULE}.group_service_director",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        forms = self.env["itsm.project.initiation"].with_user(elsewhere)
        forms = forms.with_context(allowed_company_ids=other.ids)
        self.assertFalse(forms.search([("id", "=", self.form.id)]))
        with self.assertRaises(AccessError):
            forms.browse(self.form.id).read(["name"])

    # === OVER RPC === #

    def _call(self, login, model, method, *args):
        self.authenticate(login, login)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": {}},
        )

    def _refused(self, *call):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self._call(*call)
        return caught.exception.args[0]

    def test_rpc_reading(self):
        model = "itsm.project.initiation"
        for role in sorted(set(ROLES) - READERS):
            login = self.users[role].login
            with self.subTest(role):
                error = self._refused(login, model, "read", [self.form.id], ["name"])
                self.assertEqual(error, "odoo.exceptions.AccessError")
        for role in sorted(READERS):
            login = self.users[role].login
            with self.subTest(role):
                found = self._call(login, model, "read", [self.form.id], ["name"])
                self.assertEqual(found[0]["id"], self.form.id)

    def test_rpc_states_and_methods(self):
        model, ids = "itsm.project.initiation", [self.form.id]
        login = self.users["administrator"].login
        for values in (
            {"state": "in_force"},
            {"kind": "change"},
            {"completed_on": "2026-07-01"},
            {"number": "LX-1"},
        ):
            with self.subTest(values=values):
                error = self._refused(login, model, "write", ids, values)
                self.assertEqual(error, "odoo.exceptions.UserError")
        for method in ("_put_in_force", "_set_baseline", "_write_progress", "_fill"):
            with self.subTest(method):
                self._refused(login, model, method, ids)
        for method in ("action_hand_over", "action_submit", "action_fill"):
            for role in ("auditor", "general_manager", "project_manager", "sales"):
                with self.subTest(method=method, role=role):
                    error = self._refused(
                        self.users[role].login, model, method, ids
                    )
                    self.assertEqual(error, "odoo.exceptions.AccessError")
        self.assertEqual(self.form.state, "draft")

    # === COSTS === #

    def assertNoSecret(self, what):
        text = what if isinstance(what, str) else json.dumps(what, default=str)
        for secret in SECRETS:
            self.assertNotIn(secret, text)

    def test_viewers_see_the_budget(self):
        for role in sorted(VIEWERS):
            form = self.form.with_user(self.users[role])
            with self.subTest(role):
                self.assertEqual(form.budget_total, 800000.0)
                self.assertEqual(len(form.budget_ids.mapped("amount")), 3)
                self.assertIn("budget_total", form.fields_get())
            self.env.invalidate_all()

    def test_others_read_the_form_without_it(self):
        for role in sorted(READERS - VIEWERS):
            form = self.form.with_user(self.users[role])
            with self.subTest(role):
                values = form.read()[0]
                self.assertFalse(set(COST_FIELDS) & values.keys())
                values.pop("contract_amount")
                values.pop("revenue")
                self.assertNoSecret(values)
                for view_type in ("form", "list", "kanban", "search"):
                    arch = form.get_view(view_type=view_type)["arch"]
                    tree = etree.fromstring(arch)
                    shown = {node.get("name") for node in tree.iter("field")}
                    self.assertFalse(shown & set(COST_FIELDS))
            self.env.invalidate_all()

    def test_no_way_to_the_budget(self):
        for role in sorted(set(ROLES) - VIEWERS - {"cost_viewer"}):
            user = self.users[role]
            forms = self.env["itsm.project.initiation"].with_user(user)
            form = forms.browse(self.form.id)
            budget = self.env["itsm.project.initiation.budget"].with_user(user)
            line = budget.browse(self.form.budget_ids[:1].id)
            project = self.env["project.project"].with_user(user)
            for way, call in {
                "read": lambda form=form: form.read(["budget_total"]),
                "web_read": lambda form=form: form.web_read({"budget_ids": {}}),
                "search": lambda forms=forms: forms.search([("budget_total", ">", 0)]),
                "group": lambda forms=forms: forms.formatted_read_group(
                    [], ["kind"], ["budget_total:sum"]
                ),
                "lines": lambda budget=budget: budget.search([]),
                "line": lambda line=line: line.read(["amount"]),
                "write": lambda line=line: line.write({"amount": 1.0}),
                "create": lambda budget=budget: budget.create(
                    {"initiation_id": self.form.id}
                ),
                "contract": lambda user=user: self.contract.with_user(user).search(
                    [("initiation_ids.budget_total", ">", 0)]
                ),
                "project": lambda project=project: project.search(
                    [("itsm_initiation_id.budget_total", ">", 0)]
                ),
            }.items():
                with self.subTest(role=role, way=way):
                    with self.assertRaises(AccessError):
                        call()

    def test_a_cost_viewer_of_finance_sees_no_form(self):
        """The role opens costs of what one sees, and no form."""
        line = self.form.budget_ids[:1].with_user(self.users["cost_viewer"])
        self.assertFalse(line.has_access("read"))
        self.assertFalse(line.search([]))

    def test_compare(self):
        for role in sorted(READERS):
            form = self.form.with_user(self.users[role])
            action = form.action_compare()
            comparison = form.env[action["res_model"]].browse(action["res_id"])
            comparison.show_all = True
            with self.subTest(role):
                shown = "600,000" in str(comparison.table)
                self.assertEqual(shown, role in VIEWERS)
