from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import ItsmCommon


@tagged("post_install", "-at_install")
class TestHistoryState(ItsmCommon):
    """The mapping of states, which people edit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.states = cls.env["itsm.history.state"]

    def test_names_are_blind_to_case_and_underscores(self):
        mapping = self.states._shared_mapping()
        for name in ("In Progress", "in_progress", " IN  PROGRESS "):
            self.assertEqual(mapping.get(name).phase.value, "active")

    def test_one_meaning_per_name(self):
        with self.assertRaisesRegex(ValidationError, "in_progress"):
            self.states.create({"name": "in_progress", "meaning": "new"})

    def test_archived_name_is_free(self):
        self.env.ref("itsm_service_delivery.history_state_in_progress").active = False
        state = self.states.create({"name": "in_progress", "meaning": "new"})
        self.assertEqual(
            self.states._shared_mapping().get("In Progress"),
            state._mapping().get("In Progress"),
        )

    def test_pause_needs_a_reason(self):
        with self.assertRaisesRegex(ValidationError, "Parked"):
            self.states.create({"name": "Parked", "meaning": "paused"})

    def test_who_may_change_it(self):
        state = self.states.create({"name": "Parked", "meaning": "new"})
        for role in ("service_manager", "service_director", "administrator"):
            state.with_user(self.users[role]).meaning = "active"
        for role in ("engineer", "sales", "auditor", "user"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                state.with_user(self.users[role]).meaning = "new"
        with self.assertRaises(AccessError):
            state.with_user(self.plain_user).read(["name"])
