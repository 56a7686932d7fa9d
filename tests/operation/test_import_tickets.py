from odoo.tests import tagged

from ..common import DATA, SHANGHAI, ItsmCommon, not_before, utc


@tagged("post_install", "-at_install")
class TestImportTickets(ItsmCommon):
    """What an import makes of the 90 tickets of the demo contract."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(not_before("2026-11-02 08:00"))
        cls.put_in_force()
        cls.content = (DATA / "demo_tickets.csv").read_bytes()
        cls.tickets = cls._import(cls.content)
        cls.by_ref = {ticket.number: ticket for ticket in cls.tickets}

    @classmethod
    def _import(cls, content, zone=SHANGHAI):
        importer = cls.env["itsm.ticket.importer"]
        return importer._apply(cls._plan(content, zone))

    @classmethod
    def _plan(cls, content, zone=SHANGHAI):
        importer = cls.env["itsm.ticket.importer"]
        return importer._plan(cls.contract, importer._read(content, zone))

    def _events(self, ref):
        ticket = self.by_ref[ref]
        return [(event.kind, event.happened_at) for event in ticket.itsm_event_ids]

    def _clock(self, ref, metric):
        return self.by_ref[ref].itsm_clock_ids.filtered(
            lambda clock: clock.metric == metric
        )

    def test_all_are_there(self):
        self.assertEqual(len(self.tickets), 90)
        self.assertEqual(self.tickets.itsm_contract_id, self.contract)
        self.assertEqual(self.tickets.partner_id, self.customer)
        self.assertEqual(self.tickets.company_id, self.provider)

    def test_columns(self):
        ticket = self.by_ref["GD202608001"]
        self.assertEqual(ticket.itsm_import_ref, "GD202608001")
        self.assertEqual(ticket.type_id.itsm_code, "incident")
        self.assertEqual(ticket.itsm_priority_id.code, "P2")
        self.assertEqual(ticket.priority, "2")
        self.assertEqual(ticket.category_id.itsm_code, "ERP")
        self.assertEqual(ticket.category_id.name, "ERP application")
        self.assertEqual(ticket.channel_id.itsm_code, "邮件")
        self.assertEqual(ticket.itsm_support_line, 2)
        self.assertEqual(ticket.itsm_rating, 5)
        self.assertEqual(ticket.name, "ERP purchasing document fails to save")
        self.assertEqual(ticket.itsm_opened_at, utc("2026-08-04 09:40"))
        self.assertFalse(self.by_ref["GD202608003"].itsm_rating)

    def test_timeline(self):
        self.assertEqual(
            self._events("GD202608030"),
            [
                ("opened", utc("2026-08-28 16:00")),
                ("responded", utc("2026-08-28 16:25")),
                ("paused", utc("2026-08-31 10:00")),
                ("resumed", utc("2026-09-03 14:00")),
                ("resolved", utc("2026-09-04 10:30")),
            ],
        )
        events = self.by_ref["GD202608030"].itsm_event_ids
        self.assertTrue(all(event.imported for event in events))
        self.assertEqual(events.user_id, self.env.user)
        paused = events.filtered(lambda event: event.kind == "paused")
        self.assertEqual(paused.pause_reason_id.code, "waiting_customer")

    def test_reopened(self):
        self.assertEqual(
            [kind for kind, _at in self._events("GD202610023")],
            ["opened", "responded", "resolved", "reopened", "resolved"],
        )

    def test_clocks(self):
        """Net minutes and outcomes of the expected columns of the file."""
        paused = self._clock("GD202608030", "resolution")
        self.assertEqual((paused.state, paused.used_seconds), ("met", 510 * 60))
        missed = self._clock("GD202608003", "resolution")
        self.assertEqual((missed.state, missed.used_seconds), ("breached", 1667 * 60))
        self.assertEqual(missed.outcome_at, utc("2026-08-07 11:30"))
        makeup = self._clock("GD202609015", "response")
        self.assertEqual((makeup.state, makeup.used_seconds), ("breached", 70 * 60))

    def test_states(self):
        states = {
            "GD202608001": "closed",
            "GD202610011": "paused",
            "GD202610018": "active",
            "GD202610026": "cancelled",
        }
        for ref, state in states.items():
            with self.subTest(ref=ref):
                ticket = self.by_ref[ref]
                self.assertEqual(ticket.itsm_state, state)
                self.assertEqual(ticket.stage_id._itsm_get_meaning(), state)

    def test_nobody_is_told(self):
        messages = self.env["mail.message"].search_count(
            [("model", "=", "helpdesk.ticket"), ("res_id", "in", self.tickets.ids)]
        )
        self.assertFalse(messages)
        self.assertFalse(self.tickets.message_follower_ids)

    def test_known_when_it_happened(self):
        """A report of August, drawn today, knows what happened in August."""
        ticket = self.by_ref["GD202608001"]
        known = ticket._timelines(known_at=utc("2026-09-01 00:00"))[ticket.id]
        self.assertEqual(len(known.events), 3)

    def test_same_file_again(self):
        before = self.env["helpdesk.ticket"].search_count([])
        plan = self._plan(self.content)
        self.assertFalse(plan.new)
        self.assertEqual(len(plan.unchanged), 90)
        self.assertFalse(self._import(self.content))
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)

    def test_same_reference_with_another_history(self):
        content = self.content.replace(b"2026-08-04 10:04", b"2026-08-04 10:09", 1)
        plan = self._plan(content)
        self.assertEqual([ticket.ref for ticket in plan.differing], ["GD202608001"])
        self._import(content)
        self.assertEqual(
            self.by_ref["GD202608001"].itsm_responded_at, utc("2026-08-04 10:04")
        )

    def test_same_reference_in_another_contract(self):
        other = self._create_contract(name="Another")
        self.standard_sla._copy_to_contract(other)
        self.put_in_force(other)
        importer = self.env["itsm.ticket.importer"]
        plan = importer._plan(other, importer._read(self.content, SHANGHAI))
        self.assertEqual(len(plan.new), 90)

    def test_zone_of_the_file(self):
        row = b"Z1,2026-08-04 09:40,incident,P2,2026-08-04 10:04,,in_progress"
        header = b"ref,opened_at,type,priority,first_response_at,resolved_at,state"
        ticket = self._import(header + b"\n" + row, zone="UTC")
        self.assertEqual(ticket.itsm_opened_at, utc("2026-08-04 09:40", "UTC"))

    def test_outside_the_contract(self):
        row = b"Z1,2026-07-04 09:40,incident,P2,2026-07-04 10:04,,in_progress"
        header = b"ref,opened_at,type,priority,first_response_at,resolved_at,state"
        plan = self._plan(header + b"\n" + row)
        self.assertEqual([ticket.ref for ticket in plan.outside], ["Z1"])

    def test_title_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        header, first, *_rest = self.content.split(b"\n")
        ticket = self._import(header + b"\n" + first.replace(b"GD202608001", b"Z1"))
        self.assertEqual(ticket.name, "ERP采购模块单据保存报错")

    def test_category_in_both_languages(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        header, first, *_rest = self.content.split(b"\n")
        first = first.replace(b"GD202608001", b"Z1").replace(b",ERP,", b",ERP2,")
        category = self._import(header + b"\n" + first).category_id
        self.assertEqual(category.with_context(lang="en_US").name, "ERP application")
        self.assertEqual(category.with_context(lang="zh_CN").name, "ERP应用")

    def test_progress(self):
        told = []
        importer = self.env["itsm.ticket.importer"]
        content = self.content.replace(b"GD2026", b"XX2026")
        importer._apply(self._plan(content), told.append)
        self.assertEqual(told, [0, 90])
