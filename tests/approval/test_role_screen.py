from odoo.exceptions import AccessError, MissingError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..common import MODULE, ROLES
from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestRoleScreen(ApprovalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls.users["administrator"]
        cls.engineer = cls.users["engineer"]
        cls.director = cls.role("service_director")
        cls.second_reviewer = cls.new_user("second_reviewer", "technical_manager")

    @classmethod
    def role(cls, name, user=None):
        """Return a role as an administrator sees it, who is not the system's."""
        group = cls.env.ref(f"{MODULE}.group_{name}")
        user = user or cls.users["administrator"]
        return cls.env["itsm.role"].with_user(user).browse(group.id)

    def others_leave(self):
        """Let nobody but this test's people hold roles in the provider."""
        keep = self.env["res.users"].union(
            *self.users.values(),
            self.second_reviewer,
            self.second_approver,
            self.env.user,
        )
        others = self.env["res.users"].search(
            [("company_ids", "in", self.provider.ids), ("id", "not in", keep.ids)]
        )
        others.active = False

    # === WHO SEES IT === #

    def test_roles_of_the_procedure(self):
        roles = self.env["itsm.role"].with_user(self.administrator).search([])
        self.assertEqual(
            set(roles.group_id.ids),
            {self.env.ref(f"{MODULE}.group_{role}").id for role in ROLES},
        )
        self.assertEqual(self.director.name, "Service Director")

    def test_administrators_only(self):
        self.assertFalse(
            self.administrator.has_group("base.group_erp_manager"),
            "He is not the administrator of the system.",
        )
        people = [self.plain_user, self.portal_user]
        people += [self.users[role] for role in ROLES if role != "administrator"]
        for user in people:
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.role("service_director", user).read(["name"])

    def test_menu(self):
        menu = self.env.ref(f"{MODULE}.menu_roles")
        visible = self.env["ir.ui.menu"].with_user(self.administrator)
        self.assertIn(menu.id, visible._visible_menu_ids())
        hidden = self.env["ir.ui.menu"].with_user(self.users["service_director"])
        self.assertNotIn(menu.id, hidden._visible_menu_ids())

    # === WHAT IT SHOWS === #

    def test_holders_are_those_the_role_was_given_to(self):
        directors = self.approver | self.second_approver
        self.assertLessEqual(directors, self.director.user_ids)
        self.assertNotIn(
            self.administrator, self.director.user_ids, "His role includes it only."
        )
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            login="stranger",
            groups=f"{MODULE}.group_service_director",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.director.invalidate_recordset()
        self.assertNotIn(stranger, self.director.user_ids)

    def test_what_it_decides_and_what_waits(self):
        self.assertIn(self.approval_stage, self.director.stage_ids)
        self.assertNotIn(self.review_stage, self.director.stage_ids)
        self.assertNotIn(
            "itsm.annual.objective",
            self.director.stage_ids.mapped("model"),
            "Not in use in this version.",
        )
        before = self.director.pending_count
        self.pass_review(self.submit())
        self.director.invalidate_recordset()
        self.assertEqual(self.director.pending_count, before + 1)
        action = self.director.action_view_pending()
        stages = self.env[action["res_model"]].with_user(self.administrator)
        self.assertIn(
            self.document.sudo().waiting_stage_id, stages.search(action["domain"])
        )

    def test_delegates_are_asked_too(self):
        self.assertNotIn(self.engineer, self.director.delegate_ids)
        self.env["itsm.approval.delegation"].create(
            {
                "user_id": self.approver.id,
                "delegate_id": self.engineer.id,
                "date_to": "2099-12-31",
                "reason": "Holidays",
            }
        )
        self.director.invalidate_recordset()
        self.assertIn(self.engineer, self.director.delegate_ids)

    # === WHO IS LACKING === #

    def warning(self):
        self.type.invalidate_recordset()
        return self.type.coverage_level, self.type.coverage_warning

    def test_enough_people(self):
        self.others_leave()
        self.assertEqual(self.warning(), ("ok", ""))
        self.director.invalidate_recordset()
        self.assertEqual(self.director.coverage_level, "ok")

    def test_nobody_holds_the_role(self):
        self.others_leave()
        (self.approver | self.second_approver).active = False
        level, text = self.warning()
        self.assertEqual(level, "error")
        self.assertIn("Nobody can decide the stage Approval", text)
        self.assertIn("Service Director", text)
        self.director.invalidate_recordset()
        self.assertEqual(self.director.coverage_level, "error")
        self.assertIn(text, self.director.coverage_warning)

    def test_too_few_hold_the_role(self):
        self.others_leave()
        self.approval_stage.needed = 3
        level, text = self.warning()
        self.assertEqual(level, "error")
        self.assertIn("3 of Service Director must agree", text)

    def test_one_person_in_two_roles(self):
        """R12: the only reviewer is the only approver."""
        self.others_leave()
        self.reviewer.group_ids += self.env.ref(f"{MODULE}.group_service_director")
        (self.second_reviewer | self.approver | self.second_approver).active = False
        level, text = self.warning()
        self.assertEqual(level, "error")
        self.assertIn("nobody decides in two roles", text)

    def test_the_only_approver_may_write(self):
        """R1: what the only director writes, nobody else could approve."""
        self.others_leave()
        self.second_approver.active = False
        level, text = self.warning()
        self.assertEqual(level, "warning")
        self.assertIn(f"If {self.approver.name} writes a document", text)
        self.assertIn("stage Approval", text)

    def test_the_only_reviewer_may_not_write(self):
        """Auditors create no catalogue entries: one is enough to review them."""
        self.others_leave()
        self.review_stage.group_id = self.env.ref(f"{MODULE}.group_auditor")
        self.assertEqual(self.role("auditor").user_ids, self.users["auditor"])
        services = self.env["itsm.service"].with_user(self.users["auditor"])
        self.assertFalse(services.has_access("create"))
        self.assertEqual(self.warning()[0], "ok")

    def test_per_company(self):
        """Who decides here decides nothing elsewhere."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertEqual(self.type.with_company(other).coverage_level, "error")

    def test_no_stage(self):
        self.type.stage_ids.unlink()
        level, text = self.warning()
        self.assertEqual(level, "error")
        self.assertIn("No stage applies", text)

    def test_a_conditional_stage(self):
        """A stage for some documents is judged with those for all."""
        self.others_leave()
        self.new_stage(
            "Board", "approve", "general_manager", condition="[('code', '=', 'X')]"
        )
        self.assertEqual(self.warning()[0], "ok")
        self.users["general_manager"].active = False
        level, text = self.warning()
        self.assertEqual(level, "error")
        self.assertIn("stage Board", text)

    # === GIVING AND TAKING === #

    def test_give_and_take(self):
        group = self.director.group_id
        with Form(self.director) as form:
            form.user_ids.add(self.engineer)
        self.assertIn(group, self.engineer.group_ids)
        self.assertIn(self.engineer, self.director.user_ids)
        self.director.user_ids -= self.engineer
        self.assertNotIn(group, self.engineer.group_ids)
        changes = self.env["itsm.role.change"].search(
            [("user_id", "=", self.engineer.id), ("group_id", "=", group.id)]
        )
        self.assertEqual(changes.mapped("kind"), ["taken", "given"])
        self.assertEqual(changes.by_id, self.administrator)
        self.assertEqual(self.director.change_ids[:2], changes)

    def test_people_of_other_companies_stay(self):
        """Saving the people of one's companies takes nothing from others."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        group = self.director.group_id
        stranger = new_test_user(
            self.env,
            login="stranger",
            groups=f"{MODULE}.group_service_director",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.director.user_ids = self.approver
        self.assertIn(group, stranger.group_ids)
        self.assertNotIn(group, self.second_approver.group_ids)
        with self.assertRefused("stranger.* cannot have the role"):
            self.director.user_ids += stranger.with_user(self.administrator)

    def test_customers_have_no_role(self):
        with self.assertRefused("cannot have the role Service Director"):
            self.director.user_ids += self.portal_user.with_user(self.administrator)

    def test_others_give_nothing(self):
        for user in (self.users["service_director"], self.plain_user):
            with self.assertRefused("", AccessError):
                self.role("service_director", user).write(
                    {"user_ids": [Command.link(self.engineer.id)]}
                )

    def test_the_last_administrator_stays(self):
        role = self.role("administrator")
        self.env.ref(f"{MODULE}.group_administrator").user_ids = self.administrator
        role.invalidate_recordset()
        with self.assertRefused("is the last administrator"):
            role.user_ids -= self.administrator
        role.user_ids += self.engineer.with_user(self.administrator)
        role.user_ids -= self.administrator
        self.assertFalse(self.administrator.has_group(f"{MODULE}.group_administrator"))

    def test_no_way_to_the_whole_system(self):
        """A role that includes the system's administration is not his to give."""
        auditor = self.role("auditor")
        auditor.group_id.sudo().implied_ids += self.env.ref("base.group_system")
        with self.assertRefused("administration of the whole system", AccessError):
            auditor.user_ids += self.administrator

    def test_only_roles_of_ours(self):
        """No record of another group, and no other field to write."""
        system = self.env.ref("base.group_system")
        roles = self.env["itsm.role"].with_user(self.administrator)
        self.assertFalse(roles.search([("id", "=", system.id)]))
        with self.assertRefused("", MissingError):
            roles.browse(system.id).write(
                {"user_ids": [Command.link(self.administrator.id)]}
            )
        self.assertFalse(self.administrator.has_group("base.group_system"))
        for values in ({"group_id": system.id}, {"sequence": 1}, {"name": "Boss"}):
            with self.assertRefused("Only the people", AccessError):
                self.director.write(values)

    # === THE LOG OF ROLES === #

    def test_every_way_is_logged(self):
        """The form of users, that of groups, and a new user."""
        group = self.env.ref(f"{MODULE}.group_service_director")
        newcomer = self.new_user("newcomer", "service_director")
        group.user_ids -= newcomer
        newcomer.group_ids += group
        newcomer.active = False
        changes = self.env["itsm.role.change"].search(
            [("user_id", "=", newcomer.id), ("group_id", "=", group.id)]
        )
        self.assertEqual(changes.mapped("kind"), ["given", "taken", "given"])
        self.assertEqual(set(changes.mapped("user_name")), {newcomer.name})

    def test_nobody_writes_the_log(self):
        change = self.env["itsm.role.change"].search([], limit=1)
        for values in ({"kind": "taken"}, {"user_name": "Somebody"}):
            with self.assertRefused("", AccessError):
                change.write(values)
        with self.assertRefused("", AccessError):
            change.unlink()
        with self.assertRefused("", AccessError):
            self.env["itsm.role.change"].create(
                {"group_id": self.director.id, "user_name": "X", "kind": "given"}
            )
