from odoo.fields import Command
from odoo.tests import tagged

from ..project.common import ItsmProjectFlow
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

    def test_reopened_by_a_project_change(self):
        """Its closure ends, it is written again, and may be closed again."""
        change = self.env["itsm.project.initiation"].new({"number": "LX-2026-0099"})
        self.project._itsm_reopen(change)
        self.assertEqual(self.closure.state, "closed")
        line = self.closure.sudo().decision_ids.sorted("position")[-1]
        self.assertEqual(line.kind, "closed")
        self.assertIn("LX-2026-0099", line.comment)
        self.assertFalse(self.project.itsm_is_closed)
        self.assertFalse(self.project.sudo().stage_id.fold)
        self.task.state = "01_in_progress"
        # what is over stays over
        self.assertEqual(self.contract.state, "completed")
        again = self._begin()
        self.assertNotEqual(again.number, self.closure.number)
        found, _count = self.env["itsm.evidence.check"]._check(self.closure.sudo())
        self.assertEqual(found, [])


@tagged("post_install", "-at_install")
class TestReopening(ItsmProjectFlow, ClosureCommon):
    """A closed project goes on under its next contract, by a project change."""

    def _begin_change(self):
        """Close the project, and write a change of it for its next contract."""
        self.close()
        following = self._create_contract(
            date_start=self.in_days(0), date_end=self.in_days(364)
        )
        self.standard_sla._copy_to_contract(following)
        self.put_in_force(following)
        following.sudo().project_id = self.project
        change = self.begin(following)
        self.assertEqual(change.kind, "change")
        self.complete(
            change, change_reason="It goes on", change_impact="One year more"
        )
        return change

    def test_by_an_approved_change(self):
        change = self._begin_change()
        # as long as it is decided, the project is closed
        self.assertTrue(self.project.itsm_is_closed)
        with self.assertRefused(_CLOSED):
            self.project.task_ids.state = "01_in_progress"
        self.approve(change)
        self.assertEqual(change.state, "in_force")
        self.assertFalse(self.project.itsm_is_closed)
        self.assertFalse(self.project.sudo().itsm_closed_on)
        self.assertEqual(self.closure.state, "closed")
        line = self.closure.sudo().decision_ids.sorted("position")[-1]
        self.assertIn(change.number, line.comment)
        self.assertEqual(self.project.sudo().itsm_initiation_id, change.sudo())
        self.project.task_ids.state = "01_in_progress"
        self.assertEqual(self.contract.state, "completed")
        for document in (self.closure, change):
            found, _count = self.env["itsm.evidence.check"]._check(document.sudo())
            self.assertEqual(found, [])

    def test_not_by_a_rejected_change(self):
        change = self._begin_change()
        change.action_submit()
        change.with_user(self.director).decide("rejected", "It does not.")
        self.assertTrue(self.project.itsm_is_closed)
        self.assertEqual(self.closure.state, "in_force")
