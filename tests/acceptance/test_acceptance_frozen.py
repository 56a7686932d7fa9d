"""A signed acceptance cannot be changed by anyone."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import ROLES
from .common import AcceptanceCommon


@tagged("post_install", "-at_install")
class TestAcceptanceFrozen(AcceptanceCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.due = cls.acceptance._today() + timedelta(days=14)
        line = cls.acceptance.criterion_ids[0]
        files = cls.env["ir.attachment"].with_user(cls.manager)
        place = {"res_model": line._name, "res_id": line.id}
        cls.file = files.create({"name": "list.txt", "raw": b"who was there", **place})
        line.write({"evidence_ids": [Command.link(cls.file.id)]})
        cls.accept("conditional", issues=[("Mend it", "provider", cls.due)])
        cls.issue = cls.acceptance.issue_ids

    def writes(self):
        """Return what nobody may do: ``(model, ids, method, arguments)``."""
        acceptance, issue = self.acceptance.sudo(), self.issue.sudo()
        later = str(self.due + timedelta(days=30))
        lines = {
            name: acceptance[name][:1]
            for name in ("criterion_ids", "deliverable_ids", "member_ids")
        }
        own = "itsm.acceptance", acceptance.ids, "write"
        yield from (
            (*own, [{name: value}])
            for name, value in {
                "name": "Other",
                "basis": "Other",
                "state": "in_force",
                "conclusion": "pass",
                "customer_answer": {"conclusion": "pass"},
                "customer_reason": "Other",
                "accepted_on": "2020-01-01",
                "sla_results": [],
                "period_end": "2099-01-01",
                "chair_id": self.director.id,
                "customer_signatory_id": self.contact.id,
                "provider_signed_on": "2020-01-01",
                "released_at": False,
                "former_reason": "Other",
                "project_id": self.project.id,
                "proposed_issue_ids": [
                    Command.create({"name": "One more", "date_due": later})
                ],
                "criterion_ids": [Command.create({"name": "New", "criterion": "It"})],
            }.items()
        )
        for records in lines.values():
            yield records._name, records.ids, "write", [{"name": "Other"}]
            yield records._name, records.ids, "unlink", []
            values = {"acceptance_id": acceptance.id, "name": "New", "criterion": "It"}
            values = {n: v for n, v in values.items() if n in records._fields}
            yield records._name, [], "create", [values]
        criterion = lines["criterion_ids"]
        for values in (
            {"result": "na"},
            {"is_mandatory": False},
            {"evidence_ids": [Command.clear()]},
            {"former_comment": "Other"},
        ):
            yield criterion._name, criterion.ids, "write", [values]
        yield "itsm.acceptance", acceptance.ids, "unlink", []
        for values in (
            {"name": "Other"},
            {"date_due": later},
            {"side": "customer"},
            {"origin": "provider"},
            {"state": "closed"},
            {"resolution": "Done"},
            {"acceptance_id": False},
            {"closed_on": later},
        ):
            yield issue._name, issue.ids, "write", [values]
        yield issue._name, issue.ids, "unlink", []
        yield (
            issue._name,
            [],
            "create",
            [{"acceptance_id": acceptance.id, "name": "New", "date_due": later}],
        )
        for file in self.file | acceptance.pdf_attachment_id:
            yield file._name, file.ids, "write", [{"datas": "b3RoZXI="}]
            yield file._name, file.ids, "write", [{"res_id": 0}]
            yield file._name, file.ids, "unlink", []
        place = {"res_model": "itsm.acceptance", "res_id": acceptance.id}
        yield "ir.attachment", [], "create", [{"name": "a", "datas": "Yg==", **place}]
        line = acceptance.decision_ids[:1]
        yield line._name, line.ids, "write", [{"comment": "Other"}]
        yield line._name, line.ids, "unlink", []

    def test_nobody(self):
        users = [*self.users.values(), self.env.ref("base.user_admin"), self.env.user]
        before = self.acceptance._contents(), self.acceptance._answer_facts()
        for user in users:
            for model, ids, method, args in self.writes():
                records = self.env[model].with_user(user).browse(ids)
                with (
                    self.subTest(user.login, model=model, method=method, args=args),
                    mute_logger("odoo.sql_db"),
                    self.assertRefused("", (AccessError, UserError)),
                ):
                    getattr(records, method)(*args)
        self.env.invalidate_all()
        after = self.acceptance._contents(), self.acceptance._answer_facts()
        self.assertEqual(after, before)

    def test_nobody_over_the_network(self):
        for role in ("administrator", "service_director", "project_manager"):
            login = self.users[role].login
            self.authenticate(login, login)
            for model, ids, method, args in self.writes():
                for context in ({}, {"itsm_engine": True, "default_state": "draft"}):
                    with (
                        self.subTest(role, model=model, method=method, args=args),
                        mute_logger("odoo.http", "odoo.sql_db"),
                        self.assertRaises(JsonRpcException),
                    ):
                        self.make_jsonrpc_request(
                            f"/web/dataset/call_kw/{model}/{method}",
                            {
                                "model": model,
                                "method": method,
                                "args": [ids, *args] if method != "create" else args,
                                "kwargs": {"context": context},
                            },
                        )
        self.assertEqual(self.acceptance.state, "conditional")

    def test_no_step_back(self):
        for method in ("action_cancel", "action_close", "action_put_in_force"):
            for role in ("administrator", "service_director", "project_manager"):
                with self.subTest(method, role=role):
                    with self.assertRefused("", (AccessError, UserError)):
                        getattr(self.as_role(role), method)()
        with self.assertRefused("is not at the customer's|signed for the customer"):
            self.as_role("project_manager").action_recall()
        with self.assertRefused("only what is approved"):
            self.as_role("project_manager").revise(True, "Other")
        for role in ROLES:
            with self.subTest(role), self.assertRefused("", (AccessError, UserError)):
                self.as_role(role)._keep_answer({"conclusion": "pass"})

    def test_closing_is_a_line_of_the_log(self):
        place = {"res_model": "itsm.remaining.issue.closing", "res_id": 0}
        files = self.env["ir.attachment"].with_user(self.manager)
        file = files.create({"name": "photo.txt", "raw": b"mended", **place})
        dialog = self.env["itsm.remaining.issue.closing"].with_user(self.manager)
        dialog.create(
            {
                "issue_id": self.issue.id,
                "resolution": "Mended",
                "evidence_ids": [Command.set(file.ids)],
            }
        ).action_close()
        [facts] = self.facts("point_closed")
        self.assertEqual(facts["resolution"], "Mended")
        self.assertEqual(facts["evidence"][0][0], "photo.txt")
        evidence = self.issue.sudo().evidence_ids
        for user in (self.manager, self.env.user):
            with self.assertRefused("are frozen with it", AccessError):
                evidence.with_user(user).write({"raw": b"other"})
            with self.assertRefused("stays as it is"):
                self.issue.with_user(user).write({"evidence_ids": [Command.clear()]})

    def test_verification_finds_what_was_changed_past_the_program(self):
        check = self.env["itsm.evidence.check"]
        self.assertEqual(check._check(self.acceptance)[0], [])
        for table, column, value, res_id, where in (
            ("itsm_acceptance", "conclusion", "pass", self.acceptance.id, "answer"),
            ("itsm_remaining_issue", "name", "Nothing", self.issue.id, "answer"),
            ("itsm_remaining_issue", "state", "closed", self.issue.id, "Issues"),
            (
                "itsm_acceptance_criterion",
                "result",
                "na",
                self.acceptance.criterion_ids[0].id,
                "Criteria",
            ),
        ):
            with self.subTest(table, column=column), self.env.cr.savepoint() as point:
                self.env.cr.execute(
                    f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, res_id]
                )
                found, _count = check._check(self.acceptance)
                self.assertTrue([one for one in found if where in one.where], found)
                point.rollback()
                self.env.invalidate_all()
