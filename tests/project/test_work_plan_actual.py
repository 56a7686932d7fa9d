from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .work_plan import WorkPlanCommon


@freeze_time("2026-08-01 02:00:00")
@tagged("post_install", "-at_install")
class TestWorkPlanActual(WorkPlanCommon):
    """What becomes of a plan: from its tasks, compared with the baseline."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.project.privacy_visibility = "employees"
        cls.plan = cls.approve(cls.new_plan())
        cls.tasks = cls.tasks_of(cls.plan)
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Wu Hao", "user_id": cls.engineer.id, "company_id": cls.company.id}
        )

    def _line(self, name):
        self.plan.invalidate_recordset()
        self.plan.line_ids.invalidate_recordset()
        return self.lines_of(self.plan)[name]

    def _facts(self, name):
        line = self._line(name)
        return line.state, line.variance_days, line.progress

    def test_nothing_begun(self):
        self.assertEqual(self._facts("Kick-off"), ("not_started", 0, 0))
        self.assertEqual(self.plan.completion_text, "N/A")
        self.assertEqual((self.plan.due_count, self.plan.late_count), (0, 0))

    def test_begun_by_a_stage(self):
        task = self.tasks["Kick-off"].with_user(self.engineer)
        stages = self.env["project.task.type"].create(
            [{"name": name, "project_ids": self.project.ids} for name in ("A", "B")]
        )
        with freeze_time("2026-08-03 17:00:00"):
            # the 4th in Shanghai
            task.stage_id = stages[1]
            task.itsm_progress = 40
        line = self._line("Kick-off")
        self.assertEqual(line.actual_start, date(2026, 8, 4))
        self.assertEqual(self._facts("Kick-off"), ("running", 0, 40))
        self.assertEqual(self._line("Start").state, "running")

    def test_a_milestone_is_reached_with_its_task(self):
        milestone = self.tasks["Begun"].milestone_id
        self.tasks["Kick-off"].with_user(self.engineer).state = "1_done"
        self.assertFalse(milestone.is_reached)
        task = self.tasks["Begun"].with_user(self.engineer)
        with freeze_time("2026-08-06 17:00:00"):
            # the 7th in Shanghai
            task.state = "1_done"
        self.assertTrue(milestone.is_reached)
        self.assertEqual(milestone.reached_date, date(2026, 8, 7))
        task.state = "01_in_progress"
        self.assertFalse(milestone.is_reached)

    def test_hours_begin_it_too(self):
        self.env["account.analytic.line"].create(
            [
                {
                    "name": "Prepared",
                    "project_id": self.project.id,
                    "task_id": self.tasks["Kick-off"].id,
                    "employee_id": self.employee.id,
                    "date": day,
                    "unit_amount": hours,
                }
                for day, hours in (("2026-08-04", 2.5), ("2026-08-03", 1.0))
            ]
        )
        line = self._line("Kick-off")
        self.assertEqual(line.actual_start, date(2026, 8, 3))
        self.assertEqual(line.actual_hours, 3.5)
        self.assertEqual(line.state, "running")
        self.assertEqual(self._line("Start").actual_hours, 3.5)

    def test_late_and_then_done(self):
        with freeze_time("2026-08-05 15:00:00"):
            self.assertEqual(self._facts("Kick-off"), ("not_started", 0, 0))
        with freeze_time("2026-08-05 17:00:00"):
            # it was due on the 5th; in Shanghai it is the 6th
            self.assertEqual(self._facts("Kick-off"), ("late", 1, 0))
            self.assertEqual(self.plan.completion_text, "0 %")
        with freeze_time("2026-08-08 02:00:00"):
            task = self.tasks["Kick-off"].with_user(self.engineer)
            task.state = "1_done"
            self.assertEqual(task.itsm_ended_on, date(2026, 8, 8))
            self.assertEqual(task.itsm_variance_days, 3)
            self.assertEqual(self._facts("Kick-off"), ("done", 3, 100))
            # the milestone of the 7th is due and open
            self.assertEqual((self.plan.done_count, self.plan.due_count), (1, 2))
            self.assertEqual(self.plan.completion_text, "50 %")
            self.assertEqual(self.plan.late_count, 1)
            task.state = "01_in_progress"
            self.assertFalse(task.itsm_ended_on)
            self.assertEqual(self._facts("Kick-off")[0], "late")

    def test_recurring_work_counts_each_time(self):
        with freeze_time("2026-10-05 02:00:00"):
            self.tasks["Inspection (2026-08-01)"].state = "1_done"
            # due: kick-off, milestone, inspections of August and September
            self.plan.invalidate_recordset()
            self.assertEqual((self.plan.done_count, self.plan.due_count), (1, 4))
            self.assertEqual(self.plan.completion, 25)
            # that of September was due on the 30th
            self.assertEqual(self._facts("Inspection"), ("late", 5, 33))
            self.tasks["Inspection (2026-09-01)"].state = "1_done"
            self.assertEqual(self._facts("Inspection"), ("running", 0, 66))
            self.tasks["Inspection (2026-10-01)"].state = "1_done"
            # planned until the end of October
            self.assertEqual(self._facts("Inspection"), ("done", -26, 100))

    def test_cancelled_task(self):
        with freeze_time("2026-08-20 02:00:00"):
            self.tasks["Kick-off"].state = "1_canceled"
            self.tasks["Begun"].state = "1_done"
            self.assertEqual(self._facts("Kick-off"), ("cancelled", 0, 0))
            self.plan.invalidate_recordset()
            self.assertEqual((self.plan.done_count, self.plan.due_count), (1, 1))
            self.assertEqual(self._facts("Start")[0], "done")

    def test_what_is_planned_is_locked(self):
        task = self.tasks["Kick-off"].with_user(self.manager)
        for vals in (
            {"user_ids": [(6, 0, self.manager.ids)]},
            {"date_deadline": "2026-09-01 10:00:00"},
            {"allocated_hours": 99},
            {"name": "Something else"},
            {"itsm_date_end": "2026-09-01"},
            {"itsm_plan_line_key": False},
            {"active": False},
            {"parent_id": False},
        ):
            with self.subTest(vals=vals), self.assertRefused("work plan change"):
                task.write(vals)
        with self.assertRefused("cannot be deleted"):
            task.sudo().unlink()
        with self.assertRefused("Only a work plan makes"):
            self.env["project.task"].create({"name": "X", "itsm_plan_line_key": "x"})
        # a form saves what it shows, changed or not
        task.write({"name": "Kick-off", "user_ids": [(6, 0, self.engineer.ids)]})
        task.write({"description": "<p>Done so</p>", "itsm_progress": 20})
        self.assertEqual(task.itsm_progress, 20)

    def test_bounds(self):
        task = self.tasks["Kick-off"]
        backwards = {"itsm_started_on": "2026-08-05", "itsm_ended_on": "2026-08-04"}
        for vals in ({"itsm_progress": 101}, {"state": "1_done", **backwards}):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                task.write(vals)
                self.env.flush_all()

    def test_task_and_line_know_each_other(self):
        task = self.tasks["Kick-off"].with_user(self.manager)
        self.assertEqual(task.itsm_plan_line_id.name, "Kick-off")
        action = task.action_itsm_view_plan_line()
        self.assertEqual(action["res_id"], self._line("Kick-off").id)
        self.assertEqual(
            self._line("Kick-off").action_view_task()["res_id"], task.id
        )
        other = self.env["project.task"].create(
            {"name": "Another", "project_id": self.project.id}
        )
        self.assertFalse(other.itsm_plan_line_id)
        other.write({"name": "Renamed", "allocated_hours": 3})
        self.assertEqual(other.name, "Renamed")
