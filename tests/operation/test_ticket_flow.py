from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ...models.operation.flow import events_of_move
from ..common import utc
from .common import OperationCommon


@tagged("post_install", "-at_install")
class TestMoves(OperationCommon):
    """What a change of stage says, one row per kind of move."""

    def test_events_of_move(self):
        rows = [
            # state, meaning, responded, other reason, person: events
            ("new", "new", False, False, True, ""),
            ("new", "active", False, False, True, "responded"),
            ("new", "active", False, False, False, ""),
            ("active", "active", True, False, True, ""),
            ("new", "paused", False, True, True, "responded paused"),
            ("active", "paused", True, True, True, "paused"),
            ("paused", "paused", True, False, True, ""),
            ("paused", "paused", True, True, True, "paused"),
            ("paused", "active", True, False, True, "resumed"),
            ("paused", "new", True, False, True, "resumed"),
            ("new", "resolved", False, False, True, "resolved"),
            ("paused", "resolved", True, False, True, "resolved"),
            ("paused", "closed", True, False, True, "resolved"),
            ("resolved", "closed", True, False, True, ""),
            ("resolved", "active", True, False, True, "reopened"),
            ("closed", "paused", True, True, True, "reopened paused"),
            ("closed", "cancelled", True, False, True, "cancelled"),
            ("cancelled", "cancelled", True, False, True, ""),
            ("cancelled", "active", False, False, True, "reopened responded"),
            ("cancelled", "closed", False, False, True, "reopened resolved"),
        ]
        for state, meaning, responded, new_reason, human, expected in rows:
            with self.subTest(state=state, meaning=meaning):
                kinds = events_of_move(
                    state,
                    meaning,
                    responded=responded,
                    new_reason=new_reason,
                    human=human,
                )
                self.assertEqual([kind.value for kind in kinds], expected.split())


