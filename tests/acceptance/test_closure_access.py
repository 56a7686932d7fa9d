from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import ROLES
from .closure_common import ClosureCommon

# Who reads any summary and closure of his company, and who writes their drafts.
_READERS = {
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
_WRITERS = {"administrator", "project_manager", "service_director", "service_manager"}
_ACCESS = "odoo.exceptions.AccessError"
_USER = "odoo.exceptions.UserError"


@tagged("post_install", "-at_install")
class TestClosureAccess(ClosureCommon, HttpCase):
    """Each role × operation on summaries and closures, by ORM and over RPC."""

    def allowed(self, operation, record):
        """Return the roles that may do something with a record."""
        return {
            role
            for role in ROLES
            if record.with_user(self.users[role]).has_access(operation)
        }

    def _draft(self):
        return self.summary.with_user(self.manager).revise(False, "A slip")

    def test_closure(self):
        self.assertEqual(self.allowed("read", self.closure), _READERS)
        self.assertEqual(self.allowed("write", self.closure), _WRITERS)
        item = self.closure.item_ids[:1]
        self.assertEqual(self.allowed("read", item), _READERS)
        self.assertEqual(self.allowed("write", item), _WRITERS)

    def test_summary(self):
        draft = self._draft()
        # sales see the summary of contracts they own once it is approved
        self.assertEqual(self.allowed("read", draft), _READERS)
        self.assertEqual(self.allowed("read", self.summary), _READERS | {"sales"})
        self.assertEqual(self.allowed("write", draft), _WRITERS)
        values = {"summary_id": draft.id, "name": "Start early"}
        lesson = draft.lesson_ids.create(values)
        self.assertEqual(self.allowed("write", lesson), _WRITERS)
        # figures are drawn, and written by nobody
        self.assertEqual(self.allowed("read", draft.figure_ids[:1]), _READERS)
        self.assertEqual(self.allowed("write", draft.figure_ids[:1]), set())

    def test_another_project_manager(self):
        self.project.sudo().user_id = self.users["service_manager"]
        for record in (self.closure, self._draft_of_superuser()):
            self.assertFalse(record.with_user(self.manager).has_access("read"))

    def _draft_of_superuser(self):
        return self.summary.sudo().revise(False, "A slip")

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = self.users["service_manager"]
        user.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        for record in (self.closure, self.summary):
            record = record.with_user(user).with_context(allowed_company_ids=other.ids)
            self.assertFalse(record.has_access("read"))

    def test_portal_and_plain_users(self):
        for user in (self.portal_user, self.plain_user):
            for record in (self.closure, self.summary, self.closure.item_ids[:1]):
                self.assertFalse(record.with_user(user).has_access("read"))

    def test_checklist_is_the_administrators(self):
        template = self.env.ref("itsm_service_delivery.closure_template_assets")
        self.assertEqual(self.allowed("write", template), {"administrator"})

    def test_costs(self):
        """Only cost viewers read what a project has cost, in no way otherwise."""
        auditor = self.users["auditor"]
        summary = self.summary.with_user(auditor)
        self.assertNotIn("cost_figures", summary.fields_get())
        with self.assertRefused("", AccessError):
            summary.read(["cost_figures"])
        self.assertIn(
            "cost_figures", self.summary.with_user(self.manager).fields_get()
        )
        self.assertNotIn("cost_figures", self.summary.sudo()._get_print_snapshot())

    # === OVER THE NETWORK === #

    def _call(self, user, model, method, *args):
        self.authenticate(user.login, user.login)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": {}},
        )

    def _refused(self, error, *call):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self._call(*call)
        self.assertEqual(caught.exception.args[0], error)

    def test_rpc_state(self):
        closure = "itsm.project.closure"
        for role in ("project_manager", "service_director", "administrator"):
            user = self.users[role]
            for values in (
                {"state": "in_force"},
                {"closed_documents": []},
                {"approved_by_id": user.id},
            ):
                self._refused(_USER, user, closure, "write", self.closure.ids, values)
        project = "project.project"
        values = {"itsm_closure_id": self.closure.id}
        self._refused(_USER, self.manager, project, "write", self.project.ids, values)

    def test_rpc_figures(self):
        draft = self._draft()
        for name in ("figures", "cost_figures", "date_end"):
            values = {name: False}
            self._refused(
                _USER, self.manager, "itsm.summary.report", "write", draft.ids, values
            )
        figure = draft.figure_ids[:1]
        self._refused(
            _ACCESS,
            self.manager,
            "itsm.summary.figure",
            "write",
            figure.ids,
            {"value": "100.00"},
        )

    def test_rpc_settle(self):
        item = self.closure.item_ids.filtered(lambda item: not item.check)[:1]
        model = "itsm.closure.item"
        args = (item.ids, "done", "I say so")
        for role in ("engineer", "auditor", "sales"):
            self._refused(_ACCESS, self.users[role], model, "settle", *args)
        self.assertEqual(item.state, "open")
        self.assertTrue(self._call(self.manager, model, "settle", *args))
        self.assertEqual(item.done_by_id, self.manager)

    def test_internal_edition_by_address(self):
        """The internal edition is refused to whoever may see no cost."""
        address = (
            "/report/html/itsm_service_delivery.summary_report_internal/"
            f"{self.summary.id}"
        )
        auditor = self.users["auditor"]
        self.authenticate(auditor.login, auditor.login)
        with mute_logger("odoo.http"):
            self.assertNotEqual(self.url_open(address).status_code, 200)
        self.authenticate(self.manager.login, self.manager.login)
        self.assertEqual(self.url_open(address).status_code, 200)
