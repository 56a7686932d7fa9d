"""Who may read, write, create and delete acceptances and remaining issues."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import AcceptanceCommon

MANAGERS = ("administrator", "service_director", "service_manager")
READERS = (
    "auditor",
    "general_manager",
    "management_representative",
    "reviewer",
    "technical_manager",
)
NOTHING = ("commercial", "cost_viewer", "engineer", "plain", "portal", "user")
# Of the fixture: a draft and a signed one of the project manager's own project, a draft
# of another one.
ALL = {"draft", "signed", "foreign"}
OWN = {"draft", "signed"}

READ = {
    **dict.fromkeys((*MANAGERS, *READERS), ALL),
    **dict.fromkeys(NOTHING, set()),
    "security_officer": set(),
    "project_manager": OWN,
    "sales": OWN,
}
NOBODY = dict.fromkeys(READ, set())
WRITE = {**NOBODY, **dict.fromkeys(MANAGERS, ALL), "project_manager": OWN}
# deleting is for administrators, and lines go with those who write
UNLINK = {**NOBODY, "administrator": ALL}
LINES = ("criterion", "deliverable", "member")
OPERATIONS = ("read", "write", "create", "unlink")
RIGHTS = {
    "itsm.acceptance": (READ, WRITE, WRITE, UNLINK),
    **{f"itsm.acceptance.{line}": (READ, WRITE, WRITE, WRITE) for line in LINES},
    "itsm.remaining.issue": (READ, WRITE, WRITE, WRITE),
}


@tagged("post_install", "-at_install")
class TestAcceptanceAccess(AcceptanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        due = cls.acceptance._today() + timedelta(days=14)
        issue = {"name": "Label the cables", "date_due": due}
        proposed = {"proposed_issue_ids": [Command.create(issue)]}
        cls.documents = {"signed": cls.acceptance}
        cls.accept("conditional", issues=[("Mend it", "provider", due)])
        cls.documents["draft"] = cls.new_acceptance(
            kind="stage", stage_name="Half-year", **proposed
        )
        contract = cls._create_contract(user_id=False, service_manager_id=False)
        cls.standard_sla._copy_to_contract(contract)
        cls.put_in_force(contract)
        contract.project_id = cls.env["project.project"].create(
            {
                "name": "Binhai",
                "company_id": cls.provider.id,
                "user_id": cls.users["service_manager"].id,
            }
        )
        cls.documents["foreign"] = (
            cls.acceptance.sudo()
            .with_user(cls.env.user)
            .create(
                {
                    "project_id": contract.project_id.id,
                    "criterion_ids": [
                        Command.create({"name": "ERP", "criterion": "It runs"})
                    ],
                    "deliverable_ids": [Command.create({"name": "Report"})],
                    "member_ids": [Command.create({"name": "Chen Jing"})],
                    **proposed,
                }
            )
        )
        cls.everyone = {
            **cls.users,
            "plain": cls.plain_user,
            "portal": cls.portal_user,
        }

    def record_of(self, model, key):
        document = self.documents[key].sudo()
        if model == "itsm.acceptance":
            return document
        names = {
            "itsm.acceptance.criterion": "criterion_ids",
            "itsm.acceptance.deliverable": "deliverable_ids",
            "itsm.acceptance.member": "member_ids",
            "itsm.remaining.issue": "issue_ids",
        }
        return document[names[model]][0]

    def test_rights(self):
        self.assertEqual(set(READ), set(self.everyone))
        for model, rights in RIGHTS.items():
            for operation, allowed in zip(OPERATIONS, rights, strict=True):
                for role, user in self.everyone.items():
                    found = {
                        key
                        for key in ALL
                        if self.record_of(model, key)
                        .with_user(user)
                        .has_access(operation)
                    }
                    with self.subTest(model=model, operation=operation, role=role):
                        self.assertEqual(found, allowed[role])

    def test_searches(self):
        for model in RIGHTS:
            records = self.env[model].browse()
            for key in ALL:
                records |= self.record_of(model, key).with_user(self.env.user)
            for role, user in self.everyone.items():
                if role in ("plain", "portal"):
                    with self.assertRaises(AccessError):
                        records.with_user(user).search([])
                    continue
                found = records.with_user(user).search([("id", "in", records.ids)])
                keys = {
                    key for key in ALL if self.record_of(model, key).id in found.ids
                }
                with self.subTest(model=model, role=role):
                    self.assertEqual(keys, READ[role])

    def test_who_is_asked_reads(self):
        reviewer = self.users["commercial"]
        draft = self.documents["draft"]
        self.assertFalse(draft.with_user(reviewer).has_access("read"))
        draft.write({"chair_id": reviewer.id})
        draft.with_user(self.manager).action_submit()
        self.assertTrue(draft.with_user(reviewer).has_access("read"))
        self.assertFalse(draft.with_user(reviewer).has_access("write"))
        self.assertTrue(draft.criterion_ids.with_user(reviewer).has_access("read"))
        draft.with_user(reviewer).action_approve()
        self.assertTrue(draft.with_user(reviewer).has_access("read"))

    def test_who_follows_up_closes(self):
        issue = self.acceptance.issue_ids
        engineer = self.users["engineer"]
        with self.assertRaises(AccessError):
            issue.with_user(engineer).close("Done")
        issue.with_user(self.manager).write({"owner_id": engineer.id})
        issue.with_user(engineer).close("Done")
        self.assertEqual(issue.closed_by_id, engineer)
        self.assertEqual(self.acceptance.state, "in_force")

    def test_duties(self):
        """R1, R3 and R10: who drafts and manages neither chairs nor releases."""
        draft = self.documents["draft"]
        director_role = self.env.ref("itsm_service_delivery.group_service_director")
        self.manager.group_ids += director_role
        draft.write({"chair_id": self.manager.id})
        with self.assertRefused("so somebody else chairs"):
            draft.with_user(self.manager).action_submit()
        draft.write({"chair_id": self.chair.id})
        draft.with_user(self.manager).action_submit()
        with self.assertRaises(AccessError):
            draft.with_user(self.manager).action_approve()
        # who becomes the manager meanwhile does not chair either
        self.project.user_id = self.chair
        with self.assertRefused("may not chair the internal review"):
            draft.with_user(self.chair).action_approve()
        self.project.user_id = self.manager
        draft.with_user(self.chair).action_approve()
        with self.assertRefused("may not approve"):
            draft.with_user(self.manager).action_approve()
        with self.assertRefused("only what is approved is sent"):
            draft.with_user(self.chair)._send_to_customer(self.contact)
