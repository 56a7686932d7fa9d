"""Who may read, write, create and delete contracts, SLAs and their lines."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common import ROLES, ItsmCommon

MANAGERS = ("administrator", "service_director", "service_manager")
READERS = ("auditor", "general_manager", "management_representative", "reviewer")
OPERATION = ("commercial", "engineer", "security_officer", "technical_manager")

# The contracts of the fixture: who owns them, and how they stand.
ALL = {"draft", "force", "colleague_draft", "colleague_force", "pm_closed"}
IN_FORCE = {"force", "colleague_force"}
OWN = {"draft", "force"}

READ = {
    **dict.fromkeys(MANAGERS + READERS, ALL),
    **dict.fromkeys(OPERATION, IN_FORCE),
    "project_manager": IN_FORCE | {"pm_closed"},
    "sales": OWN,
    "user": set(),
    "cost_viewer": set(),
    "plain": set(),
    "portal": set(),
}
NOBODY = dict.fromkeys(READ, set())
WRITE_CONTRACT = {**NOBODY, **dict.fromkeys(MANAGERS, ALL), "sales": {"draft"}}
# Sales organise the SLA (domain 4.3): they write its drafts.
WRITE_SLA = {**NOBODY, **dict.fromkeys(MANAGERS, ALL), "sales": OWN}
ADMINISTRATOR = {**NOBODY, "administrator": ALL}

# model: read, write, create, unlink
RIGHTS = {
    "itsm.contract": (READ, WRITE_CONTRACT, WRITE_CONTRACT, ADMINISTRATOR),
    "itsm.contract.line": (READ, WRITE_CONTRACT, WRITE_CONTRACT, WRITE_CONTRACT),
    "itsm.contract.payment": (READ, WRITE_CONTRACT, WRITE_CONTRACT, WRITE_CONTRACT),
    "itsm.contract.clause": (READ, WRITE_CONTRACT, WRITE_CONTRACT, WRITE_CONTRACT),
    "itsm.contract.annex": (READ, WRITE_CONTRACT, WRITE_CONTRACT, WRITE_CONTRACT),
    "itsm.sla": (READ, WRITE_SLA, WRITE_SLA, ADMINISTRATOR),
    "itsm.sla.target": (READ, WRITE_SLA, WRITE_SLA, WRITE_SLA),
    "itsm.sla.availability": (READ, WRITE_SLA, WRITE_SLA, WRITE_SLA),
    "itsm.maintenance.window": (READ, WRITE_SLA, WRITE_SLA, WRITE_SLA),
    "itsm.credit.rule": (READ, WRITE_SLA, WRITE_SLA, WRITE_SLA),
}
OPERATIONS = ("read", "write", "create", "unlink")


@freeze_time("2026-08-15 01:00:00")
@tagged("post_install", "-at_install")
class TestContractAccess(ItsmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        colleague = new_test_user(
            cls.env,
            login="itsm_colleague",
            groups="itsm_service_delivery.group_sales",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.contracts = {}
        for key in sorted(ALL):
            owner = cls.users["sales"] if key in OWN else colleague
            cls.contracts[key] = cls._create_full_contract(owner)
        for key in ("force", "colleague_force", "pm_closed"):
            cls.put_in_force(cls.contracts[key])
        cls.contracts["pm_closed"].project_id = cls.env["project.project"].create(
            {"name": "Binhai", "user_id": cls.users["project_manager"].id}
        )
        cls.contracts["pm_closed"].action_close()
        with freeze_time("2026-07-15 01:00:00"):
            cls.waiting = cls._create_full_contract(cls.users["sales"])
            cls.put_in_force(cls.waiting)
        cls.foreign_company = cls.env["res.company"].create({"name": "Other provider"})
        cls.contracts["foreign"] = cls._create_full_contract(
            cls.env["res.users"], company=cls.foreign_company
        )
        cls.put_in_force(cls.contracts["foreign"])
        cls.everyone = {
            **cls.users,
            "plain": cls.plain_user,
            "portal": cls.portal_user,
        }

    @classmethod
    def _create_full_contract(cls, owner, company=None):
        company = company or cls.company
        contract = cls._create_contract(
            user_id=owner.id,
            service_manager_id=False,
            company_id=company.id,
            line_ids=[Command.create({"name": "Operation", "quantity": 1})],
            payment_ids=[Command.create({"name": "All of it", "percentage": 100})],
            clause_ids=[Command.create({"name": "Secrecy", "body": "Kept"})],
            annex_ids=[Command.create({"kind": "staff", "is_to_follow": True})],
        )
        service = cls.env["itsm.service"].create(
            {"code": "SC", "name": "Operation", "company_id": company.id}
            if company != cls.company
            else {"code": f"SC-{contract.id}", "name": "Operation"}
        )
        service.sudo()._adopt("fixture of the tests")
        window = {"kind": "weekly", "weekday": "6", "hour_to": 4.0}
        cls.env["itsm.sla"].create(
            {
                "name": "SLA",
                "contract_id": contract.id,
                "date_start": contract.date_start,
                "target_ids": [
                    Command.create(
                        {"priority_id": cls.priorities["P1"].id, "minutes": 240}
                    )
                ],
                "availability_ids": [
                    Command.create(
                        {
                            "service_id": service.id,
                            "target_pct": 99.9,
                            "window_ids": [Command.create(window)],
                        }
                    )
                ],
                "credit_rule_ids": [Command.create({"kind": "overall", "pct": 1.0})],
            }
        )
        return contract

    def _records(self, model):
        """Return ``{contract key: its record of a model}``."""
        paths = {
            "itsm.contract": lambda contract: contract,
            "itsm.contract.line": lambda contract: contract.line_ids,
            "itsm.contract.payment": lambda contract: contract.payment_ids,
            "itsm.contract.clause": lambda contract: contract.clause_ids,
            "itsm.contract.annex": lambda contract: contract.annex_ids,
            "itsm.sla": lambda contract: contract.sla_ids,
            "itsm.sla.target": lambda contract: contract.sla_ids.target_ids,
            "itsm.sla.availability": lambda contract: contract.sla_ids.availability_ids,
            "itsm.maintenance.window": lambda contract: (
                contract.sla_ids.availability_ids.window_ids
            ),
            "itsm.credit.rule": lambda contract: contract.sla_ids.credit_rule_ids,
        }
        records = {
            key: paths[model](contract) for key, contract in self.contracts.items()
        }
        self.assertTrue(all(len(record) == 1 for record in records.values()))
        return records

    def test_table_is_complete(self):
        self.assertEqual(set(READ), {*ROLES, "plain", "portal"})
        for tables in RIGHTS.values():
            for table in tables:
                self.assertEqual(set(table), set(READ))

    def test_rights(self):
        for model, tables in RIGHTS.items():
            records = self._records(model)
            for operation, table in zip(OPERATIONS, tables, strict=True):
                for role, expected in table.items():
                    with self.subTest(model=model, operation=operation, role=role):
                        user = self.everyone[role]
                        allowed = {
                            key
                            for key, record in records.items()
                            if record.with_user(user).has_access(operation)
                        }
                        self.assertEqual(allowed, expected)

    def test_search_shows_what_may_be_read(self):
        for model, tables in RIGHTS.items():
            records = self._records(model)
            ids = [record.id for record in records.values()]
            for role, expected in tables[0].items():
                with self.subTest(model=model, role=role):
                    search = self.env[model].with_user(self.everyone[role]).search
                    if role in ("plain", "portal"):
                        with self.assertRaises(AccessError):
                            search([("id", "in", ids)])
                        continue
                    found = set(search([("id", "in", ids)]).ids)
                    self.assertEqual(found, {records[key].id for key in expected})

    def test_standard_slas_are_for_every_role(self):
        standard = self.standard_sla
        lines = standard.target_ids[0], standard.availability_ids.window_ids
        for role in ROLES:
            for record in (standard, *lines):
                with self.subTest(role=role, model=record._name):
                    record = record.with_user(self.users[role])
                    self.assertTrue(record.has_access("read"))
                    self.assertEqual(record.has_access("write"), role in MANAGERS)
        self.assertFalse(standard.with_user(self.plain_user).has_access("read"))

    def test_several_roles_add_up(self):
        user = self.users["sales"]
        user.group_ids += self.env.ref("itsm_service_delivery.group_engineer")
        user.group_ids += self.env.ref("itsm_service_delivery.group_auditor")
        writable = {
            key
            for key, contract in self.contracts.items()
            if contract.with_user(user).has_access("write")
        }
        # Reading more does not mean changing more.
        self.assertEqual(writable, {"draft"})

    def test_sales_make_contracts_of_their_own_only(self):
        create = self.env["itsm.contract"].with_user(self.users["sales"]).create
        values = {
            "name": "New",
            "partner_id": self.customer.id,
            "date_start": "2026-09-01",
            "date_end": "2026-09-30",
        }
        self.assertEqual(create(values).user_id, self.users["sales"])
        colleague = self.contracts["colleague_draft"].user_id
        with self.assertRefused("", AccessError):
            create({**values, "user_id": colleague.id})

    def _check_only(self, roles, call):
        for role, user in self.everyone.items():
            with self.subTest(role=role):
                if role in roles:
                    with self.env.cr.savepoint() as savepoint:
                        call(user)
                        savepoint.rollback()
                else:
                    with self.assertRefused("", AccessError):
                        call(user)

    def test_business_methods(self):
        draft, force = self.contracts["draft"], self.contracts["force"]
        writers = (*MANAGERS, "sales")
        for record, method, roles, args in (
            (draft, "action_cancel", writers, ()),
            (self.waiting, "action_put_in_force", MANAGERS, ()),
            (self.waiting, "action_initiate", MANAGERS, ()),
            (force, "action_close", MANAGERS, ()),
            (force, "action_initiate", MANAGERS, ()),
            (force.sla_ids, "action_close", MANAGERS, ()),
            (force.sla_ids, "action_confirm_unchanged", MANAGERS, ()),
            (force.sla_ids, "action_revise", writers, ()),
            (force.sla_ids, "revise", writers, (True, "Shorter response")),
        ):
            with self.subTest(model=record._name, method=method):
                self._check_only(
                    roles,
                    lambda user, call=(record, method, args): getattr(
                        call[0].with_user(user), call[1]
                    )(*call[2]),
                )

    def test_choice_of_a_standard_sla_is_for_writers(self):
        def choose(user):
            choice = self.env["itsm.sla.choice"].with_user(user)
            choice.create(
                {
                    "contract_id": self.contracts["draft"].id,
                    "sla_id": self.standard_sla.id,
                }
            ).action_copy()

        self.contracts["draft"].sla_ids.unlink()
        self._check_only((*MANAGERS, "sales"), choose)

    def test_sales_write_slas_of_their_own_contracts_only(self):
        create = self.env["itsm.sla"].with_user(self.users["sales"]).create
        own = self._create_contract()
        create({"name": "SLA", "contract_id": own.id})
        colleague = self.contracts["colleague_draft"]
        colleague.sla_ids.unlink()
        for contract in (False, colleague.id):
            with self.subTest(contract=contract), self.assertRefused("", AccessError):
                create({"name": "SLA", "contract_id": contract})

    def test_nobody_reaches_into_another_company(self):
        foreign = self.contracts["foreign"]
        for role in MANAGERS:
            user = self.users[role]
            for record, method in (
                (foreign, "action_close"),
                (foreign.sla_ids, "action_revise"),
            ):
                with self.subTest(role=role, method=method):
                    with self.assertRefused("", AccessError):
                        getattr(record.with_user(user), method)()

    def test_screen_is_editable_for_those_who_may_write(self):
        for role, expected in WRITE_CONTRACT.items():
            for key in READ[role]:
                with self.subTest(role=role, contract=key):
                    contract = self.contracts[key].with_user(self.everyone[role])
                    self.assertEqual(contract.is_editable, key in expected)

    def test_every_screen_opens_for_every_role(self):
        for role in ROLES:
            user = self.users[role]
            for model in ("itsm.contract", "itsm.sla", "itsm.service"):
                with self.subTest(role=role, model=model):
                    records = self.env[model].with_user(user)
                    for view_type in ("form", "list", "kanban", "search"):
                        records.get_view(view_type=view_type)
                    fields = records.get_views([(False, "form")])["models"]
                    names = [
                        name
                        for name, field in fields[model]["fields"].items()
                        if field["type"] not in ("one2many", "many2many")
                    ]
                    records.search([]).read(names)
