"""Who may read, write, create and delete information sheets and their lines."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import MODULE, ROLES
from .common import PresalesCommon

# The sheets of the fixture: two drafts, of sales and of a colleague, one of these
# confirmed, and one of another company.
OURS = {"own", "colleague", "confirmed"}
OWN = {"own", "confirmed"}

SERVICE = ("project_manager", "service_manager", "technical_manager")
WRITERS = (*SERVICE, "administrator", "service_director")
# as they see all plans, which are made from sheets
READERS = (
    "auditor",
    "cost_viewer",
    "general_manager",
    "management_representative",
    "reviewer",
)
NOBODY = dict.fromkeys((*ROLES, "plain", "portal"), frozenset())
READ = {**NOBODY, **dict.fromkeys((*WRITERS, *READERS), OURS), "sales": OWN}
WRITE = {**NOBODY, **dict.fromkeys(WRITERS, OURS), "sales": OWN}
DELETE = {**NOBODY, "administrator": OURS}
OPERATIONS = ("read", "write", "create", "unlink")

LINES = (
    "communication_ids",
    "ci_ids",
    "factor_ids",
    "requirement_ids",
    "not_applicable_ids",
    "operating_ids",
)


@tagged("post_install", "-at_install")
class TestSheetAccess(PresalesCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_test_user(
            cls.env,
            login="itsm_colleague",
            groups=f"{MODULE}.group_sales",
            company_id=cls.provider.id,
            company_ids=[(6, 0, cls.provider.ids)],
        )
        cls.foreign_company = cls.env["res.company"].create({"name": "Other provider"})
        cls.sheets = {
            "own": cls.sheet,
            "colleague": cls._create_sheet(cls.colleague, user_id=cls.colleague.id),
            "confirmed": cls.confirm(cls._create_sheet()),
            "foreign": cls.env["itsm.information.sheet"].create(
                {
                    **cls._sheet_values(),
                    "user_id": False,
                    "service_collector_id": False,
                    "requirement_ids": [],
                    "company_id": cls.foreign_company.id,
                }
            ),
        }
        # asked and decided: he may read it, and no more
        cls.everyone = {**cls.users, "plain": cls.plain_user, "portal": cls.portal_user}
        for sheet in cls.sheets.values():
            if sheet.state == "draft":
                sheet.operating_ids = [
                    Command.create(
                        {"metric": "Incidents", "period": "2026-05", "value": 37}
                    )
                ]
                if not sheet.requirement_ids:
                    cls._requirement(sheet, type="security")

    def allowed(self, records, operation, user):
        return {
            key
            for key, record in records.items()
            if record and record.with_user(user).has_access(operation)
        }

    def test_sheets(self):
        for operation, table in zip(
            OPERATIONS, (READ, WRITE, WRITE, DELETE), strict=True
        ):
            for role, expected in table.items():
                with self.subTest(operation=operation, role=role):
                    found = self.allowed(self.sheets, operation, self.everyone[role])
                    self.assertEqual(found, expected)

    def test_lines(self):
        """Of the sheets that one reads and writes, the lines too."""
        for name in LINES:
            records = {key: sheet[name][:1] for key, sheet in self.sheets.items()}
            there = {key for key, record in records.items() if record}
            self.assertLessEqual({"own", "colleague", "foreign"}, there)
            for operation, table in zip(
                OPERATIONS, (READ, WRITE, WRITE, WRITE), strict=True
            ):
                for role, expected in table.items():
                    with self.subTest(lines=name, operation=operation, role=role):
                        found = self.allowed(records, operation, self.everyone[role])
                        self.assertEqual(found, expected & there)

    def test_search(self):
        ids = [sheet.id for sheet in self.sheets.values()]
        for role, expected in READ.items():
            with self.subTest(role):
                sheets = self.env["itsm.information.sheet"].with_user(
                    self.everyone[role]
                )
                if role in ("plain", "portal"):
                    with self.assertRaises(AccessError):
                        sheets.search([("id", "in", ids)])
                    continue
                found = sheets.search([("id", "in", ids)])
                self.assertEqual(
                    found.ids and set(found.ids),
                    {self.sheets[key].id for key in expected} or [],
                )

    def test_whoever_is_asked_reads(self):
        """The director, if he is asked; who decides by delegation too."""
        delegate = self.users["engineer"]
        self.env["itsm.approval.delegation"].create(
            {
                "user_id": self.manager.id,
                "delegate_id": delegate.id,
                "date_from": fields.Date.today(),
                "date_to": "2099-12-31",
                "reason": "Leave",
                "company_id": self.provider.id,
            }
        )
        self.sheet.with_user(self.sales).action_submit()
        self.assertTrue(self.sheet.with_user(delegate).has_access("read"))
        line = self.sheet.requirement_ids[0].with_user(delegate)
        self.assertEqual(line.code, "R1")
        self.sheet.with_user(delegate).action_approve()
        self.assertTrue(self.sheet.with_user(delegate).has_access("read"))
        self.assertFalse(self.sheet.with_user(delegate).has_access("write"))

    def test_sales_collect_for_themselves(self):
        sheets = self.env["itsm.information.sheet"].with_user(self.sales)
        with self.assertRefused("", AccessError):
            sheets.create({**self._sheet_values(), "user_id": self.colleague.id})

    def test_every_screen_opens(self):
        for role in ROLES:
            user = self.users[role]
            for model in (
                "itsm.information.sheet",
                "itsm.service.requirement",
                "itsm.requirement.trace",
                "itsm.information.sheet.ci",
                "itsm.information.sheet.operating",
            ):
                with self.subTest(role=role, model=model):
                    records = self.env[model].with_user(user)
                    for view_type in ("form", "list", "search"):
                        records.get_view(view_type=view_type)
                    fields = records.get_views([(False, "form")])["models"]
                    names = [
                        name
                        for name, field in fields[model]["fields"].items()
                        if field["type"] not in ("one2many", "many2many")
                    ]
                    records.search([]).read(names)

    # === OVER THE NETWORK === #

    def _call(self, role, method, *args, model="itsm.information.sheet", **kwargs):
        login = self.everyone[role].login
        self.authenticate(login, login)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )

    def _refused(self, *call, **kwargs):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self._call(*call, **kwargs)
        self.assertIn(
            caught.exception.args[0],
            ("odoo.exceptions.AccessError", "odoo.exceptions.UserError"),
        )

    def test_rpc_submit(self):
        """Only who may write it submits it, the right one of the two sides."""
        for role in (*READERS, "engineer", "commercial", "user", "plain", "portal"):
            with self.subTest(role):
                self._refused(role, "action_submit", [self.sheet.id])
        self._refused("sales", "action_submit", [self.sheets["colleague"].id])
        self._refused("technical_manager", "action_submit", [self.sheet.id])
        self._call("sales", "action_submit", [self.sheet.id])
        self.assertEqual(self.sheet.state, "in_review")

    def test_rpc_state(self):
        """Nobody writes what only submitting, deciding and plans set."""
        confirmed = self.sheets["confirmed"].id
        calls = [
            ("write", [self.sheet.id], {"state": "in_force"}),
            ("write", [confirmed], {"state": "used"}),
            ("web_save", [confirmed], {"state": "cancelled"}, {}),
            ("write", [self.sheet.id], {"author_id": self.manager.id}),
            ("write", [confirmed], {"objective": "<p>Other</p>"}),
            ("create", {**self.rpc_values(), "state": "in_force"}),
        ]
        for role in ("administrator", "service_manager", "sales"):
            for call in calls:
                with self.subTest(role=role, call=call):
                    self._refused(role, *call)
        states = [self.sheets[key].state for key in ("own", "confirmed")]
        self.assertEqual(states, ["draft", "in_force"])

    def rpc_values(self):
        return {
            "name": "New",
            "partner_id": self.customer.id,
            "user_id": self.sales.id,
        }

    def test_rpc_private(self):
        for method, args in (
            ("_mark_used", [1]),
            ("_transition", [{"state": "used"}]),
            ("_put_in_force", []),
            ("_adopt", ["paper"]),
        ):
            with self.subTest(method):
                self._refused("administrator", method, [self.sheet.id], *args)

    def test_rpc_feasibility(self):
        line = self.sheet.requirement_ids[0]
        write = ("write", [line.id], {"gap": "None"})
        model = {"model": "itsm.service.requirement"}
        self._refused("sales", *write, **model)
        self._call("technical_manager", *write, **model)
        self.assertEqual(line.gap, "None")
        new = {"sheet_id": self.sheet.id, "name": "X", "feasible": "yes"}
        self._refused("sales", "create", new, **model)

    def test_rpc_trace(self):
        action = self._call("sales", "action_view_trace", [self.sheet.id])
        domain = action["domain"]
        model = {"model": "itsm.requirement.trace"}
        rows = self._call("sales", "search", domain, **model)
        self.assertEqual(len(rows), len(self.sheet.requirement_ids))
        self.assertFalse(self._call("auditor", "search", domain, **model))
        self._refused("sales", "write", rows, {"answered": "yes"}, **model)
        for role in ("engineer", "portal"):
            with self.subTest(role):
                self._refused(role, "action_view_trace", [self.sheet.id])
