from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import utc
from .common import OperationCommon


@tagged("post_install", "-at_install")
class TestTicketClock(OperationCommon):
    def test_live_state(self):
        """Nothing has to run for a clock to be at risk or breached (hard case 13)."""
        ticket = self.create_ticket("2026-08-04 09:00")  # 480 minutes
        tickets = self.env["helpdesk.ticket"].with_user(self.engineer)
        mine = [("id", "=", ticket.id)]
        for text, state in (
            ("2026-08-04 14:59", "running"),
            ("2026-08-04 15:00", "at_risk"),  # 360 of 480 minutes: three quarters
            ("2026-08-04 17:00", "at_risk"),  # exactly on the deadline is met
            ("2026-08-04 17:01", "breached"),
        ):
            with self.subTest(text=text), self.at(text):
                self.env.invalidate_all()
                self.assertEqual(ticket.itsm_resolution_state, state)
                for other in ("running", "at_risk", "breached", "met", "paused"):
                    found = tickets.search(
                        [*mine, ("itsm_resolution_state", "=", other)]
                    )
                    self.assertEqual(bool(found), other == state, other)
                groups = tickets._read_group(
                    mine, ["itsm_resolution_state"], ["__count"]
                )
                self.assertEqual(groups, [(state, 1)])

    def test_states_are_a_partition(self):
        self.create_ticket("2026-08-04 09:00")
        self.create_ticket("2026-08-04 09:00", partner_id=False)
        tickets = self.env["helpdesk.ticket"]
        field = tickets._fields["itsm_resolution_state"]
        states = [state for state, _label in field._description_selection(self.env)]
        domain = [("company_id", "=", self.provider.id)]
        with self.at("2026-08-04 15:30"):
            counts = [
                tickets.search_count([*domain, ("itsm_resolution_state", "=", state)])
                for state in [*states, False]
            ]
        self.assertEqual(sum(counts), tickets.search_count(domain))

    def test_sorting(self):
        late = self.create_ticket("2026-08-04 09:00", "P4")
        soon = self.create_ticket("2026-08-04 10:00", "P1")
        paused = self.create_ticket("2026-08-04 09:00", "P1")
        self.move(paused, "paused", "2026-08-04 09:05")
        tickets = (late | soon | paused).with_user(self.engineer)
        found = tickets.search(
            [("id", "in", tickets.ids)], order="itsm_resolution_deadline, id"
        )
        self.assertEqual(found, soon | late | paused)

    def test_used_share(self):
        ticket = self.create_ticket("2026-08-07 17:00", "P3")  # Friday
        clock = self.clock(ticket)
        with self.at("2026-08-10 10:00"):  # Monday: 60 minutes, twice
            clock.invalidate_recordset()
            self.assertEqual(clock.used_now, 120 * 60)
            self.assertEqual(clock.used_pct, 8)  # 120 of 1,440
            self.assertEqual(clock.remaining, "22 h left")

    def test_used_after_breach(self):
        ticket = self.create_ticket("2026-08-04 09:00", "P1")
        clock = self.clock(ticket)
        with self.at("2026-08-04 14:00"):
            clock.invalidate_recordset()
            self.assertEqual(clock.used_pct, 125)
            self.assertEqual(clock.remaining, "1 h over")
        self.move(ticket, "paused", "2026-08-04 14:00")
        with self.at("2026-08-05 14:00"):
            clock.invalidate_recordset()
            self.assertEqual(clock.remaining, "1 h over", "hard case 3")
            self.assertEqual(clock.live_state, "breached")

    def test_without_target(self):
        """Hard case 12: no target is not "accomplished at once"."""
        with self.at("2026-08-02 09:00"):
            draft = self.sla.revise(True, "Other targets")
            draft.date_start = "2026-08-03"
            draft.target_ids.filtered(
                lambda t: t.metric == "response" and t.priority_id.code == "P2"
            ).unlink()
            self.adopt(draft)
        ticket = self.create_ticket("2026-08-04 09:00")
        self.move(ticket, "active", "2026-08-04 09:10")
        self.assertEqual(self.state(ticket, "response"), "not_applicable")

    def test_without_contract(self):
        ticket = self.create_ticket("2026-08-04 09:00", partner_id=False)
        self.move(ticket, "resolved", "2026-08-04 10:00")
        self.assertFalse(ticket.itsm_clock_ids)
        self.assertFalse(ticket.itsm_resolution_state)
        self.assertFalse(ticket.itsm_clock_panel)
        self.assertEqual(ticket.itsm_state, "resolved")

    def test_panel(self):
        ticket = self.create_ticket("2026-08-04 09:00")
        self.move(ticket, "paused", "2026-08-04 10:00")
        response, resolution = ticket.itsm_clock_panel
        self.assertEqual(response["state"], "breached")
        self.assertEqual(resolution["state"], "paused")
        self.assertEqual(resolution["used"], "1 h")
        self.assertEqual(resolution["target"], "8 h")
        self.assertEqual(resolution["waits_for"], "Waiting for the customer")
        self.assertFalse(resolution["deadline"])

    def test_viewer_does_not_matter(self):
        """Hard case 22: neither his time zone nor his rights move a deadline."""
        self.engineer.tz = "America/New_York"
        ticket = self.create_ticket("2026-08-07 17:30", "P3")
        self.assertEqual(ticket.itsm_response_deadline, utc("2026-08-10 09:30"))
        for user in (self.manager, self.users["auditor"], self.plain_user):
            ticket.sudo().message_subscribe(user.partner_id.ids)
            seen = ticket.with_user(user).itsm_response_deadline
            self.assertEqual(seen, utc("2026-08-10 09:30"))

    def test_rebuild(self):
        ticket = self.create_ticket("2026-08-04 09:00")
        self.move(ticket, "paused", "2026-08-04 10:00")
        self.move(ticket, "active", "2026-08-04 12:00")
        other = self.create_ticket("2026-08-04 09:00", "P1")
        self.move(other, "resolved", "2026-08-04 15:00")
        tickets = ticket | other

        def stored():
            self.env.invalidate_all()
            # When it was computed is no result: used_now is what shows
            as_of = {"computed_at", "used_seconds", "display_name"}
            names = list(tickets.itsm_clock_ids._fields.keys() - as_of)
            return (
                tickets.sudo().itsm_clock_ids.read(names),
                tickets.sudo().read(["itsm_state", "itsm_sla_id", "itsm_closed_at"]),
            )

        administrator = self.users["administrator"]
        with self.at("2026-08-04 15:00"):
            before = stored()
            self.env["helpdesk.ticket"].with_user(administrator).action_rebuild_clocks()
            self.assertEqual(stored(), before)
            with self.assertRaises(AccessError):
                tickets.with_user(self.manager).action_rebuild_clocks()

    def test_lost_projection(self):
        ticket = self.create_ticket("2026-08-04 09:00")
        deadline = ticket.itsm_resolution_deadline
        ticket.sudo().itsm_clock_ids.unlink()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET itsm_state = NULL, itsm_sla_id = NULL"
            " WHERE id = %s",
            [ticket.id],
        )
        self.env.invalidate_all()
        ticket.sudo()._project_anew()
        self.assertEqual(ticket.itsm_state, "new")
        self.assertEqual(ticket.itsm_resolution_deadline, deadline)


