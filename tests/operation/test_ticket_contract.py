from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import utc
from .common import OperationCommon


@tagged("post_install", "-at_install")
class TestTicketContract(OperationCommon):
    """The contract is found from the customer, and never guessed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["helpdesk.ticket.category"].create(
            {"name": "ERP", "itsm_service_id": cls.services["ERP"].id}
        )

    def second_contract(self, **values):
        contract = self._create_contract(name="Second", **values)
        self.standard_sla._copy_to_contract(contract)
        with self.at("2026-08-02 09:00"):
            self.put_in_force(contract)
        return contract

    def test_none(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        ticket = self.create_ticket("2026-08-04 09:00", partner_id=stranger.id)
        self.assertFalse(ticket.itsm_contract_id)
        self.assertFalse(ticket.itsm_contract_to_choose)

    def test_before_the_contract(self):
        ticket = self.create_ticket("2026-07-31 23:59")
        self.assertFalse(ticket.itsm_contract_id)
        ticket = self.create_ticket("2026-08-01 00:00")
        self.assertEqual(ticket.itsm_contract_id, self.contract)

    def test_several(self):
        second = self.second_contract()
        ticket = self.create_ticket("2026-08-04 09:00")
        self.assertFalse(ticket.itsm_contract_id)
        self.assertTrue(ticket.itsm_contract_to_choose)
        self.assertFalse(ticket.itsm_clock_ids)
        with self.at("2026-08-04 10:00"):
            ticket.itsm_contract_id = second
        self.assertFalse(ticket.itsm_contract_to_choose)
        self.assertEqual(ticket.itsm_sla_id, second.sla_ids)
        self.assertEqual(ticket.itsm_response_deadline, utc("2026-08-04 09:30"))

    def test_service_decides(self):
        """A contract whose lines name services covers only those."""
        self.second_contract(
            line_ids=[
                Command.create(
                    {"name": "Network", "service_id": self.services["NET"].id}
                )
            ]
        )
        ticket = self.create_ticket("2026-08-04 09:00", category_id=self.category.id)
        self.assertEqual(ticket.itsm_service_id, self.services["ERP"])
        self.assertEqual(ticket.itsm_contract_id, self.contract)

    def test_form(self):
        with self.at("2026-08-04 09:00"):
            form = Form(self.env["helpdesk.ticket"].with_user(self.engineer))
            form.name = "Down"
            form.description = "<p>x</p>"
            form.partner_id = self.contact
            self.assertEqual(form.itsm_contract_id, self.contract)
            form.itsm_impact = "high"
            form.itsm_urgency = "high"
            self.assertEqual(form.itsm_priority_id, self.priorities["P1"])
            ticket = form.save()
        self.assertEqual(ticket.itsm_response_deadline, utc("2026-08-04 09:15"))

    def test_form_asks_for_the_reason(self):
        ticket = self.create_ticket("2026-08-04 09:00")
        with self.at("2026-08-04 09:05"):
            form = Form(ticket.with_user(self.engineer))
            form.itsm_priority_id = self.priorities["P3"]
            self.assertTrue(form.itsm_reason_required)
            form.itsm_change_reason = "One department only"
            form.save()
        self.assertEqual(ticket.itsm_event_ids[-1].reason, "One department only")

    def test_project(self):
        project = self.env["project.project"].create({"name": "Operation"})
        self.contract.project_id = project
        ticket = self.create_ticket("2026-08-04 09:00")
        self.assertEqual(ticket.project_id, project)

    def test_other_company(self):
        """A customer's contract with another company of the group does not count."""
        other = self.env["res.company"].create({"name": "Sister"})
        self.env.user.company_ids += other
        contract = self._create_contract(
            company_id=other.id, user_id=False, service_manager_id=False
        )
        target = {
            "priority_id": self.priorities["P2"].id,
            "metric": "response",
            "minutes": 5,
        }
        self.env["itsm.sla"].create(
            {
                "name": "Sister's SLA",
                "contract_id": contract.id,
                "date_start": contract.date_start,
                "target_ids": [Command.create(target)],
            }
        )
        with self.at("2026-08-02 09:00"):
            self.put_in_force(contract)
        ticket = self.create_ticket("2026-08-04 09:00")
        self.assertEqual(ticket.itsm_contract_id, self.contract)


@tagged("post_install", "-at_install")
class TestTicketBatch(OperationCommon):
    """Timing tickets costs no query per ticket (design 8)."""

    def values(self, count):
        return [
            {
                "name": f"Ticket {index}",
                "number": f"B{index:05}",
                "description": "x",
                "stage_id": self.stages["new"].id,
                "partner_id": self.contact.id,
                "itsm_impact": "high",
                "itsm_urgency": "medium",
            }
            for index in range(count)
        ]

    def queries_of(self, function, *args):
        """Return how many queries a call makes, its caches warm."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_create(self):
        tickets = self.env["helpdesk.ticket"].with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        with self.at("2026-08-04 09:00"):
            tickets.create(self.values(2))
            few = self.queries_of(tickets.create, self.values(10))
            many = self.queries_of(tickets.create, self.values(200))
        self.assertLessEqual(many - few, 0.05 * 190)

    def test_update_clocks(self):
        with self.at("2026-08-04 09:00"):
            tickets = self.env["helpdesk.ticket"].create(self.values(50))
            tickets[:1]._update_clocks()
            one = self.queries_of(tickets[:1]._update_clocks)
            self.assertEqual(self.queries_of(tickets._update_clocks), one)

    def test_timelines(self):
        with self.at("2026-08-04 09:00"):
            tickets = self.env["helpdesk.ticket"].create(self.values(20))
        self.env.flush_all()
        with self.assertQueryCount(1):
            timelines = tickets._timelines()
        self.assertEqual(set(timelines), set(tickets.ids))

    def test_with_timelines(self):
        opened = utc("2026-08-04 09:00")

        def after(minutes):
            return opened + timedelta(minutes=minutes)

        p2 = self.priorities["P2"].id
        waits = {"pause_reason_id": self.pause_reasons["waiting_customer"].id}
        history = [
            ("opened", opened, {"priority_id": p2}),
            ("responded", after(10), {}),
            ("paused", after(60), waits),
            ("resumed", after(600), {}),
            ("resolved", after(660), {}),
        ]
        values = [
            {
                **line,
                "stage_id": self.stages["closed"].id,
                "itsm_contract_id": self.contract.id,
                "itsm_priority_id": p2,
            }
            for line in self.values(3)
        ]
        model = self.env["helpdesk.ticket"]
        tickets = model._create_with_timelines(values, [history] * 3)
        self.assertEqual(set(tickets.mapped("itsm_state")), {"closed"})
        self.assertEqual(set(tickets.mapped("itsm_resolution_state")), {"met"})
        self.assertEqual(self.used_minutes(tickets[0]), 120)
        self.assertEqual(self.kinds(tickets[2]), [kind for kind, _at, _v in history])
        self.assertTrue(all(tickets.itsm_event_ids.mapped("imported")))
        known = tickets[0]._timelines(known_at=after(30))[tickets[0].id]
        self.assertEqual(len(known.events), 2, "known when they happened")
        wrong = [history[0], ("resumed", after(5), {})]
        with self.refused(ValidationError, "not paused"):
            model._create_with_timelines(values[:1], [wrong])
