from datetime import datetime

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import OperationCommon


@tagged("post_install", "-at_install")
class TestTicketTour(OperationCommon, HttpCase):
    def test_engineer(self):
        """The browser has the real clock and UTC, so the ticket is one of right now."""
        self.contract._transition(
            {"date_end": fields.Date.add(fields.Date.today(), years=1)}
        )
        self.sla._transition({"date_end": False})
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": "ERP does not answer",
                "description": "<p>It hangs.</p>",
                "partner_id": self.contact.id,
                "user_id": False,
                "itsm_priority_id": self.priorities["P2"].id,
            }
        )
        self.start_tour(
            "/odoo/service-tickets", "itsm_ticket_tour", login="itsm_engineer"
        )
        self.env.invalidate_all()
        self.assertEqual(
            self.kinds(ticket),
            ["opened", "responded", "paused", "resumed", "resolved", "correction"],
        )
        self.assertEqual(ticket.user_id, self.engineer)
        self.assertEqual(ticket.stage_id, self.stages["resolved"])
        self.assertEqual(ticket.itsm_opened_at, datetime(2026, 8, 4, 8, 0))
        # Ordered by when they happened, the backdating comes before the opening
        own = ticket.itsm_event_ids.filtered(lambda event: event.kind != "opened")
        self.assertEqual(own.user_id, self.engineer)
