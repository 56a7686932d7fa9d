from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import utc
from .common import OperationCommon


@tagged("post_install", "-at_install")
class TestPriority(OperationCommon):
    def test_matrix_and_stars(self):
        ticket = self.create_ticket(
            "2026-08-04 09:00",
            itsm_priority_id=False,
            itsm_impact="high",
            itsm_urgency="high",
        )
        self.assertEqual(ticket.itsm_priority_id.code, "P1")
        self.assertEqual(ticket.priority, "3")
        with self.at("2026-08-04 09:05"):
            ticket.write(
                {"itsm_urgency": "medium", "itsm_change_reason": "Works again"}
            )
        self.assertEqual(ticket.itsm_priority_id.code, "P2")
        self.assertEqual(ticket.priority, "2")

    def test_lowered_needs_reason(self):
        ticket = self.create_ticket("2026-08-04 09:00")
        p3 = self.priorities["P3"]
        with self.refused(ValidationError, "Say why"):
            ticket.itsm_priority_id = p3
        with self.at("2026-08-04 09:10"):
            ticket.write(
                {"itsm_priority_id": p3.id, "itsm_change_reason": "One department"}
            )
        event = ticket.itsm_event_ids.sorted("id")[-1]
        self.assertEqual((event.kind, event.priority_id), ("priority_changed", p3))
        self.assertEqual(event.reason, "One department")
        # P3 from the opening on: an hour of office hours
        self.assertEqual(ticket.itsm_response_deadline, utc("2026-08-04 10:00"))
        self.assertEqual(ticket.priority, "1")

    def test_raised_by_stars(self):
        ticket = self.create_ticket("2026-08-04 09:00", "P4")
        with self.at("2026-08-04 09:05"):
            ticket.priority = "3"
        self.assertEqual(ticket.itsm_priority_id.code, "P1")
        self.assertEqual(self.kinds(ticket), ["opened", "priority_changed"])

    def test_changed_while_pending(self):
        """Hard case 1: the pause stays deducted."""
        ticket = self.create_ticket("2026-08-04 09:00", "P2")
        self.move(ticket, "paused", "2026-08-04 10:00")
        with self.at("2026-08-04 18:00"):
            ticket.itsm_priority_id = self.priorities["P1"]
        self.assertEqual(self.state(ticket, text="2026-08-04 18:30"), "paused")
        self.move(ticket, "active", "2026-08-04 19:00")
        # P1: 240 minutes, of which 60 are used
        self.assertEqual(ticket.itsm_resolution_deadline, utc("2026-08-04 22:00"))

    def test_lowered_after_breach(self):
        """Domain 3.3: a manager's decision, and the breach stays."""
        ticket = self.create_ticket("2026-08-04 09:00", "P1")
        values = {
            "itsm_priority_id": self.priorities["P4"].id,
            "itsm_change_reason": "Only one user",
        }
        with self.at("2026-08-04 14:00"):
            with self.assertRaises(AccessError):
                ticket.with_user(self.engineer).write(values)
            ticket.with_user(self.manager).write(values)
        self.assertEqual(self.state(ticket), "breached")
