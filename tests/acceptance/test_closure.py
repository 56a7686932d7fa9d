from datetime import date

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .closure_common import ClosureCommon


@tagged("post_install", "-at_install")
class TestClosure(ClosureCommon):
    """From the checklist to the director's approval (domain 4.18)."""

    # === CHECKLIST === #

    def test_checklist_of_a_new_closure(self):
        states = {
            item.check: item.state for item in self.closure.item_ids if item.check
        }
        self.assertEqual(
            states,
            {
                "contracts": "done",
                "reports": "done",
                "tickets": "done",
                "tasks": "done",
                "documents": "done",
                "filed": "done",
                "summary": "done",
                "issues": "done",
                "acceptance": "open",
            },
        )
        by_hand = self.closure.item_ids.filtered(lambda item: not item.check)
        self.assertEqual(len(by_hand), 8)
        self.assertEqual(set(by_hand.mapped("state")), {"open"})

    def test_another_closure(self):
        with self.assertRefused("is being closed already"):
            self._begin()

    def test_company_without_a_line(self):
        self.closure.action_cancel()
        template = self.env.ref("itsm_service_delivery.closure_template_assets")
        template.active = False
        closure = self._begin()
        self.assertEqual(len(closure.item_ids), 16)

    def test_settling(self):
        item = self.closure.item_ids.filtered(lambda item: not item.check)[0]
        with self.assertRefused("Say what shows that it is done"):
            item.settle("done", "  ")
        item.settle("not_applicable", "Nothing was lent.")
        self.assertEqual(item.state, "not_applicable")
        self.assertEqual(item.done_by_id, self.manager)
        self.assertEqual(item.done_on, self.contract._today())
        self.assertEqual(item.reason, "Nothing was lent.")
        item.action_reopen()
        self.assertEqual((item.state, item.reason), ("open", False))

    def test_settling_by_the_responsible(self):
        engineer = self.users["engineer"]
        item = self.closure.item_ids.filtered(lambda item: not item.check)[0]
        with self.assertRefused("", AccessError):
            item.with_user(engineer).settle("done", "Cards are back.")
        item.responsible_id = engineer
        item.with_user(engineer).settle("done", "Cards are back.")
        self.assertEqual(item.done_by_id, engineer)
        with self.assertRefused("", AccessError):
            self.closure.with_user(engineer).conclusion = "All is well."

    def test_writing_past_the_button(self):
        item = self.closure.item_ids.filtered(lambda item: not item.check)[0]
        for values in ({"state": "done"}, {"evidence": "x"}, {"finding": "x"}):
            with self.assertRefused("cannot be written: settle it by its button"):
                item.write(values)
        with self.assertRefused("is checked by the program"):
            self.item("tasks").settle("done", "Believe me.")
        with self.assertRefused("is not taken off the checklist"):
            self.item("tasks").unlink()

    # === WHAT THE PROGRAM FINDS === #

    def test_running_contract(self):
        renewal = self._create_contract(
            date_start="2026-08-01", date_end="2099-07-31"
        )
        renewal.project_id = self.project
        self.closure.action_check()
        item = self.item("contracts")
        self.assertEqual(item.state, "open")
        self.assertIn(renewal.number, item.finding)
        action = item.action_open_missing()
        self.assertEqual(action["res_model"], "itsm.contract")
        self.assertEqual(action["domain"], [("id", "in", renewal.ids)])

    def test_open_task(self):
        task = self.env["project.task"].create(
            {"name": "Hand over", "project_id": self.project.id}
        )
        self.closure.action_check()
        self.assertIn("Hand over", self.item("tasks").finding)
        task.state = "1_done"
        self.closure.action_check()
        self.assertEqual(self.item("tasks").state, "done")
        with self.assertRefused("Nothing is missing any more"):
            self.item("tasks").action_open_missing()

    def test_month_without_report(self):
        self.reports[-1].revise(True, "Counted anew")
        self.closure.action_check()
        self.assertIn("not approved yet", self.item("reports").finding)
        # in place of what was approved, the month has no report at all
        self.env.cr.execute(
            "UPDATE itsm_service_report SET state = 'rejected' WHERE id = %s",
            [self.reports[-1].id],
        )
        self.reports.invalidate_recordset()
        self.closure.action_check()
        self.assertIn(
            "no approved service report of July 2026.", self.item("reports").finding
        )

    def test_summary_in_work(self):
        self.summary.revise(False, "A slip")
        self.closure.action_check()
        self.assertIn(self.summary.number, self.item("documents").finding)

    # === SUBMITTING AND APPROVING === #

    def test_missing_items(self):
        with self.assertRefused("Equipment, badges and data media were returned"):
            self.closure.action_submit()

    def test_acceptance_or_waiver(self):
        self.settle()
        with self.assertRefused("no final acceptance is signed"):
            self.closure.action_submit()
        self.waive()
        self.assertEqual(self.item("acceptance").state, "waived")
        self.assertTrue(self.closure.is_waived)
        self.closure.waiver_reason = False
        self.assertEqual(self.item("acceptance").state, "open")

    def test_stage_says_what_is_waived(self):
        self.submit()
        self.assertEqual(
            self.closure.sudo().round_id.stage_ids.mapped("name"),
            ["Approval with a waiver of the acceptance"],
        )
        self.assertEqual(
            self.closure.sudo().waiting_stage_id.asked_ids, self.director
        )

    def test_project_manager_cannot_approve(self):
        self.manager.group_ids = [
            Command.link(
                self.env.ref("itsm_service_delivery.group_service_director").id
            )
        ]
        self.submit()
        with self.assertRefused(""):
            self.closure.with_user(self.manager).action_approve()
        self.assertEqual(self.closure.state, "in_review")

    def test_something_comes_up(self):
        self.submit()
        self.env["project.task"].create(
            {"name": "Hand over", "project_id": self.project.id}
        )
        with self.assertRefused("(?s)something has come up.*Hand over"):
            self.closure.with_user(self.director).action_approve()
        self.assertEqual(self.closure.state, "in_review")

    def test_closed_together(self):
        self.close()
        self.assertEqual(self.closure.state, "in_force")
        self.assertEqual(self.contract.state, "completed")
        lines = self.contract.sudo().decision_ids.sorted("position")
        self.assertEqual(lines[-1].kind, "completed")
        self.assertEqual(self.project.itsm_closure_id, self.closure)
        self.assertEqual(self.project.itsm_closed_on, self.contract._today())
        self.assertTrue(self.project.sudo().stage_id.fold)
        # a terminated contract would say more; dates go on saying what it covered
        self.assertEqual(self.contract._get_last_day(), date(2026, 7, 31))
        self.contract._follow_dates_or_say_why()
        self.assertEqual(self.contract.state, "completed")
        self.assertFalse(self.contract.can_renew)

    def test_evidence(self):
        self.close()
        documents = [self.contract, self.closure.sudo()]
        for document in documents:
            found, _count = self.env["itsm.evidence.check"]._check(document)
            self.assertEqual(found, [])

    def test_terminated_contract_stays_so(self):
        self.env.cr.execute(
            "UPDATE itsm_contract SET state = 'closed' WHERE id = %s",
            [self.contract.id],
        )
        self.contract.invalidate_recordset()
        self.close()
        self.assertEqual(self.contract.state, "closed")

    def test_no_step_back(self):
        self.close()
        with self.assertRefused("reopened by a project change"):
            self.closure.with_user(self.director).action_close()
        with self.assertRefused("only what is approved or in force is"):
            self.closure.with_user(self.director).revise(True, "Again")
        with self.assertRefused("A project change reopens it"):
            self.closure.with_user(self.director).conclusion = "Other"
