"""The chart in a browser: drag, keyboard, save; a frozen plan."""

from odoo.tests import HttpCase, tagged

from .work_plan import WorkPlanCommon


@tagged("post_install", "-at_install")
class TestWorkPlanGanttTour(WorkPlanCommon, HttpCase):
    def open(self, plan, tour, user):
        self.start_tour(
            f"/odoo/m-itsm.work.plan/{plan.id}", tour, login=user.login, timeout=120
        )

    def test_the_project_manager_edits_the_plan_in_the_chart(self):
        plan = self.new_plan()
        keys = {line.name: line.key for line in plan.line_ids}
        self.open(plan, "itsm_work_plan_gantt", self.manager)
        lines = plan.line_ids.sorted("sequence")
        self.assertEqual(
            [(line.wbs, line.name, str(line.date_end)) for line in lines],
            [
                ("1", "Start", "2026-08-12"),
                ("1.1", "Kick-off", "2026-08-12"),
                ("1.2", "Begun", "2026-08-12"),
                ("2", "Training <b>of the users</b>", "2026-08-13"),
                ("3", "Inspection", "2026-10-31"),
            ],
        )
        kick_off = self.lines_of(plan)["Kick-off"]
        self.assertEqual(str(kick_off.date_start), "2026-08-10")
        self.assertEqual(kick_off.key, keys["Kick-off"])

    def test_a_plan_in_force_is_only_looked_at(self):
        plan = self.approve(self.new_plan())
        before = plan.line_ids.mapped("date_start")
        self.open(plan, "itsm_work_plan_gantt_frozen", self.approver)
        self.assertEqual(plan.line_ids.mapped("date_start"), before)
