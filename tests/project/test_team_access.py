"""Who sees and writes teams, objectives and measures; who sees service projects."""

from contextlib import contextmanager

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from ..common import ROLES
from .team_common import TeamCommon

ALL = "crwu"
# Whoever is not named here may do nothing. The engineer is in the team.
ALLOWED = {
    "project_manager": ALL,
    "service_manager": ALL,
    "service_director": ALL,
    "administrator": ALL,
    "technical_manager": "r",
    "auditor": "r",
    "management_representative": "r",
    "general_manager": "r",
    "reviewer": "r",
    "engineer": "r",
}
DECIDERS = ("service_manager", "service_director", "administrator")
LEAVERS = (*DECIDERS, "project_manager")
OPERATIONS = {"create": "c", "read": "r", "write": "w", "unlink": "u"}


@freeze_time("2026-08-03 02:00:00")
@tagged("post_install", "-at_install")
class TestTeamAccess(TeamCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.all_users = {
            **cls.users,
            "plain": cls.plain_user,
            "portal": cls.portal_user,
        }
        cls.member = cls.confirm("wu")
        cls.proposal = cls.propose("he", by=cls.manager)
        values = {"project_id": cls.project.id, "name": "New"}
        due = {"owner_id": cls.manager.id, "date_due": "2026-08-10"}
        cls.objective = cls.env["itsm.quality.objective"].create(values | {"target": 1})
        cls.measure = cls.env["itsm.special.measure"].create(values | due)
        new_member = {
            "project_id": cls.project.id,
            "employee_id": cls.people["ma"].id,
            "role_id": cls.role.id,
            "date_start": "2026-08-01",
        }
        cls.cases = (
            (cls.proposal, {"allocation_pct": 10}, new_member),
            (cls.objective, {"actual": 1}, values | {"target": 1}),
            (cls.measure, {"date_due": "2026-08-11"}, values | due),
        )
        cls.env.flush_all()

    # === CALLING === #

    @contextmanager
    def undone(self):
        """Undo what is done within, in the database and in the cache."""
        with self.env.cr.savepoint() as point:
            yield
            point.rollback()

    def by_orm(self, role, record, method, args):
        """Return whether a call succeeds."""
        record = record.with_user(self.all_users[role]).with_context(
            allowed_company_ids=self.provider.ids
        )
        try:
            getattr(record, method)(*args)
            self.env.flush_all()
        except (AccessError, UserError):
            return False
        return True

    def by_rpc(self, role, record, method, args):
        """Return whether a call over the network succeeds."""
        params = {
            "model": record._name,
            "method": method,
            "args": args if method == "create" else [record.ids, *args],
            "kwargs": {"context": {"allowed_company_ids": self.provider.ids}},
        }
        url = f"/web/dataset/call_kw/{record._name}/{method}"
        try:
            self.make_jsonrpc_request(url, params)
        except JsonRpcException as error:
            self.assertIn(
                error.args[0],
                ("odoo.exceptions.AccessError", "odoo.exceptions.UserError"),
                f"{role}: {record._name}.{method} must refuse, not fail",
            )
            return False
        return True

    def calls(self, role, record, method, args, expected):
        for way in (self.by_orm, self.by_rpc):
            with self.subTest(role, model=record._name, method=method, way=way):
                with self.undone():
                    done = way(role, record, method, args)
                self.assertEqual(done, expected)

    def log_in(self, role):
        login = self.all_users[role].login
        self.authenticate(login, login)

    # === TESTS === #

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_records(self):
        for role in (*ROLES, "plain", "portal"):
            self.log_in(role)
            allowed = ALLOWED.get(role, "")
            for record, changed, created in self.cases:
                for method, args in (
                    ("create", [created]),
                    ("read", [["display_name"]]),
                    ("write", [changed]),
                    ("unlink", []),
                ):
                    expected = OPERATIONS[method] in allowed
                    self.calls(role, record, method, args, expected)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_methods(self):
        ma = self.people["ma"].id
        for role in (*ROLES, "plain", "portal"):
            self.log_in(role)
            decides, ends = role in DECIDERS, role in LEAVERS
            for record, method, args, expected in (
                (self.proposal, "action_confirm", [], decides),
                (self.proposal, "decline", ["No"], decides),
                (self.member, "leave", ["2026-09-01", "Moved"], ends),
                (self.member, "replace", [ma, "2026-09-01", "Moved"], ends),
            ):
                self.calls(role, record, method, args, expected)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_what_is_confirmed_stays_for_everybody(self):
        for role in ROLES:
            self.log_in(role)
            for method, args in (
                ("write", [{"date_end": "2026-09-01"}]),
                ("write", [{"state": "proposed"}]),
                ("unlink", []),
            ):
                self.calls(role, self.member, method, args, False)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_another_project_is_none_of_theirs(self):
        self.project.user_id = self.decider
        for role in ("project_manager",):
            self.log_in(role)
            for record, changed, _created in self.cases:
                if record != self.measure:
                    self.calls(role, record, "read", [["display_name"]], False)
                self.calls(role, record, "write", [changed], False)
            self.calls(role, self.member, "leave", ["2026-09-01", "Moved"], False)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_has_left_sees_no_more(self):
        engineer = self.users["engineer"]
        record = self.objective.with_user(engineer)
        self.assertTrue(record.has_access("read"))
        self.member.with_user(self.manager).leave("2026-08-02", "Moved")
        self.env.flush_all()
        record.invalidate_recordset()
        self.assertFalse(record.has_access("read"))


@tagged("post_install", "-at_install")
class TestServiceProjectAccess(TeamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project.privacy_visibility = "followers"
        cls.project.message_unsubscribe(cls.project.message_partner_ids.ids)
        cls.task = cls.env["project.task"].create(
            {"name": "Inspect", "project_id": cls.project.id}
        )
        cls.task.message_unsubscribe(cls.task.message_partner_ids.ids)
        cls.env.flush_all()

    def _reads(self, role):
        """Return whether somebody can open the project and its tasks, in full."""
        user = self.users[role]
        result = []
        for record in (self.project, self.task):
            record = record.with_user(user)
            record.invalidate_recordset()
            if record.has_access("read"):
                views = record.get_views([(False, "form")])
                names = views["models"][record._name]["fields"]
                arch = views["views"]["form"]["arch"]
                shown = {name for name in names if f'name="{name}"' in arch}
                record.web_read({name: {} for name in shown})
                result.append(True)
            else:
                result.append(False)
        return all(result)

    def test_who_opens_a_project_by_invitation_only(self):
        for role, expected in (
            ("project_manager", True),
            ("service_manager", True),
            ("technical_manager", True),
            ("auditor", True),
            ("management_representative", True),
            ("general_manager", True),
            ("reviewer", True),
            ("engineer", False),
            ("commercial", False),
            ("user", False),
        ):
            with self.subTest(role):
                self.assertEqual(self._reads(role), expected)
        self.confirm("wu")
        self.env.flush_all()
        self.assertTrue(self._reads("engineer"), "in the team")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_nobody_but_the_department_writes_projects(self):
        self.project.privacy_visibility = "employees"
        for role in ROLES:
            writes = role in ("service_manager", "service_director", "administrator")
            project = self.project.with_user(self.users[role])
            with self.subTest(role):
                self.assertEqual(project.has_access("write"), writes)
                if not writes:
                    with self.assertRaises(AccessError):
                        project.write({"allow_timesheets": False})

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_engineers_post_their_own_hours_only(self):
        self.project.privacy_visibility = "employees"
        self.confirm("wu")
        lines = self.env["account.analytic.line"]
        engineer = self.users["engineer"]
        own, other = (
            lines.create(
                {
                    "name": "Work",
                    "project_id": self.project.id,
                    "task_id": self.task.id,
                    "employee_id": self.people[who].id,
                    "unit_amount": 1,
                }
            )
            for who in ("wu", "he")
        )
        self.env.flush_all()
        own.with_user(engineer).unit_amount = 2
        for call in (
            lambda: other.with_user(engineer).write({"unit_amount": 2}),
            lambda: other.with_user(engineer).unlink(),
            lambda: other.with_user(engineer).read(["unit_amount"]),
            lambda: lines.with_user(engineer).create(
                {
                    "name": "Work",
                    "project_id": self.project.id,
                    "employee_id": self.people["he"].id,
                    "unit_amount": 1,
                }
            ),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                call()
                self.env.flush_all()
        other.with_user(self.manager).unit_amount = 3

    def test_the_commercial_department_orders(self):
        orders = self.env["purchase.order"]
        for role, expected in (("commercial", True), ("engineer", False)):
            user = self.users[role]
            self.assertEqual(orders.with_user(user).has_access("create"), expected)
