"""Who sees a service in which state, and who writes it."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import MODULE, ROLES
from .common import CatalogueCommon

INTERNAL = {*ROLES, "plain"}
WRITERS = {"administrator", "service_director", "service_manager", "technical_manager"}
READERS = WRITERS | {"auditor", "general_manager", "management_representative"}


@tagged("post_install", "-at_install")
class TestServiceAccess(CatalogueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.everyone = {
            **cls.users,
            "plain": cls.plain_user,
            "portal": cls.portal_user,
        }
        cls.service.owner_id = cls.author

    def allowed(self, operation, record=None):
        record = record or self.service
        return {
            role
            for role, user in self.everyone.items()
            if record.with_user(user).has_access(operation)
        }

    def found(self):
        """Return the roles that find the service by a search."""
        domain = [("id", "=", self.service.id)]
        return {
            role
            for role, user in self.everyone.items()
            if self.env["itsm.service"].with_user(user).has_access("read")
            and self.env["itsm.service"].with_user(user).search(domain)
        }

    def assertReaders(self, roles):
        self.assertEqual(self.allowed("read"), roles)
        self.assertEqual(self.allowed("read", self.service.target_ids), roles)
        self.assertEqual(self.found(), roles)

    def test_drafts(self):
        self.assertReaders(READERS)
        self.assertEqual(self.allowed("write"), WRITERS)
        self.assertEqual(self.allowed("write", self.service.target_ids), WRITERS)
        self.assertEqual(self.allowed("unlink"), {"administrator"})

    def test_owners_read_their_drafts(self):
        self.service.owner_id = self.users["engineer"]
        self.assertReaders(READERS | {"engineer"})
        self.assertEqual(self.allowed("write"), WRITERS)

    def test_who_is_asked_reads_it(self):
        """A reviewer whose role says nothing of the catalogue, while he is asked."""
        stage = self.service.document_type_id.stage_ids[0]
        stage.sudo().group_id = self.env.ref(f"{MODULE}.group_reviewer")
        self.assertReaders(READERS)
        self.service.action_submit()
        self.assertReaders(READERS | {"reviewer"})
        self.assertEqual(self.allowed("write"), WRITERS)
        self.service.with_user(self.users["reviewer"]).action_approve()
        self.assertReaders(READERS | {"reviewer"})

    def test_published_superseded_and_retired(self):
        self.publish(self.service)
        self.assertReaders(INTERNAL)
        newer = self.next_version(self.service)
        self.assertReaders(INTERNAL)
        newer.action_close()
        self.service = newer
        self.assertReaders(INTERNAL)

    def test_cancelled(self):
        self.service.action_cancel()
        self.assertReaders(READERS)

    def test_writing_through_the_rights_of_a_role(self):
        self.service.with_user(self.reviewer).description = "<p>Better</p>"
        self.assertIn(self.reviewer, self.service.contributor_ids)
        for role in sorted(set(self.everyone) - WRITERS):
            service = self.service.with_user(self.everyone[role])
            with self.subTest(role), self.assertRefused("", AccessError):
                service.write({"name": "Other"})
            with self.subTest(role), self.assertRefused("", AccessError):
                service.action_submit()
            with self.subTest(role), self.assertRefused("", AccessError):
                service.env["itsm.service"].create({"code": "Z", "name": "Z"})

    def test_form_of_a_plain_user(self):
        """Who has no role opens what is published, without its approval."""
        self.publish(self.service)
        service = self.service.with_user(self.plain_user)
        view = service.get_view()
        self.assertNotIn("itsm_approval", view["arch"])
        nodes = etree.fromstring(view["arch"]).xpath("//field[not(ancestor::field)]")
        (values,) = service.web_read({node.get("name"): {} for node in nodes})
        self.assertEqual(values["state"], "in_force")
        self.assertFalse(values["can_revise"] or values["can_close"])
        manager = self.service.with_user(self.author)
        self.assertIn("itsm_approval", manager.get_view()["arch"])
        self.assertTrue(manager.can_close and manager.can_revise)

    def test_buttons_that_are_shown(self):
        service = self.service
        self.assertTrue(service.can_cancel and not service.can_put_in_force)
        auditor = service.with_user(self.users["auditor"])
        self.assertFalse(auditor.can_cancel or auditor.can_submit)
        self.approve(service)
        shown = {
            role
            for role in ROLES
            if role in READERS
            and service.with_user(self.users[role]).can_put_in_force
        }
        self.assertEqual(
            shown, {"administrator", "service_director", "service_manager"}
        )
