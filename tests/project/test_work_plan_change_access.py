"""Who sees, writes, answers and prints work plan changes; over RPC too."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..approval.pdf import PdfReading
from .work_plan_change import WorkPlanChangeCommon

OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
ALL, NONE, READ = "rwcu", "", "r"
# What each role may do with a request that was just made.
REQUESTED = {
    "administrator": ALL,
    "auditor": READ,
    "commercial": NONE,
    "cost_viewer": NONE,
    "engineer": NONE,
    "general_manager": READ,
    "management_representative": READ,
    "project_manager": ALL,
    "reviewer": READ,
    "sales": NONE,
    "security_officer": NONE,
    "service_director": ALL,
    "service_manager": ALL,
    "technical_manager": READ,
    "user": NONE,
}
# … while somebody else edits the version.
EDITED = {**REQUESTED}
EDITED |= dict.fromkeys(("administrator", "service_director", "service_manager"), "rc")


@freeze_time("2026-09-16 02:00:00")
@tagged("post_install", "-at_install")
class TestWorkPlanChangeAccess(WorkPlanChangeCommon):
    def may(self, record, user):
        record = record.with_user(user)
        if not record.browse().has_access("read"):
            return NONE
        return "".join(
            letter
            for letter, operation in OPERATIONS.items()
            if record.browse().has_access(operation) and record.has_access(operation)
        )

    def check(self, record, expected):
        people = {**self.users, "plain": self.plain_user, "portal": self.portal_user}
        for role, user in people.items():
            with self.subTest(role=role, model=record._name):
                self.assertEqual(
                    set(self.may(record, user)), set(expected.get(role, NONE))
                )
                if record.browse().with_user(user).has_access("read"):
                    found = record.with_user(user).search([("id", "=", record.id)])
                    self.assertEqual(bool(found), "r" in expected.get(role, NONE))

    def test_request(self):
        change = self.ask(kind="personnel")
        handover = self.hand_over(change)
        self.check(change, REQUESTED)
        # lines are created, written and deleted by who writes their change
        self.check(handover, REQUESTED)

    def test_edited(self):
        change = self.ask()
        self.agree(change)
        self.check(change, EDITED)
        self.assertEqual(set(self.may(change, self.backup)), set(ALL))
        self.assertEqual(self.may(change.sudo().new_plan_id, self.engineer), NONE)

    def test_in_force_the_team_reads(self):
        change = self.ask()
        self.agree(change)
        self.edit(change)
        self.carry_out(change)
        self.assertEqual(self.may(change, self.engineer)[:1], "r")
        self.assertEqual(self.may(change, self.users["sales"]), NONE)

    def test_costs(self):
        change = self.ask()
        self.agree(change)
        with self.assertRefused("", AccessError):
            change.with_user(self.backup).impact_cost = "None"
        change.with_user(self.manager).impact_cost = "Two days of travel."
        with self.assertRefused("", AccessError):
            change.with_user(self.users["auditor"]).read(["impact_cost"])

    def test_another_company(self):
        change = self.ask()
        other = self.env["res.company"].create({"name": "Another"})
        user = self.new_user("elsewhere", "service_manager")
        user.sudo().write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        elsewhere = change.with_context(allowed_company_ids=other.ids)
        self.assertEqual(self.may(elsewhere, user), NONE)


@freeze_time("2026-09-16 02:00:00")
@tagged("post_install", "-at_install")
class TestWorkPlanChangeRpc(WorkPlanChangeCommon, HttpCase):
    def call(self, user, method, change, *args):
        self.authenticate(user.login, user.login)
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {
                "model": "itsm.work.plan.change",
                "method": method,
                "args": [change.ids, *args],
                "kwargs": {},
            },
        )

    @mute_logger("odoo.http")
    def test_rpc(self):
        change = self.ask()
        for user, method, args in (
            (self.engineer, "action_agree", ["", self.backup.id]),
            (self.manager, "action_agree", ["", self.backup.id]),
            (self.engineer, "action_decline", ["No"]),
            (self.engineer, "withdraw_request", ["No"]),
            (self.manager, "write", [{"request_state": "agreed"}]),
            (self.manager, "write", [{"state": "in_force"}]),
            (self.manager, "_put_in_force", []),
            (self.manager, "action_put_in_force", []),
        ):
            with self.subTest(user=user.login, method=method):
                with self.assertRaises(JsonRpcException):
                    self.call(user, method, change, *args)
        self.call(self.approver, "action_agree", change, "Yes", self.backup.id)
        self.assertEqual(change.step, "editing")


@freeze_time("2026-09-16 02:00:00")
@tagged("post_install", "-at_install")
class TestWorkPlanChangePrint(PdfReading, WorkPlanChangeCommon):
    def test_print(self):
        change = self.ask_orally(
            kind="personnel", name="Leave", requested_at="2026-09-16 01:30:00"
        )
        self.hand_over(change)
        self.agree(change)
        self.edit(change)
        change.with_user(self.manager).impact_cost = "Two days of travel."
        text = self.text(self.print_pdf(change))
        for expected in (
            change.number,
            "Reason The customer moves his plant.",
            "What Was Said He is on leave from the 21st to the 23rd.",
            "Requested on 2026-09-16 09:30",
            "Keys are with the customer's porter.",
            "2 Inspection · Planned Hours 12.00 15.00",
            "Impact on the SLA None.",
        ):
            with self.subTest(expected):
                self.assertIn(expected, text)
        self.assertNotIn("travel", text)
