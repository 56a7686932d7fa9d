"""The chart's methods over the network: with one's own rights, and no others."""

from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .work_plan import WorkPlanCommon

ACCESS_ERROR = "odoo.exceptions.AccessError"


@tagged("post_install", "-at_install")
class TestWorkPlanGanttRpc(WorkPlanCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan()
        cls.kick_off = cls.lines_of(cls.plan)["Kick-off"]
        cls.changes = {"update": {cls.kick_off.key: {"hours": 99}}}

    def call(self, user, method, *args):
        self.authenticate(user.login, user.login)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/itsm.work.plan/{method}",
            {
                "model": "itsm.work.plan",
                "method": method,
                "args": [[self.plan.id], *args],
                "kwargs": {},
            },
        )

    def refused(self, error, user, method, *args):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self.call(user, method, *args)
        self.assertEqual(caught.exception.args[0], error)
        self.assertEqual(self.kick_off.planned_hours, 8)

    def test_the_project_manager_reads_tries_and_saves(self):
        data = self.call(self.manager, "gantt_data")
        moved = {"key": self.kick_off.key, "days": 1}
        found = self.call(self.manager, "gantt_schedule", {}, moved)
        self.assertEqual(
            found["dates"][self.kick_off.key], ["2026-08-04", "2026-08-06"]
        )
        stamp = data["plan"]["stamp"]
        saved = self.call(self.manager, "gantt_save", self.changes, stamp)
        self.assertNotEqual(saved["plan"]["stamp"], stamp)
        self.assertEqual(self.kick_off.planned_hours, 99)

    def test_who_may_not_write_saves_nothing(self):
        stamp = self.plan.gantt_data()["plan"]["stamp"]
        for role in ("auditor", "technical_manager", "sales", "engineer"):
            with self.subTest(role=role):
                user = self.users[role]
                self.refused(ACCESS_ERROR, user, "gantt_save", self.changes, stamp)

    def test_the_portal_and_strangers_see_nothing(self):
        for user in (self.portal_user, self.plain_user, self.users["sales"]):
            for call in (("gantt_data",), ("gantt_schedule", {})):
                with self.subTest(user=user.login, call=call):
                    self.refused(ACCESS_ERROR, user, *call)

    def test_what_is_private_is_not_called(self):
        for method in ("_write_edit", "_write_sequences", "_get_gantt_lines"):
            with self.subTest(method=method):
                self.refused(ACCESS_ERROR, self.manager, method, {})
