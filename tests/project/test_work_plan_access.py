"""Who reads and writes work plans and their lines."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import ROLES
from .work_plan import WorkPlanCommon

ALL = {"draft", "force", "foreign"}
OWN = {"draft", "force"}
MANAGERS = ("service_manager", "service_director")
READERS = (
    "auditor",
    "general_manager",
    "management_representative",
    "reviewer",
    "technical_manager",
)
READ = {
    **dict.fromkeys(ROLES, set()),
    **dict.fromkeys(MANAGERS + READERS, ALL),
    "administrator": ALL,
    "project_manager": OWN,
    "engineer": {"force"},
    "sales": {"force"},
    "plain": set(),
    "portal": set(),
}
WRITE = {
    **dict.fromkeys(READ, set()),
    **dict.fromkeys(MANAGERS, ALL),
    "administrator": ALL,
    "project_manager": OWN,
}


@freeze_time("2026-08-10 02:00:00")
@tagged("post_install", "-at_install")
class TestWorkPlanAccess(WorkPlanCommon):
    """Of the project manager's project a plan in force; of others a draft each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = {"force": cls.approve(cls.new_plan())}
        own, foreign = (
            cls._other_project(user) for user in (cls.manager, cls.approver)
        )
        cls.plans["draft"] = cls._other_plan(own)
        cls.plans["foreign"] = cls._other_plan(foreign)
        cls.everyone = {
            **cls.users,
            "plain": cls.plain_user,
            "portal": cls.portal_user,
        }

    @classmethod
    def _other_project(cls, manager):
        project = cls.env["project.project"].create(
            {
                "name": f"Project of {manager.name}",
                "company_id": cls.company.id,
                "user_id": manager.id,
                "date_start": "2026-08-01",
                "date": "2027-07-31",
            }
        )
        contract = cls._create_contract(user_id=False)
        cls.standard_sla._copy_to_contract(contract)
        cls.put_in_force(contract)
        contract.sudo().project_id = project
        cls.new_service_plan(project)
        return project

    @classmethod
    def _other_plan(cls, project):
        plan = cls.env["itsm.work.plan"].create({"project_id": project.id})
        cls.new_line(
            plan, "Work", date_start="2026-08-03", date_end="2026-08-04"
        )
        return plan

    def _able(self, record, operation):
        try:
            record.check_access(operation)
        except AccessError:
            return False
        return True

    def test_rights(self):
        for role, user in self.everyone.items():
            for key, plan in self.plans.items():
                line = plan.sudo().line_ids[:1].sudo(False)
                for record in (plan, line):
                    mine = record.with_user(user).with_context(
                        allowed_company_ids=self.company.ids
                    )
                    mine.invalidate_recordset()
                    with self.subTest(role=role, plan=key, model=record._name):
                        self.assertEqual(self._able(mine, "read"), key in READ[role])
                        self.assertEqual(self._able(mine, "write"), key in WRITE[role])

    def test_search(self):
        for role, user in self.everyone.items():
            if role in ("plain", "portal"):
                continue
            with self.subTest(role=role):
                plans = self.env["itsm.work.plan"].with_user(user)
                ids = [plan.id for plan in self.plans.values()]
                found = plans.search([("id", "in", ids)])
                expected = {self.plans[key].id for key in READ[role]}
                self.assertEqual(set(found.ids), expected)

    def test_delete(self):
        for role in ("project_manager", "service_manager", "engineer"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.plans["draft"].with_user(self.users[role]).unlink()

    def test_editor_writes_the_next_version(self):
        """The project manager may help; then the technical manager checks instead."""
        change = self.env["itsm.work.plan"].new({"editor_id": self.engineer.id})
        draft = self.plans["force"]._revise_for_change(change, "A change")
        line = draft.sudo().line_ids[:1]
        line.with_user(self.engineer).name = "By the editor"
        self.assertEqual(line.name, "By the editor")
        line.with_user(self.users["project_manager"]).name = "With some help"
        self.assertEqual(line.name, "With some help")
        for role in ("service_manager", "service_director"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                line.with_user(self.users[role]).name = "By somebody else"

    def test_author_and_project_manager_do_not_approve(self):
        """R1 and R3: the service manager is both here."""
        plan = self.plans["foreign"]
        self.join(self.engineer, project_id=plan.project_id.id)
        plan.line_ids.user_id = self.engineer
        with self.assertRefused("nobody could decide the stage"):
            plan.with_user(self.approver).action_submit()


@tagged("post_install", "-at_install")
class TestWorkPlanRpc(WorkPlanCommon, HttpCase):
    """What a caller over the network cannot do either."""

    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-08-10 02:00:00"):
            super().setUpClass()
            cls.plan = cls.new_plan()
            cls.line = cls.plan.line_ids.sorted("sequence")[1]

    def _call(self, user, model, method, *args):
        self.authenticate(user.login, user.login)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": {}},
        )

    def test_calls(self):
        plan, line = self.plan.id, self.line.id
        user, access = "odoo.exceptions.UserError", "odoo.exceptions.AccessError"
        force = {"state": "in_force"}
        refused = (
            (user, self.manager, "itsm.work.plan", "write", [plan], force),
            (user, self.manager, "itsm.work.plan", "write", [plan], {"editor_id": 2}),
            (user, self.manager, "itsm.work.plan.line", "write", [line], {"key": "x"}),
            (access, self.manager, "itsm.work.plan", "_add_lines", [plan], []),
            (access, self.engineer, "itsm.work.plan", "read", [plan], ["name"]),
            (access, self.engineer, "itsm.work.plan.line", "read", [line], ["name"]),
            (
                access,
                self.engineer,
                "itsm.work.plan.line",
                "create",
                {"plan_id": plan, "name": "X"},
            ),
            (access, self.engineer, "itsm.work.plan", "create", {"name": "X"}),
            (access, self.engineer, "itsm.work.plan", "action_submit", [plan]),
            (access, self.portal_user, "itsm.work.plan", "search", []),
        )
        for error, person, *call in refused:
            with (
                self.subTest(person=person.login, call=call),
                mute_logger("odoo.http"),
                self.assertRaises(JsonRpcException) as caught,
            ):
                self._call(person, *call)
            self.assertEqual(caught.exception.args[0], error)

    def test_allowed(self):
        self._call(
            self.manager,
            "itsm.work.plan.line",
            "write",
            [self.line.id],
            {"name": "First meeting"},
        )
        self.line.invalidate_recordset()
        self.assertEqual(self.line.name, "First meeting")
