"""Fixtures of the operation room: tickets under a contract in force."""

from contextlib import contextmanager

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import MODULE, ItsmCommon, utc


@tagged("post_install", "-at_install")
class OperationCommon(ItsmCommon):
    """Tickets of the contract, worked on at fixed times in Shanghai.

    ``at("2026-08-03 09:00")`` is a context in which it is that time there.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(utc("2026-08-01 08:00")):
            cls.put_in_force()
        mgmt = "helpdesk_mgmt.helpdesk_ticket_stage_"
        cls.stages = {
            "new": cls.env.ref(f"{mgmt}new"),
            "active": cls.env.ref(f"{mgmt}in_progress"),
            "paused": cls.env.ref(f"{mgmt}awaiting"),
            "third_party": cls.env.ref(f"{MODULE}.stage_third_party"),
            "resolved": cls.env.ref(f"{MODULE}.stage_resolved"),
            "closed": cls.env.ref(f"{mgmt}done"),
            "cancelled": cls.env.ref(f"{mgmt}cancelled"),
        }
        cls.pause_reasons = {
            code: cls.env.ref(f"{MODULE}.pause_reason_{code}")
            for code in ("waiting_customer", "third_party", "change_window")
        }
        cls.engineer = cls.users["engineer"]
        cls.manager = cls.users["service_manager"]

    @classmethod
    def at(cls, text):
        """Freeze the time at a local time in Shanghai."""
        return freeze_time(utc(text))

    @classmethod
    def create_ticket(cls, text, priority="P2", user=None, **values):
        """Create a ticket of the customer at a local time."""
        with cls.at(text):
            return (
                cls.env["helpdesk.ticket"]
                .with_user(user or cls.engineer)
                .create(
                    {
                        "name": "ERP does not answer",
                        "description": "<p>It hangs.</p>",
                        "partner_id": cls.contact.id,
                        "company_id": cls.provider.id,
                        "itsm_priority_id": cls.priorities[priority].id,
                        **values,
                    }
                )
            )

    @classmethod
    def move(cls, ticket, stage, text, user=None, **values):
        """Move a ticket to a stage at a local time."""
        with cls.at(text):
            ticket = ticket.with_user(user or cls.engineer)
            ticket.write({"stage_id": cls.stages[stage].id, **values})
            ticket.env.flush_all()

    @classmethod
    def clock(cls, ticket, metric="resolution"):
        """Return a clock of a ticket as superuser."""
        return ticket.sudo()[f"itsm_{metric}_clock_id"]

    @contextmanager
    def refused(self, error, words):
        """Expect an error with a message; unlike assertRaisesRegex, roll back."""
        with self.assertRaises(error) as caught:
            yield
        self.assertIn(words, str(caught.exception))

    def used_minutes(self, ticket, metric="resolution", text=None):
        """Return the service minutes used, by now or by a local time."""
        clock = self.clock(ticket, metric)
        if not text:
            return clock.used_seconds / 60
        with self.at(text):
            clock.invalidate_recordset()
            return clock.used_now / 60

    def state(self, ticket, metric="resolution", text=None):
        """Return the live state of a clock at a local time."""
        clock = self.clock(ticket, metric)
        if not text:
            return clock.live_state
        with self.at(text):
            clock.invalidate_recordset()
            return clock.live_state

    def kinds(self, ticket):
        """Return the kinds of a ticket's events in order of recording."""
        return ticket.sudo().itsm_event_ids.sorted("id").mapped("kind")