@tagged("post_install", "-at_install")
class TestPolicyChange(OperationCommon):
    """Hard cases 13 and 14."""

    def put_version_in_force(self, start, at, factor):
        """Put a version with other targets in force at a local time."""
        with self.at(at):
            draft = self.sla.revise(True, "Other targets")
            draft.date_start = start
            for target in draft.target_ids:
                target.minutes = target.minutes * factor
            self.adopt(draft)
        return draft

    def test_new_version(self):
        before = self.create_ticket("2026-08-04 09:00")
        finished = self.create_ticket("2026-08-10 09:00")
        self.move(finished, "resolved", "2026-08-10 10:00")
        running = self.create_ticket("2026-08-10 09:00")
        self.move(running, "active", "2026-08-10 09:20")
        written = running.write_date
        version = self.put_version_in_force("2026-08-10", "2026-08-10 12:00", 2)
        self.env.invalidate_all()
        self.assertEqual(before.itsm_sla_id, self.sla)
        self.assertEqual(running.itsm_sla_id, version)
        self.assertEqual(running.itsm_resolution_deadline, utc("2026-08-11 01:00"))
        self.assertEqual(running.write_date, written, "the ticket is left alone")
        # The response was judged by the version of then
        self.assertEqual(self.clock(running, "response").sla_id, self.sla)
        self.assertEqual(self.clock(finished).sla_id, self.sla)
        self.assertEqual(self.clock(finished).target_seconds, 480 * 60)
        after = self.create_ticket("2026-08-10 13:00")
        self.assertEqual(after.itsm_sla_id, version)

    def test_calendar_change(self):
        running = self.create_ticket("2026-08-06 17:00", "P3")  # Thursday
        finished = self.create_ticket("2026-08-06 17:00", "P3")
        self.move(finished, "active", "2026-08-06 17:10")
        self.move(running, "active", "2026-08-06 17:10")
        self.move(finished, "resolved", "2026-08-07 11:00")  # 60 + 120 minutes
        written = running.write_date
        # 1,440 minutes: 60 on Thursday, 480 on Friday and Monday, 420 on Tuesday
        self.assertEqual(running.itsm_resolution_deadline, utc("2026-08-11 17:00"))
        with self.at("2026-08-07 12:00"):
            self._create_holiday(self.calendars["5x8"], "2026-08-07", "2026-08-07")
            self.env.cr.precommit.run()
        self.env.invalidate_all()
        self.assertEqual(running.itsm_resolution_deadline, utc("2026-08-12 17:00"))
        self.assertEqual(running.write_date, written)
        self.assertEqual(self.used_minutes(finished), 180, "never judged again")

    def test_contract_chosen_later(self):
        ticket = self.create_ticket("2026-08-04 09:00", partner_id=False)
        with self.at("2026-08-04 10:00"):
            ticket.itsm_contract_id = self.contract
        self.assertEqual(self.kinds(ticket), ["opened", "contract_changed"])
        self.assertEqual(ticket.itsm_resolution_deadline, utc("2026-08-04 17:00"))
        with self.at("2026-08-04 11:00"):
            ticket.write({"itsm_contract_id": False, "itsm_change_reason": "Private"})
        self.assertFalse(ticket.itsm_clock_ids)
        self.assertFalse(ticket.itsm_resolution_clock_id)

    def test_older_than_its_contract(self):
        """What a customer brings along is judged by the SLA of the first day."""
        ticket = self.create_ticket("2026-07-31 22:00")
        self.assertFalse(ticket.itsm_contract_id)
        with self.at("2026-08-03 09:00"):
            ticket.with_user(self.manager).itsm_contract_id = self.contract
            ticket.env.flush_all()
        self.assertEqual(ticket.itsm_sla_id, self.sla)
        # P2: 480 minutes around the clock, from the opening on
        self.assertEqual(self.clock(ticket).deadline, utc("2026-08-01 06:00"))
        self.assertEqual(self.state(ticket, text="2026-08-03 09:00"), "breached")

    def test_version_ended_early(self):
        """A ticket keeps the version it was opened under."""
        ticket = self.create_ticket("2026-08-04 09:00")
        with self.at("2026-08-04 10:00"):
            self.sla._transition({"date_end": "2026-08-03"})
        self.assertEqual(ticket.itsm_sla_id, self.sla)

    def test_future_version_is_no_business_of_today(self):
        ticket = self.create_ticket("2026-08-04 09:00")
        self.put_version_in_force("2026-09-01", "2026-08-05 12:00", 3)
        self.assertEqual(ticket.itsm_sla_id, self.sla)
        self.assertEqual(
            ticket.itsm_resolution_deadline,
            utc("2026-08-04 09:00") + timedelta(hours=8),
        )
