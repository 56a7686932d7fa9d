"""The way of a work plan change (clause 1.1.15; domain 1.9, 4.9)."""

import json
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged

from .work_plan_change import WorkPlanChangeCommon


@freeze_time("2026-09-16 02:00:00")
@tagged("post_install", "-at_install")
class TestWorkPlanChange(WorkPlanChangeCommon):
    def kinds(self, document):
        return document.sudo().decision_ids.sorted("position").mapped("kind")

    def found(self, *documents):
        """Return what is wrong with the evidence of documents."""
        check = self.env["itsm.evidence.check"]
        return [
            found.what for document in documents for found in check._check(document)[0]
        ]

    def test_way(self):
        """Asked, agreed to, edited, checked, approved, in force."""
        change = self.ask()
        self.assertEqual(change.step, "requested")
        self.assertTrue(change.number.startswith("BG-2026-"))
        self.assertEqual(change.requested_by_id, self.manager)
        self.assertEqual(change.requested_to_id, self.approver)
        self.assertEqual(
            change.sudo().activity_ids.mapped("user_id"), self.approver
        )
        new = self.agree(change)
        self.assertEqual((change.step, new.version), ("editing", "1.1"))
        self.assertEqual(new.state, "draft")
        self.assertEqual(change.sudo().activity_ids.mapped("user_id"), self.backup)
        self.edit(change)
        change.with_user(self.backup).action_submit()
        self.assertEqual(change.step, "checking")
        self.assertEqual(change.waiting_stage_id.sudo().asked_ids, self.manager)
        change.with_user(self.manager).action_approve()
        self.assertEqual(change.step, "approving")
        self.assertEqual(self.plan.state, "in_force")
        change.with_user(self.approver).action_approve()
        self.assertEqual((change.step, change.state), ("in_force", "in_force"))
        self.assertEqual((new.state, self.plan.state), ("in_force", "superseded"))
        self.assertEqual(self.tasks_of(new)["Inspection"].allocated_hours, 15)
        self.assertEqual(
            self.kinds(change),
            ["agreed", "submitted", "approved", "approved", "in_force"],
        )
        # the logs name each other
        last = change.sudo().decision_ids.sorted("position")[-1]
        self.assertIn(f"{new.number} v1.1", last.comment)
        first = new.sudo().decision_ids.sorted("position")[0]
        self.assertIn(change.number, first.comment)
        self.assertEqual(self.found(change, new, self.plan), [])

    def test_nothing_takes_effect_before(self):
        change = self.ask()
        self.agree(change)
        self.edit(change)
        change.with_user(self.backup).action_submit()
        change.with_user(self.manager).action_approve()
        self.assertEqual(self.plan.state, "in_force")
        self.assertEqual(self.tasks_of(self.plan)["Inspection"].allocated_hours, 12)

    def test_declined(self):
        change = self.ask()
        with self.assertRefused("Give the reason"):
            change.with_user(self.approver).action_decline(" ")
        change.with_user(self.approver).action_decline("Not before the audit.")
        self.assertEqual((change.state, change.step), ("declined", "declined"))
        self.assertEqual(change.answer_comment, "Not before the audit.")
        self.assertFalse(change.new_plan_id)
        self.assertEqual(self.kinds(change), ["not_agreed"])
        self.assertEqual(self.found(change), [])
        with self.assertRefused("was answered already"):
            change.with_user(self.approver).action_agree("", self.backup.id)
        with self.assertRefused("declined"):
            change.with_user(self.manager).withdraw_request("No use")

    def test_one_is_edited_at_a_time(self):
        first, second = self.ask(), self.ask(name="More people")
        self.agree(first)
        with self.assertRefused(f"{first.number}.* changes the same plan"):
            self.agree(second)
        self.edit(first)
        self.carry_out(first)
        new = self.agree(second)
        # the second one goes on with what the first has brought about
        self.assertEqual(second.plan_id, first.new_plan_id)
        self.assertEqual(new.version, "1.2")
        self.assertEqual(self.lines_of(new)["Inspection"].planned_hours, 15)

    def test_returned_for_rework(self):
        change = self.ask()
        new = self.agree(change)
        self.edit(change)
        change.with_user(self.backup).action_submit()
        change.with_user(self.manager).decide("returned", "Move the kick-off too.")
        self.assertEqual(change.step, "editing")
        self.assertEqual(change.return_reason, "Move the kick-off too.")
        self.assertIn(self.backup, change.sudo().activity_ids.mapped("user_id"))
        self.edit(change, planned_hours=18)
        self.carry_out(change)
        self.assertEqual(self.lines_of(new)["Inspection"].planned_hours, 18)
        self.assertEqual(len(change.sudo().round_ids), 2)

    def test_rejected(self):
        change = self.ask()
        new = self.agree(change)
        self.edit(change)
        change.with_user(self.backup).action_submit()
        change.with_user(self.manager).decide("rejected", "Not so.")
        self.assertEqual((change.step, new.state), ("rejected", "cancelled"))
        self.assertEqual(self.plan.state, "in_force")
        self.assertEqual(self.found(change, new), [])
        self.assertEqual(self.agree(self.ask()).version, "1.2")

    def test_withdrawn(self):
        change = self.ask()
        new = self.agree(change)
        with self.assertRefused("Give the reason"):
            change.withdraw_request()
        with self.assertRefused("withdrawn by the project manager", AccessError):
            change.with_user(self.technical).withdraw_request("No more")
        change.withdraw_request("The customer does not move.")
        self.assertEqual((change.step, new.state), ("cancelled", "cancelled"))
        line = change.sudo().decision_ids.sorted("position")[-1]
        self.assertEqual(line.kind, "cancelled")
        self.assertEqual(line.comment, "The customer does not move.")
        self.assertEqual(self.found(change, new), [])

    def test_frozen_while_it_is_decided(self):
        change = self.ask()
        new = self.agree(change)
        self.edit(change)
        change.with_user(self.backup).action_submit()
        line = self.lines_of(new)["Inspection"].with_user(self.backup)
        with self.assertRefused("frozen"):
            line.planned_hours = 99
        with self.assertRefused("frozen"):
            new.with_user(self.backup).date_end = "2026-12-31"
        # past the program: the content of change and version is one
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE itsm_work_plan_line SET planned_hours = 99 WHERE id = %s", [line.id]
        )
        self.env.invalidate_all()
        with self.assertRefused("not what was submitted"):
            change.with_user(self.manager).action_approve()

    def test_plan_is_not_submitted_by_itself(self):
        change = self.ask()
        new = self.agree(change)
        with self.assertRefused("together with that"):
            new.with_user(self.backup).action_submit()
        with self.assertRefused("work plan change"):
            self.plan.with_user(self.manager).revise(False, "By myself")

    def test_what_touches_the_contract(self):
        change = self.ask(touches_contract=True)
        with self.assertRaises(RedirectWarning) as refusal:
            change.with_user(self.approver).action_agree("", self.backup.id)
        self.assertIn("contract amendment", str(refusal.exception.args))
        self.assertIn("Begin with the Contract", str(refusal.exception.args))
        action = change.with_user(self.approver).action_begin_with_contract()
        self.assertEqual(action["res_model"], "itsm.contract.amend")
        action = change.with_user(self.manager).action_begin_with_contract()
        self.assertEqual(action["res_model"], "itsm.information.sheet")

    def test_needs_a_plan_in_force(self):
        change = self.ask()
        self.agree(change)
        self.edit(change)
        self.carry_out(change)
        with self.assertRefused("only a work plan in force is changed"):
            self.ask(plan_id=self.plan.id)

    # === DIFFERENCES AND IMPACT === #

    def _rows(self, change):
        return [
            (row.depth, row.label, row.kind, row.old, row.new)
            for row in change.sudo().with_context(lang="en_US")._difference_rows()
        ]

    def test_differences(self):
        change = self.ask()
        new = self.agree(change)
        self.assertEqual(self._rows(change), [])
        lines = self.lines_of(new)
        lines["Inspection"].with_user(self.backup).write(
            {"planned_hours": 15, "date_end": "2026-11-30"}
        )
        lines["Begun"].with_user(self.backup).write(
            {"date_start": "2026-08-10", "date_end": "2026-08-10"}
        )
        self.new_line(
            new.with_user(self.backup),
            "Removal of old servers",
            date_start="2026-11-02",
            date_end="2026-11-04",
            planned_hours=6,
            user_id=self.engineer.id,
        )
        expected = [
            (0, "1 Start", "changed", None, None),
            (1, "Planned End", "changed", "08/07/2026", "08/10/2026"),
            (0, "1.2 Begun", "changed", None, None),
            (1, "Planned End", "changed", "08/07/2026", "08/10/2026"),
            (1, "Planned Start", "changed", "08/07/2026", "08/10/2026"),
            (0, "2 Inspection", "changed", None, None),
            (1, "Planned End", "changed", "10/31/2026", "11/30/2026"),
            (1, "Planned Hours", "changed", "12.00", "15.00"),
            (0, "3 Removal of old servers", "added", None, None),
            (1, "Responsible", "added", "", self.engineer.name),
            (1, "Planned Start", "added", "", "11/02/2026"),
            (1, "Planned End", "added", "", "11/04/2026"),
            (1, "Planned Hours", "added", "", "6.00"),
        ]
        rows = self._rows(change)
        self.assertEqual(rows, expected)
        # 30 days of November, 3 hours of inspection and 6 of removal
        self.assertEqual((change.impact_days, change.impact_hours), (30, 9))
        self.assertIn(
            "Begun: 08/07/2026 → 08/10/2026 (+3 days)", change.impact_schedule
        )
        self.judge(change)
        self.carry_out(change)
        self.assertEqual(self._rows(change), rows)
        self.assertEqual(change.impact_days, 30)

    def test_moved_and_removed(self):
        change = self.ask()
        new = self.agree(change)
        lines = self.lines_of(new)
        lines["Inspection"].with_user(self.backup).sequence = 0
        lines["Begun"].with_user(self.backup).unlink()
        rows = self._rows(change)
        self.assertIn((1, "Place", "changed", "2", "1"), rows)
        self.assertIn((0, "1.2 Begun", "removed", None, None), rows)
        kinds = {(one.path[0], one.kind.value) for one in change._get_differences()}
        self.assertIn(("lines", "moved"), kinds)
        self.assertIn(("lines", "removed"), kinds)

    def test_not_ready(self):
        change = self.ask(kind="personnel")
        self.agree(change)
        with self.assertRaises(UserError) as refusal:
            change.with_user(self.backup).action_submit()
        for expected in (
            "changes nothing",
            "who hands over to whom",
            "means for the SLA",
            "means for the contract",
        ):
            with self.subTest(expected):
                self.assertIn(expected, str(refusal.exception))

    def test_log_keeps_the_request(self):
        change = self.ask()
        self.agree(change)
        line = change.sudo().decision_ids
        facts = json.loads(line.payload)["facts"]
        self.assertEqual(facts["editor"], self.backup.id)
        self.assertEqual(facts["request"]["reason"], "The customer moves his plant.")
        self.assertEqual(change.sudo().confirmed_by_id, self.approver)
        self.assertEqual(change.confirmed_at.date(), date(2026, 9, 16))
