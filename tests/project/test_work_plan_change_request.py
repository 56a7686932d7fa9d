"""Oral and written requests, and who answers them (domain 1.9, G12)."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..common import utc
from .work_plan_change import WorkPlanChangeCommon


@freeze_time("2026-09-16 02:00:00")
@tagged("post_install", "-at_install")
class TestWorkPlanChangeRequest(WorkPlanChangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Sunday 20 September 2026 is a make-up workday
        cls.company.resource_calendar_id = cls.calendars["5x8"]

    # === THE RECORD === #

    def test_oral_request(self):
        change = self.ask_orally(requested_at="2026-09-16 01:30:00")
        self.assertEqual(change.recorded_by_id, self.manager)
        self.assertEqual(str(change.recorded_at), "2026-09-16 02:00:00")
        self.assertEqual(str(change.record_due), "2026-09-17")
        self.assertFalse(change.is_recorded_late)

    def test_recorded_late(self):
        """Asked on Friday the 18th: the next working day is Sunday the 20th."""
        for recorded, late in (
            ("2026-09-18 23:30", False),
            ("2026-09-20 23:30", False),
            ("2026-09-21 00:30", True),
        ):
            with self.subTest(recorded), freeze_time(utc(recorded)):
                change = self.ask_orally(requested_at=utc("2026-09-18 10:00"))
                self.assertEqual(str(change.record_due), "2026-09-20")
                self.assertEqual(change.is_recorded_late, late)

    def test_days_of_the_settings(self):
        self.company.itsm_oral_record_days = 0
        with freeze_time(utc("2026-09-17 09:00")):
            change = self.ask_orally(requested_at=utc("2026-09-16 18:00"))
        self.assertEqual(str(change.record_due), "2026-09-16")
        self.assertTrue(change.is_recorded_late)
        # judged by what held when it was recorded
        self.company.itsm_oral_record_days = 5
        change.invalidate_recordset()
        self.assertTrue(change.is_recorded_late)

    def test_a_later_record_is_the_record(self):
        """Whoever rewrites what was said records it then."""
        change = self.ask_orally(requested_at=utc("2026-09-16 10:00"))
        with freeze_time(utc("2026-09-18 10:00")):
            change.with_user(self.approver).oral_summary = "Something else."
        self.assertTrue(change.is_recorded_late)
        self.assertEqual(change.recorded_by_id, self.approver)

    def test_nobody_writes_when_it_was_recorded(self):
        change = self.ask_orally()
        for values in (
            {"recorded_at": "2026-09-16 01:00:00"},
            {"recorded_by_id": self.approver.id},
            {"confirmed_by_id": self.approver.id},
            {"request_state": "agreed"},
            {"editor_id": self.backup.id},
            {"requested_by_id": self.backup.id},
        ):
            with self.subTest(values), self.assertRefused("cannot be written"):
                change.write(values)
            with self.subTest(values), self.assertRefused("cannot be written"):
                self.ask(**values)

    def test_incomplete_record(self):
        for values, message in (
            ({"channel": False}, "how it was asked"),
            ({"oral_summary": " "}, "Write down what was said"),
            ({"channel": "meeting"}, "Say where"),
            ({"requested_at": "2026-09-16 02:00:01"}, "before it is made"),
        ):
            with self.subTest(values):
                with self.assertRefused(message, ValidationError):
                    self.ask_orally(**values)
        change = self.ask()
        with self.assertRefused("how it was asked", ValidationError):
            change.request_mode = "oral"

    def test_asked_of_somebody_else(self):
        with self.assertRefused("is no service manager", ValidationError):
            self.ask(requested_to_id=self.technical.id)

    def test_form(self):
        form = Form(self.env["itsm.work.plan.change"].with_user(self.manager))
        form.project_id = self.project.with_user(self.manager)
        self.assertEqual(form.plan_id.id, self.plan.id)
        self.assertEqual(form.requested_to_id.id, self.approver.id)
        form.name = "He is on leave"
        form.reason = "Leave"
        form.kind = "personnel"
        with form.handover_ids.new() as line:
            line.replaced_id = self.engineer.with_user(self.manager)
            line.successor_id = self.backup.with_user(self.manager)
            line.date_from = "2026-09-21"
            line.date_until = "2026-09-23"
        change = form.save()
        self.assertEqual(change.handover_ids.line_ids.mapped("name"), ["Inspection"])

    # === THE ANSWER === #

    def test_who_hears_it_confirms_it(self):
        other = self.users["service_director"]
        change = self.ask_orally()
        with self.assertRefused("who alone can confirm", AccessError):
            change.with_user(other).action_agree("", self.backup.id)
        self.assertFalse(change.with_user(other).can_answer)
        self.assertTrue(change.with_user(self.approver).can_answer)
        self.agree(change)
        self.assertEqual(change.sudo().confirmed_by_id, self.approver)

    def test_a_written_request_any_service_manager_answers(self):
        change = self.ask()
        change.with_user(self.users["service_director"]).action_agree(
            "", self.backup.id
        )
        self.assertEqual(change.step, "editing")

    def test_nobody_answers_his_own_request(self):
        self.project.user_id = self.users["service_director"]
        change = self.ask(user=self.users["service_director"])
        with self.assertRefused("", AccessError):
            change.with_user(self.users["service_director"]).action_agree(
                "", self.backup.id
            )
        for user in (self.manager, self.engineer, self.technical):
            with self.subTest(user.login), self.assertRefused("", AccessError):
                change.with_user(user).action_agree("", self.backup.id)

    def test_the_request_stays_as_it_was(self):
        change = self.ask_orally()
        self.agree(change)
        for values in (
            {"oral_summary": "Something else."},
            {"reason": "Another"},
            {"requested_at": "2026-09-01 00:00:00"},
            {"request_mode": "written"},
        ):
            with self.subTest(values), self.assertRefused("stays as it was"):
                change.with_user(self.manager).write(values)

    def test_who_can_be_the_editor(self):
        change = self.ask()
        for user, message in (
            (self.users["sales"], "cannot edit work plans"),
            (self.plain_user, "Name who edits"),
            (self.portal_user, "Name who edits"),
            (self.env["res.users"], "Name who edits"),
        ):
            with self.subTest(user.login), self.assertRefused(message):
                change.with_user(self.approver).action_agree("", user.id)

    # === DUTIES === #

    def test_who_edits(self):
        change = self.ask()
        new = self.agree(change)
        line = self.lines_of(new)["Inspection"]
        for user in (self.approver, self.technical, self.engineer):
            with self.subTest(user.login), self.assertRefused("", AccessError):
                line.with_user(user).planned_hours = 20
            with self.subTest(user.login), self.assertRefused("", AccessError):
                change.with_user(user).impact_sla = "None"
        line.with_user(self.backup).planned_hours = 20
        line.with_user(self.manager).planned_hours = 21
        with self.assertRefused("submitted by", AccessError):
            change.with_user(self.manager).action_submit()

    def test_the_project_manager_does_not_check_his_own_edit(self):
        """R2: who has written it, in the version alone, does not check it."""
        change = self.ask()
        new = self.agree(change)
        self.edit(change)
        self.lines_of(new)["Kick-off"].with_user(self.manager).planned_hours = 9
        change.with_user(self.backup).action_submit()
        self.assertEqual(change.waiting_stage_id.sudo().asked_ids, self.technical)
        change.with_user(self.technical).action_approve()
        change.with_user(self.approver).action_approve()
        self.assertEqual(change.state, "in_force")

    def test_the_project_manager_edits_himself(self):
        change = self.ask()
        self.agree(change, self.manager)
        self.edit(change, self.manager)
        change.with_user(self.manager).action_submit()
        self.assertEqual(change.waiting_stage_id.sudo().asked_ids, self.technical)
        with self.assertRefused("", AccessError):
            change.with_user(self.manager).action_approve()

    def test_an_editor_does_not_approve(self):
        """R1: a service manager who has edited leaves the approval to another one."""
        second = self.new_user("second_manager", "service_manager")
        change = self.ask()
        self.agree(change, self.approver)
        self.edit(change, self.approver)
        change.with_user(self.approver).action_submit()
        change.with_user(self.manager).action_approve()
        with self.assertRefused("Whoever wrote"):
            change.with_user(self.approver).action_approve()
        change.with_user(second).action_approve()
        self.assertEqual(change.state, "in_force")

    def test_another_editor(self):
        change = self.ask()
        new = self.agree(change)
        self.edit(change)
        with self.assertRefused("names the editor", AccessError):
            change.with_user(self.manager).name_editor(self.engineer.id)
        change.with_user(self.approver).name_editor(self.engineer.id)
        line = self.lines_of(new)["Inspection"]
        with self.assertRefused("", AccessError):
            line.with_user(self.backup).planned_hours = 30
        line.with_user(self.engineer).planned_hours = 30
        self.carry_out(change, self.engineer)
        self.assertEqual(new.state, "in_force")
