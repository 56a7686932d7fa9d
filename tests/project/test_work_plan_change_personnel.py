"""People are replaced: for a leave, and for good (clause 1.1.15)."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.approval import guard
from .work_plan_change import WorkPlanChangeCommon


@freeze_time("2026-09-16 02:00:00")
@tagged("post_install", "-at_install")
class TestWorkPlanChangePersonnel(WorkPlanChangeCommon):
    def add_daily(self):
        """Bring a daily check of September into the plan, by a change."""
        change = self.ask()
        new = self.agree(change)
        self.new_line(
            new.with_user(self.backup),
            "Daily check",
            date_start="2026-09-17",
            date_end="2026-09-30",
            planned_hours=10,
            recurrence="daily",
            user_id=self.engineer.id,
        )
        self.judge(change)
        self.carry_out(change)
        self.plan = new

    def on(self, plan, day):
        """Return who works on the daily check of a day."""
        task = plan._find_tasks().filtered(
            lambda task: str(task.itsm_turn) == day and "Daily" in task.name
        )
        return task.user_ids

    def leave(self, **values):
        change = self.ask_orally(
            kind="personnel", name="Leave", plan_id=self.plan.id
        )
        self.hand_over(change, **values)
        new = self.agree(change)
        self.judge(change)
        return change, new

    def test_leave(self):
        self.add_daily()
        change, new = self.leave()
        notes = "2026-09-21 – 2026-09-23: itsm_engineer"
        self.assertIn(notes, self.lines_of(new)["Daily check"].remark)
        self.assertEqual(self.lines_of(new)["Daily check"].user_id, self.engineer)
        self.assertFalse(self.lines_of(new)["Kick-off"].remark)
        self.carry_out(change)
        for day, who in (
            ("2026-09-18", self.engineer),
            ("2026-09-21", self.backup),
            ("2026-09-23", self.backup),
            ("2026-09-24", self.engineer),
        ):
            with self.subTest(day):
                self.assertEqual(self.on(new, day), who)
        concerned = change.sudo().activity_ids.mapped("user_id")
        self.assertEqual(concerned, self.engineer | self.backup)
        note = change.sudo().activity_ids.filtered(
            lambda activity: activity.user_id == self.backup
        )
        self.assertIn("Keys are with the customer's porter", note.note)

    def test_longer_work_goes_and_comes_back(self):
        """The monthly inspection is the backup's during the leave only."""
        change, new = self.leave()
        self.carry_out(change)
        task = new._find_tasks().filtered(lambda t: str(t.itsm_turn) == "2026-09-01")
        self.assertEqual(task.user_ids, self.engineer)
        for day, who in (
            ("2026-09-21 08:00", self.backup),
            ("2026-09-23 23:00", self.backup),
            ("2026-09-24 00:30", self.engineer),
        ):
            with self.subTest(day):
                self.run_job(day)
                self.assertEqual(task.user_ids, who)

    def test_for_good(self):
        change, new = self.leave(date_from="2026-09-16", date_until=False)
        lines = self.lines_of(new)
        self.assertEqual(lines["Inspection"].user_id, self.backup)
        # what was over before stays whose it was
        self.assertEqual(lines["Kick-off"].user_id, self.engineer)
        self.carry_out(change)
        tasks = new._find_tasks().filtered(lambda t: str(t.itsm_turn) == "2026-10-01")
        self.assertEqual(tasks.user_ids, self.backup)

    def test_for_good_from_a_later_day(self):
        change, new = self.leave(date_from="2026-10-01", date_until=False)
        self.carry_out(change)
        turns = {str(task.itsm_turn): task for task in new._find_tasks()}
        self.assertEqual(turns["2026-09-01"].user_ids, self.engineer)
        self.assertEqual(turns["2026-10-01"].user_ids, self.backup)
        self.run_job("2026-10-01 08:00")
        self.assertEqual(turns["2026-09-01"].user_ids, self.backup)

    def test_what_is_done_stays(self):
        change, new = self.leave()
        task = new._find_tasks().filtered(lambda t: str(t.itsm_turn) == "2026-09-01")
        task.state = "1_done"
        self.carry_out(change)
        self.run_job("2026-09-22 08:00")
        self.assertEqual(task.user_ids, self.engineer)

    def test_backup_of_the_team_is_proposed(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Backup",
                "user_id": self.backup.id,
                "company_id": self.company.id,
            }
        )
        member = self.project.sudo().itsm_member_ids.filtered(
            lambda member: member.user_id == self.engineer
        )
        guard.with_key(member).backup_id = employee
        handover = self.env["itsm.work.plan.handover"].new(
            {"change_id": self.ask().id, "replaced_id": self.engineer.id}
        )
        self.assertEqual(handover.successor_id._origin, self.backup)

    def test_note_is_mandatory(self):
        change, _new = self.leave(note=False)
        with self.assertRefused("write the handover note"):
            change.with_user(self.backup).action_submit()

    def test_successor_must_be_named(self):
        change, new = self.leave(date_from="2026-09-16", date_until=False)
        line = self.lines_of(new)["Inspection"].with_user(self.backup)
        line.user_id = self.engineer
        with self.assertRefused('2 Inspection still name.* "Apply Handovers"'):
            change.with_user(self.backup).action_submit()
        change.with_user(self.backup).action_apply_handovers()
        self.assertEqual(line.user_id, self.backup)
        change.with_user(self.backup).action_apply_handovers()

    @mute_logger("odoo.sql_db")
    def test_bad_handovers(self):
        change = self.ask(kind="personnel")
        for values, message, error in (
            ({"date_until": "2026-09-20"}, "check_dates", IntegrityError),
            ({"successor_id": self.engineer.id}, "check_people", IntegrityError),
        ):
            with self.subTest(values), self.assertRefused(message, error):
                self.hand_over(change, **values)
        other = self.agree(self.ask())
        with self.assertRefused("Only lines of", ValidationError):
            self.hand_over(change, line_ids=other.line_ids.ids)
