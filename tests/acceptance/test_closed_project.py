from odoo.fields import Command
from odoo.tests import tagged

from .closure_common import ClosureCommon

_CLOSED = r"Public service centre is closed \(JX-.*\): nothing is written to it"


@tagged("post_install", "-at_install")
class TestClosedProject(ClosureCommon):
    """Nothing is written to a closed project: by nobody, the superuser included."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.task = cls.project.task_ids
        cls.milestone = cls.env["project.milestone"].create(
            {"name": "Handed over", "project_id": cls.project.id}
        )
        cls.close()

    def test_project(self):
        with self.assertRefused(_CLOSED):
            self.project.name = "Another"
        with self.assertRefused("is closed by the approval of its closure"):
            self.project.itsm_closure_id = False
        # what people do around it goes on
        self.project.message_post(body=self.project.name)
        self.project.message_subscribe(self.users["engineer"].partner_id.ids)

    def test_tasks(self):
        with self.assertRefused(_CLOSED):
            self.task.state = "01_in_progress"
        with self.assertRefused(_CLOSED):
            self.env["project.task"].create(
                {"name": "One more", "project_id": self.project.id}
            )
        with self.assertRefused(_CLOSED):
            self.task.unlink()
        other = self.env["project.task"].create({"name": "Elsewhere"})
        with self.assertRefused(_CLOSED):
            other.project_id = self.project
        with self.assertRefused(_CLOSED):
            self.task.project_id = False

    def test_milestones_and_updates(self):
        with self.assertRefused(_CLOSED):
            self.milestone.is_reached = True
        with self.assertRefused(_CLOSED):
            self.env["project.update"].create(
                {"name": "Week 34", "project_id": self.project.id, "status": "on_track"}
            )

    def test_hours(self):
        employee = self.env["hr.employee"].create(
            {"name": "Wu Hao", "company_id": self.provider.id}
        )
        with self.assertRefused(_CLOSED):
            self.env["account.analytic.line"].create(
                {
                    "name": "Late",
                    "project_id": self.project.id,
                    "employee_id": employee.id,
                    "unit_amount": 1.0,
                }
            )

    def test_documents(self):
        with self.assertRefused(_CLOSED):
            self.env["itsm.summary.report"].create({"project_id": self.project.id})
        with self.assertRefused(_CLOSED):
            self.summary.revise(True, "Once more")

    def test_another_project_is_open(self):
        other = self.env["project.project"].create(
            {"name": "Other", "task_ids": [Command.create({"name": "Task"})]}
        )
        other.task_ids.state = "1_done"
        self.assertEqual(other.task_ids.state, "1_done")

    def test_no_tickets_after_the_end(self):
        found = self.env["itsm.contract"]._find_for(
            self.customer, self.closure.approved_at
        )
        self.assertNotIn(self.contract, found)
