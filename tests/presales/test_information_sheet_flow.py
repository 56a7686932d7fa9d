"""Who confirms an information sheet, and what becomes of it (domain 4.1)."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common import MODULE
from .common import PresalesCommon


class _Plan:
    """What a sheet wants to know of the plan that uses it."""

    number = "SQ-2026-0011"
    version = "1.0"


@tagged("post_install", "-at_install")
class TestInformationSheetFlow(PresalesCommon):
    def stages(self, sheet=None):
        return (sheet or self.sheet).sudo().round_id.stage_ids.mapped("name")

    def write_as(self, user, sheet=None):
        """Let a person become one of the authors of a sheet."""
        (sheet or self.sheet).with_user(user).write({"objective": f"<p>{user.id}</p>"})

    # === WHO CONFIRMS === #

    def test_sales_collect(self):
        """Submitting is the confirmation by sales; the service manager confirms."""
        self.sheet.with_user(self.sales).action_submit()
        self.assertEqual(self.stages(), ["Confirmation by the service manager"])
        self.sheet.with_user(self.manager).action_approve()
        self.assertEqual(self.sheet.state, "in_force")
        self.assertEqual(self.sheet.approved_by_id, self.manager)

    def test_technical_manager_collects(self):
        """Somebody else of the service department submits: both are asked."""
        sheet = self._create_sheet(self.technician)
        sheet.with_user(self.technician).action_submit()
        self.assertEqual(
            self.stages(sheet),
            ["Confirmation by sales", "Confirmation by the service manager"],
        )
        sheet.with_user(self.sales).action_approve()
        self.assertEqual(sheet.state, "in_review")
        sheet.with_user(self.manager).action_approve()
        self.assertEqual(sheet.state, "in_force")

    def test_service_manager_collects(self):
        """Submitting is his confirmation; the sales owner confirms."""
        sheet = self._create_sheet(self.manager)
        sheet.with_user(self.manager).action_submit()
        self.assertEqual(self.stages(sheet), ["Confirmation by sales"])
        sheet.with_user(self.sales).action_approve()
        self.assertEqual(sheet.state, "in_force")

    def test_every_service_manager_has_written(self):
        """The director confirms instead of somebody who wrote it (R1)."""
        self.write_as(self.manager)
        self.sheet.with_user(self.sales).action_submit()
        self.assertEqual(self.stages(), ["Confirmation by the service director"])
        with self.assertRefused("Who can: itsm_service_director", AccessError):
            self.sheet.with_user(self.manager).action_approve()
        self.sheet.with_user(self.director).action_approve()
        self.assertEqual(self.sheet.state, "in_force")

    def test_second_service_manager(self):
        """A colleague who has not written it confirms; no director is needed."""
        second = new_test_user(
            self.env,
            login="second_manager",
            groups=f"{MODULE}.group_service_manager",
            company_id=self.provider.id,
            company_ids=[(6, 0, self.provider.ids)],
        )
        self.write_as(self.manager)
        self.sheet.with_user(self.sales).action_submit()
        self.assertEqual(self.stages(), ["Confirmation by the service manager"])
        self.sheet.with_user(second).action_approve()
        self.assertEqual(self.sheet.state, "in_force")

    def test_sales_owner_who_has_written_submits(self):
        """Nobody else could confirm for sales: his submission does."""
        for user in (self.technician, self.manager):
            with (
                self.subTest(user.login),
                self.assertRefused("itsm_sales .* submits it: that is the conf"),
            ):
                self.sheet.with_user(user).action_submit()
        self.assertEqual(self.sheet.state, "draft")

    def test_one_person_is_both(self):
        """A sales owner who is the service manager too: submits for sales only."""
        self.sales.group_ids += self.group("service_manager")
        self.sheet.with_user(self.sales).action_submit()
        with self.assertRefused("submitted a document may not approve it"):
            self.sheet.with_user(self.sales).action_approve()
        self.sheet.with_user(self.manager).action_approve()
        self.assertEqual(self.sheet.state, "in_force")

    def test_hint_on_the_form(self):
        for user, expected in (
            (self.sales, ("submission", "manager")),
            (self.manager, ("owner", "submission")),
            (self.technician, ("owner", "manager")),
        ):
            with self.subTest(user.login):
                sheet = self.sheet.with_user(user)
                confirms = (sheet.sales_confirmation, sheet.service_confirmation)
                self.assertEqual(confirms, expected)

    def test_returned_for_rework(self):
        self.sheet.with_user(self.sales).action_submit()
        self.sheet.with_user(self.manager).decide("returned", "Which hours?")
        self.assertEqual(self.sheet.state, "draft")
        self.assertEqual(self.sheet.return_reason, "Which hours?")
        self.confirm()
        self.assertEqual(self.sheet.version, "1.0")

    # === FROZEN, USED, REVISED === #

    def test_frozen_in_review(self):
        self.sheet.with_user(self.sales).action_submit()
        with self.assertRefused("content is frozen: In Scope"):
            self.sheet.with_user(self.sales).scope_in = "<p>More</p>"
        for name in (
            "communication_ids",
            "ci_ids",
            "factor_ids",
            "requirement_ids",
            "not_applicable_ids",
        ):
            with self.subTest(name), self.assertRefused("are frozen"):
                self.sheet[name][0].with_user(self.technician).unlink()

    def test_used(self):
        self.confirm()
        self.sheet._mark_used(_Plan)
        self.assertEqual(self.sheet.state, "used")
        line = self.sheet.decision_ids.sorted("position")[-1]
        self.assertEqual(line.kind, "used")
        self.assertIn("SQ-2026-0011", line.sudo().payload)
        self.sheet._mark_used(_Plan)
        kinds = self.sheet.decision_ids.mapped("kind")
        self.assertEqual(kinds.count("used"), 2, "Two plans have used it.")
        self.assertFalse(self.sheet.with_user(self.manager).can_cancel)
        with self.assertRefused("is used: only"):
            self.sheet.with_user(self.manager).action_cancel()
        self.assertFalse(self.env["itsm.evidence.check"]._check(self.sheet)[0])

    def test_state_that_the_log_does_not_tell(self):
        """A state set past the program is found, used or not."""
        self.confirm()
        for sheet, state in ((self.sheet, "used"), (self.sheet, "approved")):
            with self.subTest(state), self.env.cr.savepoint() as savepoint:
                self.env.cr.execute(
                    "UPDATE itsm_information_sheet SET state = %s WHERE id = %s",
                    (state, sheet.id),
                )
                self.env.invalidate_all()
                found, _count = self.env["itsm.evidence.check"]._check(sheet)
                self.assertIn("by its log it should be Confirmed", found[0].what)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_only_confirmed_sheets_are_used(self):
        with self.assertRefused("is draft: a plan is made from a confirmed"):
            self.sheet._mark_used(_Plan)

    def test_revised_after_use(self):
        """The next version is for the next plan; what was said comes along."""
        self.confirm()
        self.sheet._mark_used(_Plan)
        draft = self.sheet.with_user(self.sales).revise(True, "A third plant")
        self.assertEqual((draft.version, draft.state), ("2.0", "draft"))
        self.assertEqual(len(draft.communication_ids), 1)
        self.assertEqual(draft.communication_ids.user_id, self.sales)
        self.assertEqual(
            draft.requirement_ids.mapped("code"), ["R1", "R2", "R3", "R4"]
        )
        self.assertEqual(draft.requirement_ids.mapped("feasible"), ["yes"] * 4)
        self.assertEqual(self.sheet.state, "used", "Until the next is confirmed.")
        self.confirm(draft)
        self.assertEqual((self.sheet.state, draft.state), ("superseded", "in_force"))
        with self.assertRefused("is superseded: a plan is made from a confirmed"):
            self.sheet._mark_used(_Plan)
        self.assertFalse(self.env["itsm.evidence.check"]._check(self.sheet | draft)[0])

    def test_cancelled(self):
        """The sales owner gives up his own confirmed sheet, an engineer none."""
        self.confirm()
        self.assertFalse(self.sheet.with_user(self.technician).can_cancel)
        with self.assertRefused("", AccessError):
            self.sheet.with_user(self.technician).action_cancel()
        self.assertTrue(self.sheet.with_user(self.sales).can_cancel)
        self.sheet.with_user(self.sales).action_cancel()
        self.assertEqual(self.sheet.state, "cancelled")

    def test_not_closed(self):
        self.confirm()
        self.assertFalse(self.sheet.with_user(self.manager).can_close)
        with self.assertRefused("is not closed: revise it"):
            self.sheet.with_user(self.manager).action_close()
