"""Costs and margins are secret: whichever way somebody asks who may see none."""

import json

from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import MODULE, ROLES
from .plan_common import TOTAL_COST, PlanCommon

COST_FIELDS = ("cost_ids", "cost_total", "margin", "margin_pct", "is_low_margin")
VIEWERS = {
    "administrator",
    "cost_viewer",
    "general_manager",
    "project_manager",
    "service_director",
    "service_manager",
    "technical_manager",
}
# Who reads the plan otherwise: sales own it; the others see it by their roles.
READERS = VIEWERS | {"sales", "auditor", "management_representative", "reviewer"}
# What only somebody who has seen the costs can know.
SECRETS = ("800,000", "800000", "332,075", "332075", "29.33", "Spare switches")


@tagged("post_install", "-at_install")
class TestPresalesCosts(PlanCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.approve()
        cls.revision = cls.plan.with_user(cls.author).revise(True, "Cheaper")
        cls.revision.cost_ids[0].unit_cost = 1400.0
        # who may not export at all is refused before he is asked what
        exporters = cls.env.ref("base.group_allow_export")
        exporters.user_ids = [Command.link(user.id) for user in cls.users.values()]
        cls.env.flush_all()

    def each(self, roles):
        for role in sorted(roles):
            with self.subTest(role):
                yield role, self.plan.with_user(self.users[role])
                self.env.invalidate_all()

    def test_who_is_a_cost_viewer(self):
        group = f"{MODULE}.group_cost_viewer"
        self.assertEqual(
            {role for role in ROLES if self.users[role].has_group(group)}, VIEWERS
        )

    # === OVER THE ORM === #

    def test_viewers_see_them(self):
        for _role, plan in self.each(VIEWERS):
            values = plan.read(list(COST_FIELDS))[0]
            self.assertEqual(values["cost_total"], TOTAL_COST)
            self.assertEqual(values["margin_pct"], 29.33)
            self.assertEqual(len(plan.cost_ids.mapped("unit_cost")), 4)
            self.assertIn("margin", plan.fields_get())
            found = plan.search([("margin_pct", ">", 29), ("id", "=", plan.id)])
            self.assertEqual(found, plan)

    def test_others_read_the_plan_without_them(self):
        for _role, plan in self.each(READERS - VIEWERS):
            self.assertEqual(plan.amount_total, 1200000.0)
            values = plan.read()[0]
            self.assertFalse(set(COST_FIELDS) & values.keys())
            self.assertFalse(set(COST_FIELDS) & plan.fields_get().keys())
            self.assertNoSecret(values)

    def assertNoSecret(self, what):
        text = what if isinstance(what, str) else json.dumps(what, default=str)
        for secret in SECRETS:
            self.assertNotIn(secret, text)

    def assertNoAnswer(self, call):
        """Check that a call is refused, and for the right reason."""
        with self.assertRaises(Exception) as caught:
            call()
        # a relation is not sorted by, whoever asks: that is a ValueError
        self.assertIsInstance(caught.exception, (AccessError, ValueError))

    def test_no_way_by_the_orm(self):
        for role, plan in self.each(set(ROLES) - VIEWERS):
            model = self.env["itsm.presales.plan"].with_user(self.users[role])
            for name in COST_FIELDS:
                for way, call in {
                    "attribute": lambda: plan[name],  # noqa: B023
                    "read": lambda: plan.read([name]),  # noqa: B023
                    "web_read": lambda: plan.web_read({name: {}}),  # noqa: B023
                    "search": lambda: model.search([(name, "!=", False)]),  # noqa: B023
                    "count": lambda: model.search_count([(name, "=", 1)]),  # noqa: B023
                    "order": lambda: model.search([], order=name),  # noqa: B023
                    "export": lambda: plan.export_data([name]),  # noqa: B023
                    "write": lambda: plan.write({name: False}),  # noqa: B023
                }.items():
                    with self.subTest(role=role, name=name, way=way):
                        self.assertNoAnswer(call)

    def test_no_groups_of_them(self):
        for role, _plan in self.each(set(ROLES) - VIEWERS):
            model = self.env["itsm.presales.plan"].with_user(self.users[role])
            for name in ("cost_total", "margin", "margin_pct"):
                for call in (
                    lambda name=name, model=model: model.formatted_read_group(
                        [], ["state"], [f"{name}:max"]
                    ),
                    lambda name=name, model=model: model.formatted_read_group(
                        [], [name], ["__count"]
                    ),
                    lambda name=name, model=model: model._read_group(
                        [], [], [f"{name}:sum"]
                    ),
                    lambda name=name, model=model: model.formatted_read_group(
                        [(name, ">", 0)], ["state"], ["__count"]
                    ),
                ):
                    with self.subTest(role=role, name=name):
                        with self.assertRaises(AccessError):
                            call()

    def test_no_way_by_a_path(self):
        """Neither through what a plan is linked to."""
        sales = self.users["sales"]
        self.plan.with_user(sales).action_create_quotation()
        self.plan.with_user(sales).action_create_contract()
        for model, path in (
            ("sale.order", "itsm_plan_ids.margin"),
            ("itsm.sla", "plan_id.margin"),
            ("itsm.presales.line", "plan_id.cost_total"),
            ("itsm.presales.line", "plan_id.cost_ids.amount"),
            ("itsm.contract", "plan_id.margin"),
        ):
            for domain in ([(path, ">", 0)], [(path, "<", 0)]):
                with self.subTest(path=path), self.assertRaises(AccessError):
                    self.env[model].with_user(sales).search(domain)
            with self.subTest(path=path), self.assertRaises(AccessError):
                first = path.partition(".")[0]
                linked = self.env[model].with_user(sales).search([(first, "!=", False)])
                self.assertTrue(linked)
                linked.export_data([path.replace(".", "/")])

    def test_lines_of_costs(self):
        for role, _plan in self.each(set(ROLES) - VIEWERS):
            costs = self.env["itsm.presales.cost"].with_user(self.users[role])
            # of a draft: those of what is approved nobody writes
            cost = costs.browse(self.revision.sudo().cost_ids.ids)
            for call in (
                lambda costs=costs: costs.search([]),
                lambda cost=cost: cost.read(["amount"]),
                lambda cost=cost: cost.web_read({"name": {}}),
                lambda costs=costs: costs.name_search("Spare"),
                lambda cost=cost: cost.export_data(["name"]),
                lambda costs=costs: costs.formatted_read_group([], ["kind"], []),
                lambda costs=costs: costs.create({"name": "X"}),
                lambda cost=cost: cost.write({"name": "X"}),
                lambda cost=cost: cost.unlink(),
                lambda cost=cost: cost.copy(),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call()

    def test_views(self):
        for role in sorted(READERS):
            plans = self.env["itsm.presales.plan"].with_user(self.users[role])
            for view_type in ("form", "list", "kanban", "pivot", "graph", "search"):
                with self.subTest(role=role, view_type=view_type):
                    arch = plans.get_view(view_type=view_type)["arch"]
                    tree = etree.fromstring(arch)
                    shown = {node.get("name") for node in tree.iter("field")}
                    seen = shown & set(COST_FIELDS)
                    if role not in VIEWERS:
                        self.assertFalse(seen)
                        self.assertNotIn("margin", arch.lower())
                    elif view_type in ("form", "list"):
                        self.assertIn("margin_pct", seen)

    def test_onchange(self):
        """A form of somebody else's gets no margin back, whatever it asks for."""
        plan = self.revision.with_user(self.users["sales"])
        spec = {"amount_total": {}, "line_ids": {"fields": {"price_unit": {}}}}
        line = [[1, plan.line_ids[0].id, {"price_unit": 1.0}]]
        answer = plan.onchange({"line_ids": line}, ["line_ids"], spec)
        self.assertFalse(set(COST_FIELDS) & answer["value"].keys())
        with self.assertRaises(AccessError):
            plan.onchange({"line_ids": line}, ["line_ids"], {**spec, "margin": {}})

    def test_copy(self):
        for role in sorted(READERS - VIEWERS):
            plan = self.plan.with_user(self.users[role])
            with self.subTest(role), self.assertRaises(AccessError):
                plan.copy()
            with self.subTest(role), self.assertRaises(AccessError):
                plan.copy_data()
        copy = self.plan.with_user(self.author).copy()
        self.assertEqual(copy.cost_total, TOTAL_COST)

    def test_compare(self):
        for role in sorted(READERS):
            with self.subTest(role):
                revision = self.revision.with_user(self.users[role])
                action = revision.action_compare()
                comparison = revision.env[action["res_model"]].browse(action["res_id"])
                comparison.show_all = True
                table = str(comparison.table)
                self.assertIn("Stable operation of the ERP", table)
                if role in VIEWERS:
                    self.assertIn("Spare switches", table)
                    self.assertIn("Unit Cost", table)
                else:
                    self.assertNoSecret(table)
                    self.assertNotIn("Unit Cost", table)
                    self.assertNotIn("Engineers</", table)

    def test_log_and_messages(self):
        """Neither log nor chatter nor activities tell a figure."""
        sales = self.users["sales"]
        plan = self.plan.with_user(sales)
        self.assertNoSecret(plan.message_ids.sudo().mapped("body"))
        tracked = plan.message_ids.sudo().tracking_value_ids.field_id.mapped("name")
        self.assertFalse(set(COST_FIELDS) & set(tracked))
        activities = self.env["mail.activity"].sudo().search(
            [("res_model", "=", plan._name), ("res_id", "=", plan.id)]
        )
        self.assertNoSecret(str(activities.mapped(lambda a: (a.summary, a.note))))
        rounds = plan.round_ids.with_user(sales)
        with self.assertRaises(AccessError):
            rounds.read(["snapshot"])

    def test_snapshot_in_the_pdf(self):
        text = self.plan.sudo()._get_print_snapshot()
        self.assertNoSecret(text)
        for name in (*COST_FIELDS, "capability_ids", "competitor", "remark"):
            self.assertNotIn(f'"{name}"', text)
        self.assertNotIn("Haina", text)
        self.assertIn("Stable operation of the ERP", text)
        # what was decided on has them
        self.assertIn("Spare switches", self.plan.sudo().round_id.snapshot)

    # === PRINTS === #

    def html(self, role, edition):
        report = f"{MODULE}.action_report_presales_plan{edition}"
        reports = self.env["ir.actions.report"].with_user(self.users[role])
        return reports._render_qweb_html(report, self.plan.ids)[0].decode()

    def test_customer_edition(self):
        for role in sorted(READERS):
            with self.subTest(role):
                html = self.html(role, "")
                self.assertIn("Stable operation of the ERP", html)
                self.assertNoSecret(html)
                internals = ("Haina", "1.3 million", "Hire one", "Margin")
                for internal in (*internals, "Technical review"):
                    self.assertNotIn(internal, html)

    def test_internal_edition(self):
        for role in sorted(READERS):
            with self.subTest(role):
                if role in VIEWERS:
                    html = self.html(role, "_internal")
                    self.assertIn("800,000.00", html)
                    self.assertIn("29.33", html)
                    self.assertIn("Hire one", html)
                else:
                    with self.assertRaisesRegex(AccessError, "for cost viewers only"):
                        self.html(role, "_internal")

    def test_internal_edition_by_its_address(self):
        for role in ("sales", "auditor", "cost_viewer"):
            expected = role in VIEWERS
            login = self.users[role].login
            self.authenticate(login, login)
            name = f"{MODULE}.presales_plan_internal"
            for kind in ("html", "pdf"):
                with self.subTest(role=role, kind=kind), mute_logger("odoo.http"):
                    address = f"/report/{kind}/{name}/{self.plan.id}"
                    answer = self.url_open(address)
                    self.assertEqual(answer.status_code == 200, expected)
                    if not expected:
                        self.assertNoSecret(answer.text)

    # === OVER JSON-RPC === #

    def call(self, role, method, *args, model="itsm.presales.plan", **kwargs):
        login = self.users[role].login
        self.authenticate(login, login)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )

    def test_over_the_network(self):
        ids = self.plan.ids
        spec = {name: {} for name in COST_FIELDS}
        calls = [
            ("read", (ids, list(COST_FIELDS)), {}),
            ("web_read", (ids, spec), {}),
            ("search", ([["margin", ">", 0]],), {}),
            ("search_read", ([], ["margin_pct"]), {}),
            ("web_search_read", ([], {"margin": {}}), {}),
            ("web_read_group", ([], ["state"], ["margin:sum"]), {}),
            ("formatted_read_group", ([], ["state"], ["cost_total:sum"]), {}),
            ("export_data", (ids, ["margin"]), {}),
            ("search", ([],), {"order": "margin desc"}),
            ("onchange", (ids, {}, [], {"margin": {}}), {}),
            ("copy", (ids,), {}),
            ("web_save", (ids, {"cost_ids": [[5]]}, {}), {}),
        ]
        for role in ("sales", "auditor", "reviewer", "management_representative"):
            self.assertEqual(
                self.call(role, "read", ids, ["amount_total"])[0]["amount_total"],
                1200000.0,
            )
            for method, args, kwargs in calls:
                with self.subTest(role=role, method=method), mute_logger("odoo.http"):
                    with self.assertRaises(JsonRpcException) as caught:
                        self.call(role, method, *args, **kwargs)
                    self.assertEqual(
                        caught.exception.args[0], "odoo.exceptions.AccessError"
                    )
            described = self.call(role, "fields_get")
            self.assertFalse(set(COST_FIELDS) & described.keys())
            with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                self.call(role, "search_read", [], model="itsm.presales.cost")
        values = self.call("cost_viewer", "web_read", ids, spec)[0]
        self.assertEqual(values["cost_total"], TOTAL_COST)
