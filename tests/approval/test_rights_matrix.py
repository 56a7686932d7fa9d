"""Each role × record × operation and × method, by the ORM, over RPC and by button."""

from contextlib import contextmanager
from xmlrpc.client import Fault

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import ROLES
from .common import ApprovalCommon
from .rights import METHODS, RECORDS, WITHOUT_ROLE

OPERATIONS = {"create": "c", "read": "r", "write": "w", "unlink": "u"}
NO_ROLE = ("plain", "portal")
# What a method is called with, beside the document.
ARGUMENTS = {
    "review": ("action_approve", []),
    "approve": ("action_approve", []),
    "return": ("decide", ["returned", "Not yet"]),
    "reject": ("decide", ["rejected", "Never"]),
    "revise": ("revise", [False, "Wording"]),
}
# The field that shows a method's button.
BUTTONS = {
    "action_submit": "can_submit",
    "review": "can_decide",
    "approve": "can_decide",
    "action_withdraw": "can_withdraw",
    "action_put_in_force": "can_put_in_force",
    "action_close": "can_close",
    "action_cancel": "can_cancel",
    "revise": "can_revise",
}


@tagged("post_install", "-at_install")
class TestRightsMatrix(ApprovalCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            **cls.users,
            "plain": cls.plain_user,
            "portal": cls.portal_user,
        }
        cls.published = cls.release(cls.new_document("SC-PUBLISHED"))
        cls.contract.user_id = cls.users["sales"]
        cls.adopt(cls.standard_sla)
        cls.env["itsm.evidence.seal"]._seal_locked()
        cls.records = {
            "itsm.service draft": cls.document,
            "itsm.service published": cls.published,
            "itsm.sla draft": cls.sla,
            "itsm.sla.target draft": cls.sla.target_ids[0],
            "itsm.sla.target in force": cls.standard_sla.target_ids[0],
            "itsm.evidence.seal": cls.env["itsm.evidence.seal"].search([], limit=1),
            "itsm.role.change": cls.env["itsm.role.change"].search([], limit=1),
            "itsm.document.type": cls.type,
            "itsm.approval.stage": cls.review_stage,
            "itsm.approval.round": cls.published.round_id,
            "itsm.approval.round.stage": cls.published.round_id.stage_ids[0],
            "itsm.approval.decision": cls.published.decision_ids[0],
            "itsm.approval.delegation": cls.env["itsm.approval.delegation"].create(
                {
                    "user_id": cls.approver.id,
                    "delegate_id": cls.reviewer.id,
                    "date_from": "2099-01-01",
                    "date_to": "2099-01-31",
                    "reason": "Leave",
                    "company_id": cls.provider.id,
                }
            ),
        }
        # values that change nothing, and those of another record
        cls.values = {
            "itsm.service draft": (
                {"code": "SC-OTHER"},
                {"code": "SC-NEW", "name": "New"},
            ),
            "itsm.service published": (
                {"name": "Other"},
                {"code": "SC-NEW", "name": "New"},
            ),
            "itsm.sla draft": (
                {"minimum_decided": 11},
                {"name": "New", "contract_id": cls._create_contract().id},
            ),
            "itsm.sla.target draft": (
                {"minutes": 1},
                {
                    "sla_id": cls.sla.id,
                    "priority_id": cls.new_priority().id,
                    "metric": "response",
                    "minutes": 1,
                },
            ),
            "itsm.sla.target in force": (
                {"minutes": 1},
                {
                    "sla_id": cls.standard_sla.id,
                    "priority_id": cls.new_priority().id,
                    "metric": "response",
                    "minutes": 1,
                },
            ),
            "itsm.evidence.seal": ({"line_count": 0}, {"line_count": 0}),
            "itsm.role.change": (
                {"by_name": "Somebody"},
                {"by_name": "Somebody", "happened_at": "2026-01-01 00:00:00"},
            ),
            "itsm.document.type": ({"sequence": 1}, {"name": "New", "code": "new"}),
            "itsm.approval.stage": (
                {"needed": 1},
                {
                    "document_type_id": cls.type.id,
                    "name": "New",
                    "group_id": cls.review_stage.group_id.id,
                },
            ),
            "itsm.approval.round": (
                {"state": "approved"},
                {
                    "res_model": "itsm.service",
                    "res_id": cls.document.id,
                    "document_type_id": cls.type.id,
                    "sequence": 99,
                    "submitted_by_id": cls.author.id,
                    "submitted_at": "2026-01-01 00:00:00",
                    "content_hash": "0" * 64,
                    "state": "approved",
                },
            ),
            "itsm.approval.round.stage": (
                {"state": "done"},
                {
                    "round_id": cls.published.round_id.id,
                    "res_model": "itsm.service",
                    "res_id": cls.published.id,
                    "name": "New",
                    "act": "approve",
                    "decider_kind": "users",
                    "needed": 1,
                },
            ),
            "itsm.approval.decision": (
                {"comment": "Forged"},
                {
                    "res_model": "itsm.service",
                    "res_id": cls.document.id,
                    "kind": "approved",
                    "position": 1,
                    "user_id": cls.approver.id,
                    "decided_at": "2026-01-01 00:00:00",
                    "recorded_at": "2026-01-01 00:00:00",
                    "previous_hash": "0" * 64,
                    "hash": "0" * 64,
                },
            ),
            "itsm.approval.delegation": (
                {"reason": "Holidays"},
                {
                    "user_id": cls.approver.id,
                    "delegate_id": cls.reviewer.id,
                    "date_from": "2099-02-01",
                    "date_to": "2099-02-28",
                    "reason": "Leave",
                    "company_id": cls.provider.id,
                },
            ),
        }
        cls.env.flush_all()

    @classmethod
    def new_priority(cls):
        """Return a priority that no SLA has a target for."""
        count = cls.env["itsm.priority"].search_count([])
        return cls.env["itsm.priority"].create(
            {"code": f"P{count + 1}", "name": "Another"}
        )

    # === CALLING === #

    @contextmanager
    def undone(self):
        """Undo what is done within, in the database and in the cache."""
        with self.env.cr.savepoint() as point:
            yield
            point.rollback()

    def by_orm(self, role, model, method, ids, args):
        """Return whether a call succeeds."""
        records = self.env[model].with_user(self.people[role]).browse(ids)
        records = records.with_context(allowed_company_ids=self.provider.ids)
        try:
            getattr(records, method)(*args)
            self.env.flush_all()
        except (AccessError, UserError):
            return False
        return True

    def by_rpc(self, role, model, method, ids, args):
        """Return whether a call over the network succeeds."""
        arguments = args if method == "create" else [ids, *args]
        params = {
            "model": model,
            "method": method,
            "args": arguments,
            "kwargs": {"context": {"allowed_company_ids": self.provider.ids}},
        }
        try:
            self.make_jsonrpc_request(f"/web/dataset/call_kw/{model}/{method}", params)
        except JsonRpcException as error:
            self.assertIn(
                error.args[0],
                ("odoo.exceptions.AccessError", "odoo.exceptions.UserError"),
                f"{role}: {model}.{method} must refuse, not fail",
            )
            return False
        return True

    def each_way(self):
        yield "ORM", self.by_orm
        yield "RPC", self.by_rpc

    def log_in(self, role):
        login = self.people[role].login
        self.authenticate(login, login)

    # === RECORDS === #

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_records(self):
        for role in (*ROLES, *NO_ROLE):
            self.log_in(role)
            for model, row in RECORDS.items():
                expected = row.get(role, row["others"])
                if role in NO_ROLE:
                    expected = WITHOUT_ROLE.get((role, model), "")
                changed, created = self.values[model]
                calls = {
                    "create": [created],
                    "read": [["display_name"]],
                    "write": [changed],
                    "unlink": [],
                }
                for operation, args in calls.items():
                    for way, call in self.each_way():
                        with self.subTest(role, model=model, op=operation, way=way):
                            with self.undone():
                                record = self.records[model]
                                name, ids = record._name, record.ids
                                done = call(role, name, operation, ids, args)
                            self.assertEqual(done, OPERATIONS[operation] in expected)

    def test_stored_texts_are_read_by_nobody(self):
        """Not even by administrators: they hold what a document hides from readers."""
        for role in ("administrator", "auditor", "service_manager"):
            for model, name in (
                ("itsm.approval.round", "snapshot"),
                ("itsm.approval.round", "parts"),
                ("itsm.approval.decision", "payload"),
            ):
                record = self.records[model].with_user(self.people[role])
                with self.subTest(role, field=name), self.assertRaises(AccessError):
                    record.read([name])

    # === METHODS === #

    def document_for(self, method):
        """Return a document in the state in which a method can be called."""
        document = self.document
        if method in ("action_submit", "action_cancel"):
            return document
        if method in ("action_close", "revise") or METHODS[method] == "all":
            return self.published
        self.submit(document)
        if method in ("approve", "action_put_in_force"):
            self.pass_review(document)
        if method == "action_put_in_force":
            document.with_user(self.approver).action_approve()
        return document

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_methods(self):
        for role in (*ROLES, *NO_ROLE):
            self.log_in(role)
            for method, allowed in METHODS.items():
                expected = role not in NO_ROLE if allowed == "all" else role in allowed
                name, args = ARGUMENTS.get(method, (method, []))
                for way, call in self.each_way():
                    with self.subTest(role, method=method, way=way), self.undone():
                        document = self.document_for(method)
                        self.env.flush_all()
                        before = len(document.sudo().decision_ids)
                        ids = document.ids
                        done = call(role, "itsm.service", name, ids, args)
                        self.assertEqual(done, expected)
                        if not expected:
                            self.env.invalidate_all()
                            lines = document.sudo().decision_ids
                            self.assertEqual(len(lines), before, "nothing half-done")

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_deciding_by_execute_kw(self):
        """With login and password, as other programs call."""
        for role in (*ROLES, *NO_ROLE):
            user = self.people[role]
            with self.subTest(role), self.undone():
                document = self.document_for("review")
                self.env.flush_all()
                call = (self.env.cr.dbname, user.id, user.login, document._name)
                context = {"context": {"allowed_company_ids": self.provider.ids}}
                try:
                    self.xmlrpc_object.execute_kw(
                        *call, "action_approve", [document.ids], context
                    )
                    done = True
                except Fault:
                    done = False
                self.assertEqual(done, role in METHODS["review"])

    def test_buttons(self):
        """A button is shown to exactly those whom its method obeys."""
        for method, shown_by in BUTTONS.items():
            for role in ROLES:
                with self.subTest(role, method=method), self.undone():
                    document = self.document_for(method).with_user(self.people[role])
                    shown = document.has_access("read") and document[shown_by]
                    self.assertEqual(shown, role in METHODS[method])

    def test_the_forms_buttons(self):
        """Every button of the form has its row in the table, and its condition."""
        arch = self.env["itsm.service"].get_view(view_type="form")["arch"]
        for method, shown_by in BUTTONS.items():
            name, _args = ARGUMENTS.get(method, (method, []))
            name = "action_revise" if name == "revise" else name
            self.assertRegex(arch, rf'name="{name}"[^>]*invisible="not {shown_by}"')
