from odoo.tests import tagged

from ..common import MODULE, ROLES, ItsmCommon


@tagged("post_install", "-at_install")
class TestRoles(ItsmCommon):
    def test_one_privilege(self):
        privilege = self.env.ref(f"{MODULE}.privilege_service_delivery")
        self.assertEqual(
            privilege.group_ids, self._roles(), "All roles, and nothing but roles."
        )

    def _roles(self):
        groups = self.env["res.groups"]
        for role in ROLES:
            groups |= self.env.ref(f"{MODULE}.group_{role}")
        return groups

    def test_every_role_is_an_internal_user(self):
        for role in ROLES:
            with self.subTest(role):
                user = self.users[role]
                self.assertTrue(user.has_group("base.group_user"))
                self.assertTrue(user.has_group(f"{MODULE}.group_user"))

    def test_roles_can_be_combined_on_the_users_form(self):
        """The form offers a selection per privilege: here one per role."""
        hierarchy = self.env["res.groups"]._get_view_group_hierarchy()
        category = self.env.ref(f"{MODULE}.module_category_service_delivery")
        (shown,) = [
            entry for entry in hierarchy["categories"] if entry["id"] == category.id
        ]
        selections = [
            hierarchy["privileges"][line]["group_ids"]
            for line in shown["privilege_ids"]
        ]
        self.assertEqual(selections, [[group.id] for group in self._sorted_roles()])
        for line in shown["privilege_ids"]:
            (group,) = hierarchy["privileges"][line]["group_ids"]
            self.assertEqual(hierarchy["groups"][group]["privilege_id"], line)

    def _sorted_roles(self):
        return self._roles().sorted("sequence")

    def test_other_privileges_stay(self):
        hierarchy = self.env["res.groups"]._get_view_group_hierarchy()
        again = self.env["res.groups"]._get_view_group_hierarchy()
        self.assertEqual(hierarchy, again, "The cached original is not changed.")
        sales = self.env.ref("sales_team.group_sale_salesman").privilege_id
        self.assertEqual(
            hierarchy["groups"][self.env.ref("sales_team.group_sale_salesman").id][
                "privilege_id"
            ],
            sales.id,
        )
        known = set(hierarchy["privileges"])
        for category in hierarchy["categories"]:
            self.assertLessEqual(set(category["privilege_ids"]), known)
