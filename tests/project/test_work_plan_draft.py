from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .work_plan import WorkPlanCommon


@freeze_time("2026-07-28 02:00:00")
@tagged("post_install", "-at_install")
class TestWorkPlanDraft(WorkPlanCommon):
    """What is wrong with a draft, templates, and large plans."""

    def _refused(self, plan, message):
        with self.assertRefused(message):
            plan.with_user(self.manager).action_submit()

    def test_predecessor_that_ends_later(self):
        plan = self.new_plan()
        lines = self.lines_of(plan)
        lines["Kick-off"].date_end = date(2026, 8, 7)
        message = "“1.2 Begun” starts before its predecessor “1.1 Kick-off” has ended"
        # the milestone is at the end of its day: this is still in time
        self.assertFalse(lines["Begun"].warning)
        lines["Kick-off"].date_end = date(2026, 8, 8)
        self.assertIn(message, lines["Begun"].warning)
        self.assertIn(message, plan.problem_text)
        self._refused(plan, message)

    def test_days_outside(self):
        plan = self.new_plan()
        lines = self.lines_of(plan)
        lines["Inspection"].date_end = date(2027, 8, 1)
        self._refused(plan, "2 Inspection ends on 2027-08-01, after the plan")
        plan.date_end = date(2027, 8, 1)
        self._refused(plan, "It ends on 2027-08-01, after the project")

    def test_people(self):
        plan = self.new_plan()
        lines = self.lines_of(plan)
        lines["Kick-off"].user_id = self.users["auditor"]
        self.assertIn("is not of the project team then", lines["Kick-off"].warning)
        self._refused(plan, "1.1 Kick-off: itsm_auditor .*is not of the project team")
        lines["Kick-off"].user_id = False
        self._refused(plan, "1.1 Kick-off: enter who is responsible")
        # joins in September: too late for August
        self.join(self.users["auditor"], date_start="2026-09-01")
        lines["Kick-off"].user_id = self.users["auditor"]
        self._refused(plan, "is not of the project team then")
        lines["Kick-off"].user_id = self.engineer
        lines["Inspection"].user_id = self.users["auditor"]
        plan.with_user(self.manager).action_submit()
        self.assertEqual(plan.state, "in_review")

    def test_empty_plan(self):
        plan = self.env["itsm.work.plan"].with_user(self.manager)
        plan = plan.create({"project_id": self.project.id})
        self.assertEqual(plan.name, "Work plan: Jiangcheng operation")
        self.assertEqual(plan.date_start, date(2026, 8, 1))
        self.assertEqual(plan.date_end, date(2027, 7, 31))
        self._refused(plan, "It has no lines")

    def test_service_plan(self):
        plan = self.new_plan()
        self.assertEqual(plan.service_plan_id, self.service_plan)
        plan.service_plan_id = False
        self._refused(plan, "It has no service plan")
        plan.service_plan_id = self.service_plan
        self.service_plan.sudo()._close()
        self._refused(plan, "is ended: choose the service plan in force")

    def test_one_plan_per_project(self):
        plan = self.new_plan()
        with self.assertRefused("has a work plan already", ValidationError):
            self.new_plan()
        plan.action_cancel()
        self.assertTrue(self.new_plan())

    def test_bounds(self):
        plan = self.new_plan()
        line = self.lines_of(plan)["Kick-off"]
        for vals in (
            {"date_end": "2026-08-02"},
            {"planned_hours": -1},
            {"is_milestone": True},
        ):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                line.write(vals)
                self.env.flush_all()

    def test_circles(self):
        plan = self.new_plan()
        lines = self.lines_of(plan)
        with self.assertRefused("cannot be below itself", ValidationError):
            lines["Start"].parent_id = lines["Kick-off"]
        with self.assertRefused("cannot wait for each other", ValidationError):
            lines["Kick-off"].predecessor_ids = lines["Begun"]
        with self.assertRefused("nothing can be below it", ValidationError):
            lines["Inspection"].parent_id = lines["Begun"]

    def test_key_is_not_written(self):
        line = self.lines_of(self.new_plan())["Kick-off"]
        with self.assertRefused("key of a work plan line is not written"):
            line.with_user(self.manager).key = "mine"
        new = self.new_line(line.plan_id.with_user(self.manager), "X", key="mine")
        self.assertNotEqual(new.key, "mine")

    def test_cancelled_summary(self):
        """What is below a cancelled line is cancelled with it, and needs nothing."""
        plan = self.new_plan()
        lines = self.lines_of(plan)
        lines["Kick-off"].user_id = False
        lines["Start"].is_cancelled = True
        self.assertTrue(lines["Kick-off"].is_cancelled)
        self.assertTrue(lines["Begun"].is_cancelled)
        self.assertFalse(plan.problem_text)
        self.approve(plan)
        self.assertNotIn("Kick-off", self.tasks_of(plan))

    def test_template(self):
        self.join(self.engineer, "network_engineer")
        plan = self.env["itsm.work.plan"].with_user(self.manager)
        plan = plan.create(
            {
                "project_id": self.project.id,
                "template_id": self.env.ref(
                    "itsm_service_delivery.work_plan_template_operation"
                ).id,
            }
        )
        plan.action_apply_template()
        lines = self.lines_of(plan)
        inspection = lines["Monthly inspection"]
        self.assertEqual(inspection.parent_id, lines["Routine work"])
        self.assertEqual(inspection.user_id, self.engineer)
        self.assertEqual(inspection.date_start, date(2026, 8, 1))
        self.assertEqual(inspection.date_end, date(2027, 7, 31))
        # 12 months of 16 hours
        self.assertEqual(inspection.planned_hours, 192)
        survey = lines["Survey of the systems and check of the configuration"]
        self.assertEqual(survey.date_start, date(2026, 8, 2))
        self.assertEqual(survey.date_end, date(2026, 8, 11))
        handover = lines["Handover of accounts, documents and spare parts"]
        self.assertEqual(handover.predecessor_ids, survey)
        self.assertEqual(lines["Final acceptance"].date_end, date(2027, 7, 31))
        warnings = "".join(filter(None, plan.line_ids.mapped("warning")))
        self.assertNotIn("starts before", warnings)

    def test_two_thousand_lines(self):
        """Renumbering, and the approval with its tasks, take few queries."""
        plan = self.env["itsm.work.plan"].with_user(self.manager)
        plan = plan.create({"project_id": self.project.id})
        first = date(2026, 8, 1)
        rows = []
        for group in range(100):
            rows.append(self._row(f"g{group}", None, None))
            for number in range(19):
                day = first + timedelta(days=group + number)
                before = [f"{group}/{number - 1}"] if number else []
                rows.append(self._row(f"{group}/{number}", f"g{group}", day, before))
        plan._add_lines(rows)
        self.env.flush_all()
        self.assertEqual(plan.line_count, 2000)
        lines = plan.line_ids.sorted("sequence")
        self.assertEqual(lines[-1].wbs, "100.19")
        self.env.invalidate_all()
        last = lines.filtered(lambda line: line.wbs == "100")
        with self.assertQueryCount(40):
            last.write({"sequence": 0})
            self.env.flush_all()
        self.assertEqual(last.wbs, "1")
        self.assertEqual(lines.sorted("sequence")[-1].wbs, "100.19")

    def test_approval_of_many_lines(self):
        """The approval makes the tasks in bulk: queries do not grow with the lines."""
        counts = []
        for size in (20, 120):
            plan = self.env["itsm.work.plan"].with_user(self.manager)
            plan = plan.create({"project_id": self.project.id})
            rows = [
                self._row(f"{size}/{number}", None, date(2026, 8, 3))
                for number in range(size)
            ]
            plan._add_lines(rows)
            plan.action_submit()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            plan.with_user(self.approver).action_approve()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(len(plan.line_ids.task_id), size)
            plan.sudo()._close()
        small, large = counts
        # a hundred tasks more: less than three queries for each of them
        self.assertLess(large - small, 300)

    def _row(self, key, parent, day, before=()):
        return {
            "key": key,
            "parent": parent,
            "predecessors": list(before),
            "name": f"Task {key}",
            "date_start": day,
            "date_end": day,
            "user_id": self.engineer.id,
        }