@tagged("post_install", "-at_install")
class TestTicketFlow(OperationCommon):
    def test_opening(self):
        ticket = self.create_ticket("2026-08-04 09:40")
        self.assertEqual(self.kinds(ticket), ["opened"])
        event = ticket.itsm_event_ids
        self.assertEqual(event.happened_at, utc("2026-08-04 09:40"))
        self.assertEqual(event.user_id, self.engineer)
        self.assertEqual(event.priority_id, self.priorities["P2"])
        self.assertEqual(ticket.itsm_state, "new")
        self.assertEqual(ticket.itsm_contract_id, self.contract)
        self.assertEqual(ticket.itsm_sla_id, self.sla)
        # P2: 30 and 480 minutes around the clock
        self.assertEqual(ticket.itsm_response_deadline, utc("2026-08-04 10:10"))
        self.assertEqual(ticket.itsm_resolution_deadline, utc("2026-08-04 17:40"))

    def test_whole_way(self):
        ticket = self.create_ticket("2026-08-04 09:00")
        self.move(ticket, "active", "2026-08-04 09:20")
        self.move(ticket, "paused", "2026-08-04 10:00")
        self.move(ticket, "active", "2026-08-04 12:00")
        self.move(ticket, "resolved", "2026-08-04 13:00")
        self.move(ticket, "closed", "2026-08-05 09:00")
        self.assertEqual(
            self.kinds(ticket), ["opened", "responded", "paused", "resumed", "resolved"]
        )
        self.assertEqual(ticket.itsm_state, "closed")
        self.assertEqual(ticket.itsm_responded_at, utc("2026-08-04 09:20"))
        self.assertEqual(ticket.itsm_resolved_at, utc("2026-08-04 13:00"))
        self.assertEqual(ticket.itsm_closed_at, utc("2026-08-05 09:00"))
        self.assertEqual(self.used_minutes(ticket, "response"), 20)
        self.assertEqual(self.used_minutes(ticket), 120)
        self.assertEqual(self.state(ticket), "met")

    def test_resolved_from_paused(self):
        """Hard case 4: the pause is deducted."""
        ticket = self.create_ticket("2026-08-04 09:00")
        self.move(ticket, "paused", "2026-08-04 10:00")
        self.move(ticket, "resolved", "2026-08-06 10:00")
        self.assertEqual(
            self.kinds(ticket), ["opened", "responded", "paused", "resolved"]
        )
        self.assertEqual(self.used_minutes(ticket), 60)
        self.assertEqual(self.state(ticket), "met")

    def test_pause_over_weekend(self):
        """Hard cases 2 and 3: nothing passes in a pause, and no breach."""
        ticket = self.create_ticket("2026-08-07 16:00", "P3")  # a Friday
        self.move(ticket, "paused", "2026-08-07 17:00")
        self.assertEqual(ticket.itsm_resolution_deadline, False)
        self.assertEqual(self.state(ticket, text="2026-09-30 12:00"), "paused")
        self.assertEqual(self.used_minutes(ticket, text="2026-09-30 12:00"), 60)
        self.move(ticket, "active", "2026-08-10 09:00")  # the Monday
        # 1,440 service minutes less 60: two days of 480 and 420 on the third
        self.assertEqual(ticket.itsm_resolution_deadline, utc("2026-08-12 17:00"))

    def test_other_pause_reason(self):
        """Hard case 7: two waits in a row are one pause after the other."""
        ticket = self.create_ticket("2026-08-04 09:00")
        self.move(ticket, "paused", "2026-08-04 10:00")
        self.move(ticket, "third_party", "2026-08-04 11:00")
        self.assertEqual(ticket.itsm_pause_reason_id, self.pause_reasons["third_party"])
        # The SLA does not stop its clock for third parties
        self.assertEqual(self.used_minutes(ticket, text="2026-08-04 12:00"), 120)
        self.assertEqual(self.state(ticket, text="2026-08-04 12:00"), "running")

    def test_reopened(self):
        """Hard case 8: the time between resolution and reopening is not counted."""
        ticket = self.create_ticket("2026-08-04 09:00")
        self.move(ticket, "resolved", "2026-08-04 10:00")
        self.move(ticket, "active", "2026-08-06 10:00")
        self.assertFalse(ticket.itsm_resolved_at)
        self.assertEqual(self.state(ticket, text="2026-08-06 10:05"), "running")
        self.move(ticket, "resolved", "2026-08-06 11:30")
        self.assertEqual(self.used_minutes(ticket), 150)
        self.assertEqual(ticket.itsm_resolved_at, utc("2026-08-06 11:30"))

    def test_cancelled(self):
        """Hard case 9: no clock runs on."""
        ticket = self.create_ticket("2026-08-04 09:00")
        self.move(ticket, "cancelled", "2026-08-04 09:10")
        for metric in ("response", "resolution"):
            state = self.state(ticket, metric, "2026-09-30 12:00")
            self.assertEqual(state, "not_applicable")

    def test_duplicate(self):
        first = self.create_ticket("2026-08-04 09:00")
        second = self.create_ticket("2026-08-04 09:05")
        with self.at("2026-08-04 09:30"):
            wizard = self.env["helpdesk.ticket.duplicate.wizard"].create(
                {
                    "ticket_id": second.id,
                    "duplicate_of_id": first.id,
                    "target_stage_id": self.stages["closed"].id,
                }
            )
            wizard.with_user(self.engineer).action_confirm()
        self.assertEqual(self.kinds(second), ["opened", "merged"])
        self.assertEqual(self.state(second, text="2026-09-30 12:00"), "not_applicable")
        with self.at("2026-08-04 10:00"):
            second.duplicate_id = False
        self.assertEqual(self.kinds(second), ["opened", "merged", "reopened"])

    def test_copy(self):
        """Hard case 9: a copy takes nothing of the clocks along."""
        ticket = self.create_ticket("2026-08-04 09:00")
        self.move(ticket, "resolved", "2026-08-04 10:00")
        with self.at("2026-08-05 09:00"):
            copy = ticket.copy()
        self.assertEqual(self.kinds(copy), ["opened"])
        self.assertEqual(copy.itsm_opened_at, utc("2026-08-05 09:00"))
        self.assertEqual(copy.itsm_state, "new")
        self.assertFalse(copy.itsm_responded_at or copy.itsm_resolved_at)
        self.assertFalse(self.clock(copy) & self.clock(ticket))
        self.assertEqual(self.clock(copy).used_seconds, 0)

    def test_created_in_a_stage_of_work(self):
        ticket = self.create_ticket(
            "2026-08-04 09:00", stage_id=self.stages["active"].id
        )
        self.assertEqual(self.kinds(ticket), ["opened", "responded"])

    def test_backdated(self):
        opened_at = utc("2026-08-04 08:30")
        with self.assertRaises(ValidationError):
            self.create_ticket("2026-08-04 09:00", itsm_opened_at=opened_at)
        ticket = self.create_ticket(
            "2026-08-04 09:00",
            itsm_opened_at=opened_at,
            itsm_change_reason="Reported by phone",
        )
        self.assertEqual(ticket.itsm_event_ids.happened_at, opened_at)
        self.assertEqual(ticket.itsm_event_ids.recorded_at, utc("2026-08-04 09:00"))
        self.assertEqual(ticket.itsm_event_ids.reason, "Reported by phone")
        self.assertEqual(ticket.itsm_response_deadline, utc("2026-08-04 09:00"))

    def test_future_refused(self):
        with self.refused(ValidationError, "future"):
            self.create_ticket(
                "2026-08-04 09:00",
                itsm_opened_at=utc("2026-08-04 09:01"),
                itsm_change_reason="A typing error",
            )
        ticket = self.create_ticket("2026-08-04 09:00")
        with (
            self.at("2026-08-04 10:00"),
            self.refused(ValidationError, "before the ticket was opened"),
        ):
            ticket.sudo()._record_event("resolved", utc("2026-08-04 08:59"))
        self.assertEqual(self.kinds(ticket), ["opened"])

    def test_projection_is_not_written(self):
        ticket = self.create_ticket("2026-08-04 09:00")
        for name, value in (
            ("itsm_opened_at", utc("2026-08-04 08:00")),
            ("itsm_state", "closed"),
            ("itsm_resolved_at", utc("2026-08-04 09:00")),
            ("itsm_sla_id", self.standard_sla.id),
        ):
            with self.subTest(name=name), self.assertRaises(UserError):
                ticket.write({name: value})

    def test_closed_is_frozen(self):
        ticket = self.create_ticket("2026-08-04 09:00")
        self.move(ticket, "closed", "2026-08-04 10:00")
        for name, value in (
            ("itsm_priority_id", self.priorities["P1"].id),
            ("priority", "0"),
            ("itsm_impact", "low"),
            ("itsm_contract_id", False),
            ("itsm_service_id", self.services["ERP"].id),
        ):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                ticket.write({name: value})
        ticket.write({"name": "A better title", "priority": ticket.priority})

    def test_archiving(self):
        ticket = self.create_ticket("2026-08-04 09:00")
        with self.assertRaises(UserError):
            ticket.action_archive()
        self.move(ticket, "resolved", "2026-08-04 10:00")
        ticket.action_archive()

    def test_deletion(self):
        ticket = self.create_ticket("2026-08-04 09:00")
        with self.refused(UserError, "evidence"):
            ticket.with_user(self.manager).unlink()
        stray = self.create_ticket("2026-08-04 09:00", partner_id=False)
        stray.with_user(self.manager).unlink()
        self.assertFalse(stray.exists())

    def test_pause_stage_needs_reason(self):
        with self.assertRaises(ValidationError):
            self.env["helpdesk.ticket.stage"].create(
                {"name": "Parked", "itsm_meaning": "paused"}
            )

    def test_stage_without_meaning(self):
        stages = self.env["helpdesk.ticket.stage"]
        for values, meaning in (
            ({"closed": True}, "closed"),
            ({"unattended": True}, "new"),
            ({}, "active"),
        ):
            stage = stages.create({"name": "Own", **values})
            self.assertEqual(stage._itsm_get_meaning(), meaning)

    def test_pause_dialog(self):
        ticket = self.create_ticket("2026-08-04 09:00")
        with self.at("2026-08-04 10:00"):
            self.env["itsm.ticket.pause"].with_user(self.engineer).create(
                {
                    "ticket_id": ticket.id,
                    "pause_reason_id": self.pause_reasons["change_window"].id,
                    "note": "Tonight at ten",
                }
            ).action_pause()
        event = ticket.itsm_event_ids.filtered(lambda event: event.kind == "paused")
        self.assertEqual(event.reason, "Tonight at ten")
        self.assertEqual(ticket.itsm_pause_reason_id.code, "change_window")
        self.assertEqual(self.state(ticket), "paused")
