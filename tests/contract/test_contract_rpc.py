"""What a caller over the network cannot do either."""

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import ROLES, ItsmCommon


@tagged("post_install", "-at_install")
class TestContractRpc(ItsmCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        with freeze_time("2026-08-15 01:00:00"):
            super().setUpClass()
            cls.put_in_force()
        cls.draft = cls._create_contract()

    def _call(self, role, model, method, *args, **kwargs):
        login = self.users[role].login
        self.authenticate(login, login)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )

    def _refused(self, error, *call, **kwargs):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self._call(*call, **kwargs)
        self.assertEqual(caught.exception.args[0], error)

    def test_allowed(self):
        ids = self._call("sales", "itsm.contract", "search", [])
        self.assertEqual(set(ids), {self.contract.id, self.draft.id})
        write = ("itsm.contract", "write", [self.draft.id], {"workload_limit": 9})
        self.assertTrue(self._call("sales", *write))
        self.assertEqual(self.draft.workload_limit, 9)

    def test_state(self):
        user_error = "odoo.exceptions.UserError"
        for role in ("service_manager", "administrator"):
            for context in ({}, {"itsm_transition": True}):
                with self.subTest(role=role, context=context):
                    self._refused(
                        user_error,
                        role,
                        "itsm.contract",
                        "write",
                        [self.draft.id],
                        {"state": "in_force"},
                        context=context,
                    )
        values = {"name": "Born in force"}
        context = {"default_state": "in_force"}
        sla = self._call(
            "service_manager", "itsm.sla", "create", values, context=context
        )
        self.assertEqual(self.env["itsm.sla"].browse(sla).state, "draft")

    def test_state_of_an_sla(self):
        """No role writes what only submitting, deciding and signing set."""
        draft = self.standard_sla._copy_to_contract(self.draft)
        other = {"name": "X", "contract_id": self.draft.id, "last_day": "2027-01-01"}
        calls = [
            ("write", [sla.id], {"state": state})
            for sla in (draft, self.sla)
            for state in ("signed", "closed")
        ]
        calls += [
            ("write", [draft.id], {"number": "SLA-1"}),
            ("write", [draft.id], {"author_id": self.users["auditor"].id}),
            ("write", [self.sla.id], {"customer_signatory_id": self.contact.id}),
            ("web_save", [self.sla.id], {"last_day": "2026-09-30"}, {}),
            ("create", other),
        ]
        for role in ROLES:
            for call in calls:
                with self.subTest(role=role, call=call):
                    self._refused_somehow(role, "itsm.sla", *call)
        self.assertEqual((draft.state, self.sla.state), ("draft", "in_force"))

    def _refused_somehow(self, *call):
        """Either one may not write the record at all, or not this field."""
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self._call(*call)
        self.assertIn(
            caught.exception.args[0],
            ("odoo.exceptions.AccessError", "odoo.exceptions.UserError"),
        )

    def test_frozen_lines(self):
        target = self.sla.target_ids[0]
        for method, args in (
            ("write", [[target.id], {"minutes": 1}]),
            ("unlink", [[target.id]]),
            ("copy", [[target.id]]),
        ):
            with self.subTest(method):
                self._refused(
                    "odoo.exceptions.UserError",
                    "administrator",
                    "itsm.sla.target",
                    method,
                    *args,
                )

    def test_private_methods(self):
        for model, method in (
            ("itsm.contract", "_transition"),
            ("itsm.sla", "_transition"),
            ("itsm.sla", "_copy_to_contract"),
            ("itsm.sla", "_adopt"),
            ("itsm.sla", "_put_in_force"),
            ("itsm.sla", "_record_signatures"),
            ("itsm.contract", "_adopt"),
            ("itsm.contract", "_become_signed"),
            ("itsm.contract", "_follow_dates"),
        ):
            with self.subTest(model=model, method=method):
                self._refused(
                    "odoo.exceptions.AccessError",
                    "administrator",
                    model,
                    method,
                    [1],
                    {"state": "closed"},
                )

    def test_business_methods(self):
        access_error = "odoo.exceptions.AccessError"
        contract = [self.draft.id]
        for role in ("sales", "engineer", "auditor", "project_manager"):
            with self.subTest(role):
                self._refused(
                    access_error, role, "itsm.contract", "action_put_in_force", contract
                )
        self.assertEqual(self.draft.state, "draft")
