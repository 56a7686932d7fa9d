from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .work_plan import WorkPlanCommon


@freeze_time("2026-08-10 02:00:00")
@tagged("post_install", "-at_install")
class TestWorkPlan(WorkPlanCommon):
    """From the draft to the baseline and its tasks."""

    def test_numbers_and_sums(self):
        plan = self.new_plan()
        self.assertEqual(
            [(line.wbs, line.name) for line in plan.line_ids.sorted("sequence")],
            [
                ("1", "Start"),
                ("1.1", "Kick-off"),
                ("1.2", "Begun"),
                ("2", "Inspection"),
            ],
        )
        start = self.lines_of(plan)["Start"]
        self.assertTrue(start.is_summary)
        self.assertEqual(start.date_start, date(2026, 8, 3))
        self.assertEqual(start.date_end, date(2026, 8, 7))
        self.assertEqual(start.planned_hours, 8)

    def test_new_parent_renumbers(self):
        plan = self.new_plan()
        lines = self.lines_of(plan)
        lines["Inspection"].write({"parent_id": lines["Start"].id, "sequence": 0})
        self.assertEqual(
            {name: line.wbs for name, line in lines.items()},
            {"Start": "1", "Inspection": "1.1", "Kick-off": "1.2", "Begun": "1.3"},
        )
        self.assertEqual(lines["Start"].date_start, date(2026, 8, 1))
        self.assertEqual(lines["Start"].date_end, date(2026, 10, 31))
        self.assertEqual(lines["Start"].planned_hours, 20)
        lines["Kick-off"].unlink()
        self.assertEqual(lines["Begun"].wbs, "1.2")
        self.assertEqual(lines["Start"].planned_hours, 12)

    def test_approval_makes_baseline_and_tasks(self):
        plan = self.approve(self.new_plan())
        self.assertEqual(plan.state, "in_force")
        tasks, lines = self.tasks_of(plan), self.lines_of(plan)
        self.assertEqual(
            sorted(tasks),
            [
                "Begun",
                "Inspection",
                "Inspection (2026-08-01)",
                "Inspection (2026-09-01)",
                "Inspection (2026-10-01)",
                "Kick-off",
                "Start",
            ],
        )
        kick_off, begun = tasks["Kick-off"], tasks["Begun"]
        self.assertEqual(kick_off.parent_id, tasks["Start"])
        self.assertEqual(kick_off.user_ids, self.engineer)
        self.assertEqual(kick_off.allocated_hours, 8)
        self.assertEqual(str(kick_off.date_deadline), "2026-08-05 15:59:00")
        self.assertEqual(begun.depend_on_ids, kick_off)
        self.assertEqual(begun.milestone_id.deadline, date(2026, 8, 7))
        self.assertEqual(tasks["Inspection (2026-09-01)"].allocated_hours, 4)
        self.assertEqual(lines["Kick-off"].task_id, kick_off)
        with self.assertRefused("Ask for a work plan change"):
            lines["Kick-off"].write({"name": "Later"})

    def test_revision_is_for_changes_only(self):
        plan = self.approve(self.new_plan())
        for user in (self.manager, self.approver):
            with self.assertRefused("is changed by a work plan change"):
                plan.with_user(user).revise(False, "I want it")
        self.assertFalse(plan.with_user(self.manager).can_revise)

    def test_revision_for_a_change(self):
        plan = self.approve(self.new_plan())
        draft = self._revise(plan)
        self.assertEqual((draft.number, draft.version), (plan.number, "1.1"))
        self.assertEqual(draft.author_id, self.engineer)
        old, new = self.lines_of(plan), self.lines_of(draft)
        for name, line in old.items():
            self.assertEqual(new[name].key, line.key)
            self.assertEqual(new[name].parent_id.key, line.parent_id.key)
            self.assertEqual(new[name].wbs, line.wbs)
        self.assertEqual(new["Begun"].predecessor_ids, new["Kick-off"])
        self.assertEqual(new["Begun"]._get_baseline(), old["Begun"])
        with self.assertRefused("submitted, checked and approved together"):
            draft.with_user(self.engineer).action_submit()

    def test_next_version_updates_tasks(self):
        plan = self.approve(self.new_plan())
        before = self.tasks_of(plan)
        draft = self._revise(plan)
        lines = self.lines_of(draft)
        lines["Kick-off"].with_user(self.engineer).write(
            {"date_end": "2026-08-06", "user_id": self.manager.id}
        )
        lines["Begun"].with_user(self.engineer).unlink()
        lines["Inspection"].with_user(self.engineer).date_end = date(2026, 9, 30)
        draft._adopt_change(self._change())
        self.assertEqual((plan.state, draft.state), ("superseded", "in_force"))
        tasks = self.tasks_of(draft)
        self.assertEqual(tasks.keys(), before.keys())
        self.assertEqual(tasks["Kick-off"].user_ids, self.manager)
        self.assertEqual(tasks["Kick-off"].itsm_date_end, date(2026, 8, 6))
        self.assertEqual(tasks["Begun"].state, "1_canceled")
        self.assertEqual(tasks["Inspection (2026-10-01)"].state, "1_canceled")
        self.assertNotEqual(tasks["Inspection (2026-09-01)"].state, "1_canceled")

    def _change(self):
        """Return what a plan asks of a change: any document with these fields."""
        return self.env["itsm.work.plan"].new(
            {
                "number": "BG-2026-0001",
                "name": "Leave of the engineer",
                "editor_id": self.engineer.id,
                "approved_by_id": self.approver.id,
            }
        )

    def _revise(self, plan):
        return plan._revise_for_change(self._change(), "BG-2026-0001: leave")
