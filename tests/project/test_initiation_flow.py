"""The way of an initiation: appointed, completed, submitted, decided (domain 4.6)."""

from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from ..common import MODULE
from .common import ItsmProjectFlow


@freeze_time("2026-07-22 01:00:00")
@tagged("post_install", "-at_install")
class TestInitiationFlow(ItsmProjectFlow):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_in_force()
        cls.form = cls.begin(cls.contract)

    def _todo(self, user):
        activities = self.form.sudo().activity_ids
        return activities.filtered(lambda a: a.user_id == user).mapped("summary")

    def test_phases(self):
        form, manager = self.form, self.manager
        self.assertEqual(form.phase, "appoint")
        self.assertRegex(form.number, r"^LX-2026-\d{4}$")
        self.assertEqual(form.kind, "new")
        self.assertEqual(form.appointed_by_id, self.service_manager)
        self.assertEqual(form.appointed_on, date(2026, 7, 22))
        form.action_hand_over()
        self.assertEqual(form.phase, "complete")
        self.assertEqual(self._todo(manager), ["Complete the initiation"])
        self.assertTrue(form.with_user(manager).can_hand_back)
        with self.assertRefused("completes it at present"):
            form.action_submit()
        self.assertFalse(form.can_submit)
        form.with_user(manager).write({"objective_scope": "<p>ERP and OA</p>"})
        form.with_user(manager).action_hand_back()
        self.assertEqual(form.phase, "submit")
        self.assertEqual(form.completed_by_id, manager)
        self.assertFalse(self._todo(manager))
        self.assertEqual(self._todo(self.service_manager), ["Submit the initiation"])
        self.complete(form)
        form.action_submit()
        self.assertEqual(form.phase, "review")
        self.assertFalse(self._todo(self.service_manager))
        form.with_user(self.director).action_approve()
        self.assertEqual(form.phase, "review")
        form.with_user(self.general_manager).action_approve()
        self.assertEqual((form.phase, form.state), ("initiated", "in_force"))
        kinds = form.sudo().decision_ids.sorted("position").mapped("kind")
        self.assertEqual(kinds, ["submitted", "approved", "approved", "in_force"])

    def test_a_small_one_needs_no_general_manager(self):
        small = self._create_contract(monthly_fee=1000.0)
        self.standard_sla._copy_to_contract(small)
        self.put_in_force(small)
        form = self.begin(small)
        self.complete(form)
        form.action_submit()
        form.with_user(self.director).action_approve()
        self.assertEqual(form.state, "in_force")

    def test_what_is_missing_is_told_at_once(self):
        form = self.form
        form.write(
            {
                "milestone_ids": [Command.create({"name": "X", "date": "2028-01-01"})],
                "project_manager_id": False,
            }
        )
        with self.assertRefused("not ready to be submitted") as caught:
            form.action_submit()
        del caught
        told = form.missing
        for text in (
            "Appoint the project manager.",
            "Enter the deliverables.",
            "Enter the budget.",
            "Enter whom the project needs.",
            'The milestone "X" of 2028-01-01 is outside of the project',
        ):
            self.assertIn(text, told)
        # they come from the contract's SLA
        self.assertNotIn("Enter the quality objectives.", told)

    def test_only_a_project_manager_is_appointed(self):
        self.form.project_manager_id = self.member
        self.assertIn("has not the role Project Manager", self.form.missing)

    def test_the_project_manager_must_complete_it(self):
        self.assertIn("has not completed it yet: hand it over", self.form.missing)

    def test_another_appointment_begins_anew(self):
        self.complete(self.form)
        self.assertTrue(self.form.completed_on)
        other = new_test_user(
            self.env,
            login="itsm_second_pm",
            groups=f"{MODULE}.group_project_manager",
            company_id=self.provider.id,
            company_ids=[Command.set(self.provider.ids)],
        )
        self.form.project_manager_id = other
        self.assertFalse(self.form.completed_on)
        self.assertEqual(self.form.phase, "appoint")

    def test_nobody_else_writes(self):
        form = self.form
        for user in (self.manager, self.member, self.users["technical_manager"]):
            with self.subTest(user.login), self.assertRefused("", AccessError):
                form.with_user(user).name = "Mine"
        form.action_hand_over()
        form.with_user(self.manager).name = "Completed"
        with self.assertRefused("service manager appoints", AccessError):
            form.with_user(self.manager).project_manager_id = self.users["auditor"]
        for method in ("action_submit", "action_cancel", "action_hand_over"):
            with self.assertRefused("service manager hands over", AccessError):
                getattr(form.with_user(self.manager), method)()
        form.action_hand_back()
        self.assertFalse(form.completed_on, "Taken back, not completed.")
        with self.assertRefused("", AccessError):
            form.with_user(self.manager).name = "Mine"

    def test_hand_over(self):
        form = self.form
        with self.assertRefused("was not handed over"):
            form.action_hand_back()
        form.project_manager_id = False
        with self.assertRefused("Appoint the project manager before"):
            form.action_hand_over()
        with self.assertRefused("", AccessError):
            form.with_user(self.manager).action_hand_over()

    def test_engine_fields(self):
        for name, value in (
            ("kind", "change"),
            ("completed_on", "2026-07-01"),
            ("appointed_by_id", self.director.id),
            ("is_with_manager", True),
            ("project_id", 1),
        ):
            with self.subTest(name), self.assertRefused("cannot be written"):
                self.form.write({name: value})
        other = self._create_contract()
        with self.assertRefused("stays with its contract"):
            self.form.contract_id = other
        with self.assertRefused("is not copied"):
            self.form.copy()

    @mute_logger("odoo.sql_db")
    def test_one_open_initiation_of_a_contract(self):
        again = self.contract.with_user(self.service_manager).action_initiate()
        self.assertEqual(again["res_id"], self.form.id)
        with self.assertRefused("contract_uniq", IntegrityError):
            self.form.create({"contract_id": self.contract.id})
        self.form.action_cancel()
        again = self.contract.with_user(self.service_manager).action_initiate()
        self.assertNotEqual(again["res_id"], self.form.id)

    def test_a_contract_that_is_not_signed(self):
        draft = self._create_contract()
        with self.assertRefused("is draft: its project is initiated, or changed"):
            self.form.create({"contract_id": draft.id})

    def test_r1_who_wrote_it_does_not_approve(self):
        """The only director has written on it: nobody could decide his stage."""
        self.complete(self.form)
        self.form.with_user(self.director).name = "By the director"
        others = self.env.ref(f"{MODULE}.group_administrator").user_ids
        directors = self.env.ref(f"{MODULE}.group_service_director").user_ids
        self.assertIn(self.director, directors)
        self.assertTrue(others)
        (directors - self.director).active = False
        with self.assertRefused("nobody could decide the stage"):
            self.form.action_submit()

    def test_r3_the_project_manager_does_not_approve(self):
        both = Command.link(self.env.ref(f"{MODULE}.group_service_director").id)
        self.manager.sudo().group_ids = [both]
        self.complete(self.form)
        self.form.action_submit()
        asked = self.form.sudo().waiting_stage_id.asked_ids
        self.assertIn(self.director, asked)
        self.assertNotIn(self.manager, asked)

    def test_returned_and_rejected(self):
        form = self.form
        self.complete(form)
        form.action_submit()
        form.with_user(self.director).decide("returned", "The budget is too high")
        self.assertEqual((form.state, form.phase), ("draft", "submit"))
        form.budget_ids[0].amount = 500000.0
        form.action_submit()
        form.with_user(self.director).decide("rejected", "We do not do it")
        self.assertEqual(form.phase, "over")
        self.assertFalse(self.contract.project_id)
        self.assertTrue(self.contract.is_to_initiate)
        self.assertTrue(self.begin(self.contract))

    def test_frozen_in_review(self):
        self.complete(self.form)
        self.form.action_submit()
        with self.assertRefused("content is frozen"):
            self.form.name = "Other"
        with self.assertRefused("lines are frozen"):
            self.form.budget_ids[0].amount = 1.0
        with self.assertRefused("has no next version"):
            self.form.revise(True, "Other")
        with self.assertRefused("is not closed"):
            self.form.action_close()

    def test_margin(self):
        """12 months of ¥100,000 less 600,000, 40,000 and 160,000."""
        self.complete(self.form)
        self.assertEqual(self.form.revenue, 1200000.0)
        self.assertEqual(self.form.budget_total, 800000.0)
        self.assertEqual(self.form.expected_margin, 400000.0)
        self.assertAlmostEqual(self.form.expected_margin_pct, 33.33, 2)

    @mute_logger("odoo.sql_db")
    def test_bounds(self):
        with self.assertRefused("check_dates", IntegrityError):
            self.form.date_end = "2026-01-01"
        with self.assertRefused("check_revenue", IntegrityError):
            self.form.revenue = -1
        with self.assertRefused("check_amount", IntegrityError):
            self.form.budget_ids = [Command.create({"amount": -1})]
        with self.assertRefused("check_person_months", IntegrityError):
            self.form.staffing_ids = [
                Command.create({"name": "X", "person_months": -1})
            ]
        with self.assertRefused("the target is at most 100", ValidationError):
            self.form.quality_objective_ids = [
                Command.create({"name": "X", "target": 101, "unit": "percent"})
            ]

    # === WHAT THE APPROVAL BRINGS ABOUT === #

    def test_milestones(self):
        self.complete(self.form)
        self.approve(self.form)
        project = self.contract.project_id
        self.assertTrue(project.allow_milestones)
        self.assertEqual(
            {m.name: m.deadline for m in project.milestone_ids},
            {
                "Service begins": date(2026, 8, 1),
                "Service ends": date(2027, 7, 31),
            },
        )

    def test_template(self):
        template = self.env["project.project"].create(
            {
                "name": "Operation",
                "is_template": True,
                "company_id": self.company.id,
                "type_ids": [Command.create({"name": "Waiting for the customer"})],
                "task_ids": [Command.create({"name": "Hand-over"})],
            }
        )
        self.form.project_template_id = template
        self.complete(self.form)
        self.approve(self.form)
        project = self.contract.project_id
        self.assertFalse(project.is_template)
        self.assertEqual(project.task_ids.mapped("name"), ["Hand-over"])
        self.assertEqual(project.type_ids.mapped("name"), ["Waiting for the customer"])
        self.assertEqual(project.partner_id, self.customer)
        self.assertEqual(project.user_id, self.manager)

    def test_existing_project(self):
        existing = self.env["project.project"].create(
            {"name": "Running", "company_id": self.company.id}
        )
        task = self.env["project.task"].create(
            {"name": "Begun", "project_id": existing.id}
        )
        self.form.existing_project_id = existing
        self.complete(self.form)
        self.approve(self.form)
        self.assertEqual(self.contract.project_id, existing)
        self.assertEqual(existing.task_ids, task)
        self.assertEqual(existing.name, "Operation of the information systems")

    def test_first_member_of_the_team(self):
        self.complete(self.form)
        self.approve(self.form)
        member = self.contract.project_id.itsm_member_ids
        self.assertEqual(member.user_id, self.manager)
        self.assertEqual(member.state, "confirmed")

    def test_no_project_is_given_by_hand(self):
        project = self.env["project.project"].create({"name": "Running"})
        for role in ("service_manager", "administrator"):
            contract = self.contract.with_user(self.users[role])
            with self.subTest(role), self.assertRefused("gets its project by an"):
                contract.project_id = project
        with self.assertRefused("gets its project by an"):
            self.env["itsm.contract"].with_user(self.service_manager).create(
                {
                    "name": "X",
                    "partner_id": self.customer.id,
                    "date_start": "2026-08-01",
                    "date_end": "2026-08-31",
                    "project_id": project.id,
                }
            )
