from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import utc
from .common import OperationCommon


@tagged("post_install", "-at_install")
class TestTicketCorrection(OperationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls.create_ticket("2026-08-04 09:00")
        cls.move(cls.ticket, "active", "2026-08-04 10:00")

    def event(self, kind):
        return self.ticket.sudo().itsm_event_ids.filtered(lambda e: e.kind == kind)

    def correct(self, action, user=None, event=None, at="2026-08-04 12:00", **values):
        """Apply a correction at a local time; instants are given in local time too."""
        for name in ("happened_at", "paused_until"):
            if name in values:
                values[name] = utc(values[name])
        values = {
            "ticket_id": self.ticket.id,
            "action": action,
            "event_id": event and self.event(event).id,
            "reason": "Noted on paper",
            **values,
        }
        with self.at(at):
            wizard = self.env["itsm.ticket.correction"].with_user(user or self.engineer)
            wizard.create(values).action_apply()

    def test_wrong_time(self):
        self.assertEqual(self.state(self.ticket, "response"), "breached")
        self.correct("time", event="responded", happened_at="2026-08-04 09:25")
        self.assertEqual(self.used_minutes(self.ticket, "response"), 25)
        self.assertEqual(self.state(self.ticket, "response"), "met")
        self.assertEqual(self.ticket.itsm_responded_at, utc("2026-08-04 09:25"))
        correction = self.event("correction")
        self.assertEqual(correction.reason, "Noted on paper")
        self.assertEqual(correction.user_id, self.engineer)
        self.assertEqual(correction.recorded_at, utc("2026-08-04 12:00"))
        mended = self.event("responded")
        self.assertEqual(mended.happened_at, utc("2026-08-04 10:00"), "never edited")
        self.assertEqual(mended.effective_at, utc("2026-08-04 09:25"))

    def test_later_correction_wins(self):
        self.correct("time", event="responded", happened_at="2026-08-04 09:25")
        self.correct(
            "time",
            event="responded",
            happened_at="2026-08-04 09:40",
            at="2026-08-04 12:05",
        )
        self.assertEqual(self.used_minutes(self.ticket, "response"), 40)
        self.assertEqual(self.event("responded").effective_at, utc("2026-08-04 09:40"))

    def test_void(self):
        self.correct("void", event="responded")
        self.assertTrue(self.event("responded").is_void)
        self.assertFalse(self.ticket.itsm_responded_at)
        self.assertEqual(self.state(self.ticket, "response"), "breached")
        with self.assertRaises(ValidationError):
            self.correct("void", event="opened")

    def test_forgotten_response(self):
        self.correct("void", event="responded")
        self.correct("response", happened_at="2026-08-04 09:10", at="2026-08-04 12:05")
        self.assertEqual(self.used_minutes(self.ticket, "response"), 10)

    def test_forgotten_pause(self):
        self.correct(
            "pause",
            happened_at="2026-08-04 10:15",
            paused_until="2026-08-04 11:15",
            pause_reason_id=self.pause_reasons["waiting_customer"].id,
        )
        self.assertEqual(self.used_minutes(self.ticket, text="2026-08-04 12:00"), 120)
        self.assertEqual(self.ticket.itsm_state, "active")

    def test_opening(self):
        """Another time of opening: other deadlines, and maybe another version."""
        self.correct("time", event="opened", happened_at="2026-08-04 08:30")
        self.assertEqual(self.ticket.itsm_opened_at, utc("2026-08-04 08:30"))
        self.assertEqual(self.ticket.itsm_resolution_deadline, utc("2026-08-04 16:30"))

    def test_impossible(self):
        for values in (
            {"action": "time", "event": "responded", "happened_at": "2026-08-04 08:59"},
            {"action": "time", "event": "responded", "happened_at": "2026-08-04 12:01"},
            {"action": "time", "event": "responded", "reason": " "},
            {"action": "time", "happened_at": "2026-08-04 09:30"},
            {"action": "pause", "happened_at": "2026-08-04 10:15"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.correct(**values)
        self.assertEqual(self.kinds(self.ticket), ["opened", "responded"])

    def test_state_stays(self):
        """A correction does not do what a change of stage is for."""
        self.move(self.ticket, "resolved", "2026-08-04 11:00")
        with self.refused(ValidationError, "another stage"):
            self.correct("void", event="resolved")

    def test_event_of_another_ticket(self):
        other = self.create_ticket("2026-08-04 09:00")
        with self.assertRaises(ValidationError):
            self.correct(
                "time",
                event_id=other.sudo().itsm_event_ids.id,
                happened_at="2026-08-04 09:30",
            )

    def test_who_may(self):
        values = {"event": "responded", "happened_at": "2026-08-04 09:25"}
        for role in ("auditor", "sales", "user", "security_officer"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.correct("time", self.users[role], **values)
        self.move(self.ticket, "closed", "2026-08-04 11:00")
        with self.refused(AccessError, "closed"):
            self.correct("time", self.engineer, **values)
        self.correct("time", self.manager, **values)
        self.assertEqual(self.used_minutes(self.ticket, "response"), 25)
