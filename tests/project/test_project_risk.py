"""The risk register of a project (domain 2.5, 18)."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import MODULE
from .service_plan_common import ServicePlanCommon


@freeze_time("2026-08-10 02:00:00")
@tagged("post_install", "-at_install")
class TestProjectRisk(ServicePlanCommon):
    def _risk(self, **values):
        return self.env["itsm.project.risk"].with_user(self.manager).create(
            {"project_id": self.project.id, "name": "The expert leaves", **values}
        )

    def test_score_and_level(self):
        # probability × impact: 1 to 25; medium from 5, high from 10, critical from 16
        for probability, impact, score, level in (
            ("1", "1", 1, "low"),
            ("2", "2", 4, "low"),
            ("1", "5", 5, "medium"),
            ("3", "3", 9, "medium"),
            ("2", "5", 10, "high"),
            ("3", "5", 15, "high"),
            ("4", "4", 16, "critical"),
            ("5", "5", 25, "critical"),
        ):
            with self.subTest(probability=probability, impact=impact):
                risk = self._risk(probability=probability, impact=impact)
                self.assertEqual((risk.score, risk.level), (score, level))

    def test_from_the_plan_once(self):
        plan = self.begin_plan()
        self.complete(plan)
        plan.with_user(self.manager).risk_ids = [
            Command.create(
                {
                    "name": "Switch out of support",
                    "probability": "4",
                    "impact": "5",
                    "response": "Replace it",
                    "date_due": "2026-09-30",
                }
            )
        ]
        plan.with_user(self.manager).action_submit()
        self.pass_plan(plan)
        risk = self.project.itsm_risk_ids
        self.assertEqual(risk.name, "Switch out of support")
        self.assertEqual((risk.source, risk.score), ("plan", 20))
        self.assertEqual(risk.owner_id, self.manager)
        self.assertEqual(risk.state, "open")
        draft = plan.with_user(self.manager).revise(False, "Another risk")
        draft.risk_ids = [Command.create({"name": "Another"})]
        draft.action_submit()
        self.pass_plan(draft)
        self.assertEqual(len(self.project.itsm_risk_ids), 2)
        self.assertEqual(self.project.with_user(self.manager).itsm_risk_count, 2)

    def test_overdue(self):
        late = self._risk(date_due="2026-08-09")
        today = self._risk(date_due="2026-08-10")
        review = self._risk(date_due="2026-12-31", date_review="2026-08-01")
        closed = self._risk(date_due="2026-08-01", outcome="Over")
        closed.action_close()
        found = self.env["itsm.project.risk"].search([("is_overdue", "=", True)])
        self.assertEqual(found, late | review)
        self.assertEqual((late | today | review | closed).filtered("is_overdue"), found)

    def test_life(self):
        risk = self._risk()
        risk.action_occur()
        self.assertEqual(risk.state, "occurred")
        self.assertEqual(str(risk.occurred_on), "2026-08-10")
        with self.assertRefused('say under "Outcome"'):
            risk.action_close()
        risk.outcome = "A new expert was hired"
        risk.action_close()
        self.assertEqual(risk.state, "closed")
        with self.assertRefused("is closed already"):
            risk.action_close()
        with self.assertRefused("is closed already"):
            risk.action_occur()
        risk.action_reopen()
        self.assertEqual(risk.state, "open")
        for vals in ({"state": "closed"}, {"source": "plan"}, {"key": "x"}):
            with self.subTest(vals), self.assertRefused("is not written"):
                risk.write(vals)
        forged = self._risk(state="closed", source="plan", key="x")
        self.assertEqual((forged.state, forged.source), ("open", "hand"))

    def test_reminder(self):
        kind = self.env.ref(f"{MODULE}.mail_activity_project_risk")
        owner = self.users["engineer"]
        risk = self._risk(
            owner_id=owner.id, date_due="2026-09-30", date_review="2026-09-01"
        )
        activity = risk.sudo().activity_ids
        self.assertEqual(activity.activity_type_id, kind)
        self.assertEqual(activity.user_id, owner)
        self.assertEqual(str(activity.date_deadline), "2026-09-01")
        risk.date_review = "2026-10-15"
        self.assertEqual(str(risk.sudo().activity_ids.date_deadline), "2026-09-30")
        risk.outcome = "Over"
        risk.action_close()
        self.assertFalse(risk.sudo().activity_ids)

    def test_roles(self):
        risk = self._risk()
        readers = {
            "administrator",
            "auditor",
            "general_manager",
            "management_representative",
            "project_manager",
            "reviewer",
            "service_director",
            "service_manager",
            "technical_manager",
        }
        writers = {
            "administrator",
            "project_manager",
            "service_director",
            "service_manager",
        }
        for role, user in self.users.items():
            seen = risk.with_user(user)
            with self.subTest(role):
                self.assertEqual(seen.has_access("read"), role in readers)
                self.assertEqual(seen.has_access("write"), role in writers)
        own = self._risk(owner_id=self.users["engineer"].id)
        self.assertTrue(own.with_user(self.users["engineer"]).has_access("read"))
        self.assertFalse(risk.with_user(self.plain_user).has_access("read"))
        self.assertFalse(risk.with_user(self.portal_user).has_access("read"))

    def test_other_projects_are_not_his(self):
        risk = self._risk()
        self.project.user_id = self.approver
        self.assertFalse(risk.with_user(self.manager).has_access("read"))
        with self.assertRefused("", AccessError):
            self._risk()

    def test_team_members_read(self):
        risk = self._risk()
        engineer = self.users["engineer"]
        self.project.itsm_team_user_ids = engineer
        self.assertTrue(risk.with_user(engineer).has_access("read"))
        self.assertFalse(risk.with_user(engineer).has_access("write"))

    def test_opened_from_the_project(self):
        action = self.project.with_user(self.manager).action_itsm_view_risks()
        self.assertEqual(action["domain"], [("project_id", "=", self.project.id)])
        risk = self._risk()
        buttons = self.project.with_user(self.manager)._get_stat_buttons()
        counts = {button["text"]: button.get("number") for button in buttons}
        self.assertEqual(counts["Open Risks"], 1)
        self.assertTrue(risk.is_editable)
