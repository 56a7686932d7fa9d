import json

from psycopg2.errors import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import ROLES, utc
from .common import OperationCommon

# Who may do what: r(ead), w(rite), c(reate), d(elete); nothing for those left out.
OUTAGES = {
    "engineer": "rwc",
    "technical_manager": "rwc",
    "project_manager": "rwc",
    "service_manager": "rwcd",
    "service_director": "rwcd",
    "administrator": "rwcd",
    "auditor": "r",
    "commercial": "r",
    "general_manager": "r",
    "management_representative": "r",
    "reviewer": "r",
    "sales": "r",
    "security_officer": "r",
}
# A portal user and an employee who follows a ticket see what helpdesk_mgmt lets them.
SEE_TICKETS = {
    "administrator",
    "auditor",
    "engineer",
    "general_manager",
    "management_representative",
    "project_manager",
    "reviewer",
    "security_officer",
    "service_director",
    "service_manager",
    "technical_manager",
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestOperationAccess(OperationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls.create_ticket("2026-08-04 09:00")
        cls.move(cls.ticket, "active", "2026-08-04 09:10")
        cls.event = cls.ticket.sudo().itsm_event_ids[0]
        cls.outage = cls.env["itsm.outage"].create(
            {
                "name": "ERP down",
                "contract_id": cls.contract.id,
                "service_id": cls.services["ERP"].id,
                "date_start": utc("2026-08-05 09:00"),
                "date_end": utc("2026-08-05 11:00"),
                "exclusion_ids": [
                    Command.create(
                        {
                            "date_start": utc("2026-08-05 09:00"),
                            "date_end": utc("2026-08-05 10:00"),
                            "kind": "customer",
                            "reason": "Power switched off",
                        }
                    )
                ],
            }
        )

    def check(self, records, allowed, user):
        for letter, operation in OPERATIONS.items():
            with self.subTest(user=user.login, model=records._name, op=operation):
                has = records.with_user(user).has_access(operation)
                self.assertEqual(has, letter in allowed)

    def test_events_and_clocks_as_the_ticket(self):
        for role in ROLES:
            allowed = "r" if role in SEE_TICKETS else ""
            user = self.users[role]
            with self.subTest(role=role):
                self.check(self.ticket.sudo().itsm_event_ids, allowed, user)
                self.check(self.ticket.sudo().itsm_clock_ids, allowed, user)
                domain = [("ticket_id", "=", self.ticket.id)]
                found = self.env["itsm.ticket.event"].with_user(user).search(domain)
                self.assertEqual(bool(found), bool(allowed))
        for user in (self.portal_user, self.plain_user):
            self.check(self.event, "", user)
            self.check(self.clock(self.ticket), "", user)

    def test_follower(self):
        """Who is let see a ticket sees its timeline, as long as he is of ours."""
        self.ticket.sudo().message_subscribe(self.plain_user.partner_id.ids)
        self.check(self.event, "r", self.plain_user)

    def test_outages(self):
        for role in ROLES:
            allowed = OUTAGES.get(role, "")
            self.check(self.outage, allowed, self.users[role])
            self.check(self.outage.exclusion_ids, allowed, self.users[role])
        for user in (self.portal_user, self.plain_user):
            self.check(self.outage, "", user)

    def test_outage_of_an_unseen_contract(self):
        other = self._create_contract(name="Draft")
        outage = self.outage.copy({"contract_id": other.id})
        self.check(outage, "", self.engineer)
        self.check(outage, "rwcd", self.manager)
        found = self.env["itsm.outage"].with_user(self.engineer).search([])
        self.assertIn(self.outage, found)
        self.assertNotIn(outage, found)

    def test_other_company(self):
        stranger = self.env["res.users"].create(
            {
                "name": "Stranger",
                "login": "itsm_stranger",
                "company_id": self.env.ref("base.main_company").id,
                "company_ids": [Command.set(self.env.ref("base.main_company").ids)],
                "group_ids": [Command.set(self.manager.group_ids.ids)],
            }
        )
        for record in (self.event, self.clock(self.ticket), self.outage):
            record = record.with_user(stranger).with_context(allowed_company_ids=None)
            with self.subTest(model=record._name):
                self.assertFalse(record.has_access("read"))
                self.assertFalse(record.search([("id", "=", record.id)]))

    def test_ticket_fields_are_internal(self):
        fields = self.env["helpdesk.ticket"].with_user(self.portal_user).fields_get()
        self.assertEqual([name for name in fields if name.startswith("itsm_")], [])
        internal = self.env["helpdesk.ticket"].with_user(self.plain_user).fields_get()
        self.assertIn("itsm_resolution_state", internal)

    def test_helpdesk_user_without_a_role(self):
        """OCA's form works for who is only in the helpdesk."""
        user = self.plain_user
        user.group_ids = [
            Command.link(self.env.ref("helpdesk_mgmt.group_helpdesk_user").id)
        ]
        ticket = self.create_ticket("2026-08-04 09:00", user=user)
        self.assertEqual(ticket.itsm_contract_id, self.contract)
        self.move(ticket, "paused", "2026-08-04 10:00", user=user)
        self.move(ticket, "resolved", "2026-08-04 11:00", user=user)
        view = self.env["helpdesk.ticket"].with_user(user).get_view(view_type="form")
        names = view["models"]["helpdesk.ticket"]
        specification = {
            name: {"fields": {"display_name": {}}}
            if self.env["helpdesk.ticket"]._fields[name].type == "many2one"
            else {}
            for name in names
        }
        values = ticket.with_user(user).web_read(specification)[0]
        self.assertEqual(values["itsm_contract_id"]["id"], self.contract.id)

    def test_events_refuse_everybody(self):
        """Superuser, administrator, trigger."""
        events = self.env["itsm.ticket.event"]
        values = {
            "ticket_id": self.ticket.id,
            "kind": "resolved",
            "happened_at": utc("2026-08-04 09:20"),
            "recorded_at": utc("2026-08-04 09:20"),
        }
        for user in (self.env.user, self.users["administrator"], self.manager):
            event = self.event.with_user(user)
            for record in (event, event.sudo()):
                with self.subTest(user=user.login, su=record.env.su):
                    with self.assertRaises(AccessError):
                        record.write({"happened_at": utc("2026-08-04 08:00")})
                    with self.assertRaises(AccessError):
                        record.reason = "Other"
                    with self.assertRaises(AccessError):
                        record.unlink()
                    with self.assertRaises(AccessError):
                        events.with_env(record.env).create(values)
                    with self.assertRaises(AccessError):
                        record.copy()
                    with self.assertRaises(AccessError):
                        self.ticket.with_env(record.env).write(
                            {"itsm_event_ids": [Command.delete(self.event.id)]}
                        )

    def test_trigger(self):
        for query in (
            "UPDATE itsm_ticket_event SET reason = 'x' WHERE id = %s",
            "DELETE FROM itsm_ticket_event WHERE id = %s",
        ):
            with (
                self.subTest(query=query),
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
            ):
                self.env.cr.execute(query, [self.event.id])

    def test_exclusions(self):
        exclusion = self.outage.exclusion_ids
        with self.assertRaises(UserError):
            exclusion.approved_by_id = self.manager
        with self.assertRaises(UserError):
            exclusion.copy({"approved_at": utc("2026-08-05 12:00")})
        with self.assertRaises(AccessError):
            exclusion.with_user(self.engineer).action_approve()
        exclusion.with_user(self.manager).action_approve()
        self.assertEqual(exclusion.approved_by_id, self.manager)
        self.assertEqual(self.outage.excluded, 60)
        with self.assertRaises(UserError):
            exclusion.reason = "Other"
        with self.assertRaises(UserError):
            self.outage.unlink()
        exclusion.with_user(self.manager).action_revoke()
        exclusion.reason = "Other"
        own = exclusion.with_user(self.manager).copy()
        with self.refused(AccessError, "somebody else"):
            own.action_approve()


@tagged("post_install", "-at_install")
class TestEventsByRpc(HttpCase):
    def setUp(self):
        super().setUp()
        self.ticket = self.env["helpdesk.ticket"].create(
            {"name": "Down", "description": "x"}
        )
        self.event = self.ticket.itsm_event_ids

    def call(self, model, method, *args, **kwargs):
        response = self.url_open(
            "/web/dataset/call_kw",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        return response.json()

    @mute_logger("odoo.http")
    def test_administrator(self):
        self.authenticate("admin", "admin")
        happened_at = "2026-08-04 01:00:00"
        event = {
            "ticket_id": self.ticket.id,
            "kind": "resolved",
            "happened_at": happened_at,
            "recorded_at": happened_at,
        }
        ids = self.event.ids
        forged = {"context": {"itsm_history": True, "itsm_decision": True}}
        for method, args in (
            ("write", [ids, {"happened_at": happened_at}]),
            ("web_save", [ids, {"reason": "x"}, {}]),
            ("unlink", [ids]),
            ("create", [[event]]),
            ("copy", [ids]),
            ("_write", [ids, {"reason": "x"}]),
        ):
            with self.subTest(method=method):
                answer = self.call("itsm.ticket.event", method, *args, **forged)
                self.assertIn("error", answer)
        for method in ("_record_event", "_record_events", "_create_with_timelines"):
            with self.subTest(method=method):
                answer = self.call(
                    "helpdesk.ticket", method, self.ticket.ids, "resolved"
                )
                self.assertIn("error", answer)
        answer = self.call(
            "helpdesk.ticket",
            "create",
            [{"name": "Forged", "description": "x", "itsm_state": "closed"}],
            **forged,
        )
        self.assertIn("error", answer)
        answer = self.call("itsm.ticket.event", "search_count", [["id", "in", ids]])
        self.assertEqual(answer["result"], 1)
