from email.message import EmailMessage

from odoo.tests import tagged

from .common import OperationCommon


@tagged("post_install", "-at_install")
class TestTicketMail(OperationCommon):
    """Which messages count (hard case 10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls.create_ticket("2026-08-04 09:00")
        cls.contact.email = "feng@example.com"
        cls.engineer.email = "wu.hao@example.net"  # test users share one address

    def post(self, text, author, **values):
        """Post a message as a user at a local time."""
        values = {
            "body": "Hello",
            "message_type": "comment",
            "subtype_xmlid": "mail.mt_comment",
            **values,
        }
        ticket = self.ticket.with_user(author)
        if author.share:
            ticket = ticket.sudo()
        with self.at(text):
            ticket.message_post(**values)

    def receive(self, text, sender, **headers):
        """Let the mail gateway take in a mail to the ticket."""
        mail = EmailMessage()
        mail["From"] = sender
        mail["To"] = "help@example.com"
        mail["Subject"] = "Re: ticket"
        mail["Message-Id"] = f"<{text.replace(' ', '.')}@example.com>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content("Hello")
        with self.at(text):
            self.env["mail.thread"].message_process(
                "helpdesk.ticket", mail.as_bytes(), thread_id=self.ticket.id
            )

    def test_reply_of_ours(self):
        self.post("2026-08-04 09:12", self.engineer)
        self.assertEqual(self.kinds(self.ticket), ["opened", "responded"])
        self.assertEqual(self.used_minutes(self.ticket, "response"), 12)
        self.assertEqual(self.ticket.itsm_event_ids[-1].user_id, self.engineer)
        self.post("2026-08-04 09:20", self.engineer)
        self.assertEqual(self.kinds(self.ticket), ["opened", "responded"])

    def test_what_is_no_response(self):
        robot = self.env.ref("base.user_root")
        for text, author, values in (
            ("2026-08-04 09:01", self.engineer, {"subtype_xmlid": "mail.mt_note"}),
            ("2026-08-04 09:02", self.engineer, {"is_internal": True}),
            ("2026-08-04 09:03", self.engineer, {"message_type": "notification"}),
            ("2026-08-04 09:04", self.engineer, {"message_type": "auto_comment"}),
            ("2026-08-04 09:05", self.engineer, {"message_type": "out_of_office"}),
            ("2026-08-04 09:06", robot, {}),
            ("2026-08-04 09:07", self.portal_user, {}),
        ):
            with self.subTest(text=text):
                self.post(text, author, **values)
                self.assertEqual(self.kinds(self.ticket), ["opened"])

    def test_mail_of_the_customer(self):
        """His second mail is no response."""
        self.receive("2026-08-04 09:10", "feng@example.com")
        self.assertEqual(self.kinds(self.ticket), ["opened"])

    def test_mail_of_ours(self):
        self.receive("2026-08-04 09:10", self.engineer.email)
        self.assertEqual(self.kinds(self.ticket), ["opened", "responded"])
        self.assertEqual(self.ticket.itsm_event_ids[-1].user_id, self.engineer)

    def test_automatic_mail_of_ours(self):
        self.receive(
            "2026-08-04 09:10", self.engineer.email, Auto_Submitted="auto-replied"
        )
        self.assertEqual(self.kinds(self.ticket), ["opened"])

    def test_employee_as_customer(self):
        """One of ours who reports a ticket does not respond to himself."""
        self.ticket.sudo().partner_id = self.engineer.partner_id
        self.post("2026-08-04 09:10", self.engineer)
        self.assertNotIn("responded", self.kinds(self.ticket))

    def test_customer_answers_in_a_pause(self):
        self.move(self.ticket, "paused", "2026-08-04 09:30")
        self.receive(
            "2026-08-04 10:00", "feng@example.com", Auto_Submitted="auto-replied"
        )
        self.assertEqual(self.ticket.itsm_state, "paused", "a vacation responder")
        self.post("2026-08-04 10:10", self.engineer)
        self.assertEqual(self.ticket.itsm_state, "paused", "one of ours")
        self.receive("2026-08-04 11:30", "feng@example.com")
        self.assertEqual(
            self.kinds(self.ticket), ["opened", "responded", "paused", "resumed"]
        )
        self.assertEqual(self.ticket.stage_id, self.stages["active"])
        self.assertEqual(self.used_minutes(self.ticket, text="2026-08-04 12:00"), 60)

    def test_customer_answers_by_the_portal(self):
        self.move(self.ticket, "paused", "2026-08-04 09:30")
        self.post("2026-08-04 11:30", self.portal_user)
        self.assertEqual(self.ticket.itsm_state, "active")
        self.assertEqual(self.ticket.itsm_event_ids[-1].user_id, self.portal_user)

    def test_customer_answers_while_we_wait_for_others(self):
        self.move(self.ticket, "third_party", "2026-08-04 09:30")
        self.receive("2026-08-04 11:30", "feng@example.com")
        self.assertEqual(self.ticket.itsm_state, "paused")

    def test_reply_after_the_resolution(self):
        self.move(self.ticket, "resolved", "2026-08-04 09:30")
        self.post("2026-08-04 09:40", self.engineer)
        self.assertEqual(self.kinds(self.ticket), ["opened", "resolved"])
        # Domain 3.2: resolved without an earlier response
        self.assertEqual(self.used_minutes(self.ticket, "response"), 30)

    def test_incoming_ticket(self):
        """The mail that opens a ticket is no response, whoever sends it on."""
        mail = EmailMessage()
        mail["From"] = self.engineer.email
        mail["To"] = "help@example.com"
        mail["Subject"] = "Printer"
        mail["Message-Id"] = "<new@example.com>"
        mail.set_content("It is on fire")
        with self.at("2026-08-04 09:00"):
            ticket_id = self.env["mail.thread"].message_process(
                "helpdesk.ticket", mail.as_bytes()
            )
        ticket = self.env["helpdesk.ticket"].browse(ticket_id)
        self.assertEqual(self.kinds(ticket), ["opened"])
