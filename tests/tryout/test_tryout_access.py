from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import ROLES
from .common import GOOD, TryoutCommon

# Without a plan: whoever has made it, and the service department.
MAKERS = {
    "administrator",
    "project_manager",
    "sales",
    "service_director",
    "service_manager",
    "technical_manager",
}
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
WRITERS = {"administrator", "service_director", "service_manager"}


@tagged("post_install", "-at_install")
class TestTryoutAccess(TryoutCommon, HttpCase):
    """A try-out without a plan, by role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tryout = cls.create_tryout(cls.rows(GOOD), cls.standard_sla)
        cls.tryout.action_compute()
        cls.late = GOOD.replace("A1", "A9").replace("10:04", "10:44")

    def _as(self, role, records):
        user = self.users.get(role, role)
        return records.with_user(user)

    def test_who_makes(self):
        for role in ROLES:
            with self.subTest(role):
                if role not in MAKERS:
                    with self.assertRaises(AccessError):
                        self._make(role)
                    continue
                tryout = self._make(role)
                tryout.action_compute()
                self.assertEqual(tryout.state, "done")
                self.assertIn("%", tryout.result_html)
                tryout.name = "Another name"
                candidate = tryout.candidate_ids
                misses = tryout.env["itsm.sla.tryout.miss"].search(
                    [("candidate_id", "=", candidate.id)]
                )
                self.assertEqual(misses.ref, "A9")
                tryout.unlink()

    def _make(self, role):
        user = self.users[role]
        return self.create_tryout(
            self.rows(GOOD, self.late), self.standard_sla, user=user
        )

    def test_who_reads(self):
        for role in ROLES:
            tryout = self._as(role, self.tryout)
            lines = (tryout.sudo().candidate_ids, tryout.sudo().state_ids)
            found = tryout.search([("id", "=", tryout.id)])
            with self.subTest(role):
                self.assertEqual(bool(found), role in READERS)
                for line in lines:
                    line = self._as(role, line)
                    self.assertEqual(line.has_access("read"), role in READERS)
                    self.assertEqual(
                        bool(line.search([("tryout_id", "=", tryout.id)])),
                        role in READERS,
                    )

    def test_who_writes(self):
        for role in ROLES:
            tryout = self._as(role, self.tryout)
            candidate = self._as(role, self.tryout.candidate_ids)
            with self.subTest(role):
                for call in (
                    lambda t=tryout: t.write({"note": "Seen"}),
                    lambda c=candidate: c.write({"name": "Mine"}),
                    lambda t=tryout: t.action_compute(),
                ):
                    if role in WRITERS:
                        call()
                        continue
                    with self.assertRaises(AccessError):
                        call()
                        self.env.flush_all()

    def test_others_see_nothing(self):
        for user in (self.plain_user, self.portal_user):
            with self.subTest(user.login):
                tryout = self.tryout.with_user(user)
                with self.assertRaises(AccessError):
                    tryout.search([])
                with self.assertRaises(AccessError):
                    tryout.read(["name"])

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        tryout = self.env["itsm.sla.tryout"].create(
            {"name": "Theirs", "company_id": other.id}
        )
        with self.assertRaises(AccessError):
            tryout.with_user(self.manager).read(["name"])

    def test_nobody_tries_what_he_may_not_read(self):
        """Sales see the SLAs of their own contracts only."""
        contract = self._create_contract(user_id=self.manager.id)
        secret = self.standard_sla._copy_to_contract(contract)
        sales = self.users["sales"]
        with self.assertRaises(AccessError):
            self.create_tryout(self.rows(GOOD), secret, user=sales)
        tryout = self.create_tryout(self.rows(GOOD), self.standard_sla, user=sales)
        with self.assertRaises(AccessError):
            tryout.candidate_ids = [Command.create({"sla_id": secret.id})]

    def test_who_adds_standard_slas(self):
        for role in ("sales", "project_manager", "technical_manager"):
            user = self.users[role]
            own = self.create_tryout(self.rows(GOOD), self.standard_sla, user=user)
            with self.subTest(role), self.assertRefused("managers add", AccessError):
                own.candidate_ids.action_duplicate()
        own = self.create_tryout(self.rows(GOOD), self.standard_sla, user=self.manager)
        own.candidate_ids.action_duplicate()
        self.assertEqual(len(own.candidate_ids), 2)

    def test_a_line_moves_to_no_other_try_out(self):
        """Whoever may write the one may not push lines into the other."""
        sales = self.users["sales"]
        own = self.create_tryout(self.rows(GOOD), self.standard_sla, user=sales)
        with self.assertRaises(AccessError):
            own.candidate_ids.tryout_id = self.tryout.id

    # === RPC === #

    def _call(self, role, model, method, *args, **kwargs):
        login = self.users[role].login
        self.authenticate(login, login)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )

    def test_rpc(self):
        ids = self.tryout.ids
        for role in ROLES:
            with self.subTest(role):
                if role in READERS:
                    row = self._call(
                        role, "itsm.sla.tryout", "read", ids, ["ticket_count"]
                    )
                    self.assertEqual(row[0]["ticket_count"], 1)
                else:
                    self._refused(role, "itsm.sla.tryout", "read", ids, ["name"])
                if role not in WRITERS:
                    self._refused(role, "itsm.sla.tryout", "action_compute", ids)

    def test_rpc_forges_no_result(self):
        candidate = self.tryout.candidate_ids.ids
        for model, ids, values in (
            ("itsm.sla.tryout.candidate", candidate, {"result": {}}),
            ("itsm.sla.tryout", self.tryout.ids, {"inputs": {}}),
            ("itsm.sla.tryout", self.tryout.ids, {"summary": {}}),
        ):
            with self.subTest(values):
                self._refused("administrator", model, "write", ids, values)
                self._refused(
                    "administrator",
                    model,
                    "write",
                    ids,
                    values,
                    context={"itsm_engine": True},
                )
        for method in ("_compute_results", "_write_result", "_read_file"):
            with self.subTest(method):
                self._refused(
                    "administrator", "itsm.sla.tryout", method, self.tryout.ids
                )

    def _refused(self, *call, **kwargs):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self._call(*call, **kwargs)
        self.assertEqual(caught.exception.args[0], "odoo.exceptions.AccessError")
