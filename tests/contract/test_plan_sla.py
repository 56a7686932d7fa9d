"""The SLA drafts of a presales plan: parts of it, and no agreements by themselves."""

import json
from ast import literal_eval

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..presales.plan_common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanSla(PlanCommon):
    def choice(self, **values):
        action = self.plan.with_user(self.author).action_choose_standard_sla()
        dialog = self.env[action["res_model"]].with_user(self.author)
        dialog = dialog.with_context(**action["context"]).create(
            {"sla_id": self.standard_sla.id, **values}
        )
        return self.env["itsm.sla"].browse(dialog.action_copy()["res_id"])

    def test_candidates(self):
        second = self.choice(name="Cheaper")
        third = self.choice(sla_id=self.draft_sla.id)
        self.assertEqual(self.plan.sla_ids, self.draft_sla | second | third)
        self.assertEqual(self.plan.sla_id, self.draft_sla)
        number = f"{self.plan.number}-1.0"
        self.assertEqual(
            (self.plan.sla_ids.sorted("id")).mapped("number"),
            [f"{number}-S1", f"{number}-S2", f"{number}-S3"],
        )
        self.assertEqual(second.display_name, "S2 Cheaper")
        second.with_user(self.author).action_choose()
        self.assertEqual(self.plan.sla_id, second)
        third.with_user(self.author).action_discard()
        self.assertFalse(third.exists())
        with self.assertRefused("cannot be discarded"):
            second.with_user(self.author).action_discard()

    def test_they_are_no_standard_slas(self):
        standard = self.env.ref("itsm_service_delivery.itsm_sla_action_standard")
        found = self.env["itsm.sla"].search(literal_eval(standard.domain))
        self.assertIn(self.standard_sla, found)
        self.assertNotIn(self.draft_sla, found)
        engineer = self.users["engineer"]
        self.assertTrue(self.standard_sla.with_user(engineer).has_access("read"))
        self.assertFalse(self.draft_sla.with_user(engineer).has_access("read"))
        self.assertFalse(
            self.draft_sla.target_ids.with_user(engineer)._filtered_access("read")
        )

    def test_not_decided_by_itself(self):
        draft = self.draft_sla.with_user(self.author)
        self.assertFalse(draft.can_submit or draft.can_cancel or draft.can_revise)
        for method in ("action_submit", "action_cancel"):
            with self.assertRefused("it is decided with the plan"):
                getattr(draft, method)()
        with self.assertRefused("only what is approved"):
            draft.with_user(self.manager).action_put_in_force()

    def test_frozen_with_the_plan(self):
        self.submit()
        target = self.draft_sla.target_ids[0].with_user(self.author)
        window = self.draft_sla.availability_ids.window_ids.with_user(self.author)
        for call in (
            lambda: target.write({"minutes": 1}),
            lambda: target.unlink(),
            lambda: target.copy(),
            lambda: window.write({"hour_to": 5.0}),
            lambda: self.draft_sla.with_user(self.author).write({"name": "Other"}),
            lambda: self.draft_sla.sudo().unlink(),
            lambda: self.plan.with_user(self.author).write({"sla_id": False}),
            lambda: self.standard_sla.with_user(self.author)._copy_to_plan(self.plan),
        ):
            with self.subTest(call), self.assertRaises(Exception) as caught:
                with self.env.cr.savepoint():
                    call()
                    self.env.flush_all()
            self.assertIn(self.plan.number, str(caught.exception))
        file = {"name": "x", "res_model": "itsm.sla", "res_id": self.draft_sla.id}
        with self.assertRefused("are frozen with it", AccessError):
            self.env["ir.attachment"].create(file)
        self.assertTrue(self.draft_sla.is_frozen)
        self.plan.with_user(self.author).action_withdraw("A typing error")
        target.minutes = 20
        self.assertEqual(self.draft_sla.target_ids[0].minutes, 20)

    def test_part_of_the_content(self):
        self.submit()
        content = json.loads(self.plan.sudo().round_id.snapshot)
        sla = content["content"]["fields"]["sla_ids"][0]
        self.assertEqual(sla["key"], self.draft_sla.id)
        self.assertEqual(len(sla["target_ids"]), 8)
        annex = content["annexes"]["slas"][0]
        self.assertEqual(annex["priority_matrix"]["high,high"], "P1")
        self.assertEqual(len(annex["calendars"]), 2)
        # past the program
        self.env.cr.execute(
            "UPDATE itsm_sla_target SET minutes = 1 WHERE id = %s",
            [self.draft_sla.target_ids[0].id],
        )
        self.env.invalidate_all()
        with self.assertRefused("is not what was submitted"):
            self.plan.with_user(self.technician).action_approve()

    def test_compare(self):
        self.approve()
        revision = self.plan.with_user(self.author).revise(True, "Faster")
        revision.sla_id.target_ids[0].minutes = 7
        action = revision.action_compare()
        comparison = revision.env[action["res_model"]].browse(action["res_id"])
        table = str(comparison.table)
        self.assertIn("SLA Drafts", table)
        self.assertIn("Service Minutes", table)

    def test_it_stays_with_its_plan(self):
        other = self._create_plan(name="Another")
        with self.assertRefused("stays with its presales plan"):
            self.draft_sla.plan_id = other
        with self.assertRefused("is no draft of", ValidationError):
            self.plan.sla_id = other.sla_id

    def test_the_snapshot_for_the_customer(self):
        """He gets the SLA that was chosen, not what we weighed."""
        self.choice(name="Cheaper")
        self.submit()
        snapshot = json.loads(self.plan.sudo()._get_print_snapshot())
        lines = snapshot["content"]["fields"]["sla_ids"]
        self.assertEqual([line["key"] for line in lines], self.draft_sla.ids)
        self.assertEqual(len(snapshot["annexes"]["slas"]), 1)
        self.assertNotIn("Cheaper", json.dumps(snapshot))

    def test_print_of_a_draft(self):
        report = "itsm_service_delivery.action_report_sla"
        reports = self.env["ir.actions.report"].with_user(self.author)
        html = reports._render_qweb_html(report, self.draft_sla.ids)[0].decode()
        self.assertIn("it binds nobody by itself", html)
        self.assertNotIn("A standard agreement", html)
