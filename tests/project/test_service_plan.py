"""A service plan from its beginning to its execution (clauses 1.1.10, 1.1.11)."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .service_plan_common import ServicePlanCommon


@tagged("post_install", "-at_install")
class TestServicePlan(ServicePlanCommon):
    def _section(self, plan, code):
        return plan.section_ids.filtered(lambda section: section.code == code)

    def test_begun_from_the_project(self):
        plan = self.begin_plan()
        self.assertEqual(plan.contract_id, self.contract)
        self.assertEqual(plan.partner_id, self.customer)
        self.assertEqual(plan.author_id, self.manager)
        self.assertTrue(plan.number.startswith("FA-"))
        self.assertEqual(plan.section_ids.mapped("code"), list(range(1, 21)))
        self.assertEqual(plan.contract_version, "1.0")
        self.assertEqual(plan.sla_version, "1.0")
        # another click opens the same plan
        self.assertEqual(self.begin_plan(), plan)

    def test_without_a_contract(self):
        project = self.project.copy({"user_id": self.manager.id})
        with self.assertRefused("has no service contract"):
            project.with_user(self.manager).action_itsm_create_service_plan()

    def test_contract_that_is_not_signed(self):
        contract = self._create_contract()
        project = self.project.copy({"user_id": self.manager.id})
        contract.project_id = project
        with self.assertRefused("no contract that is signed"):
            project.with_user(self.manager).action_itsm_create_service_plan()

    def test_one_plan_for_a_project(self):
        self.begin_plan()
        with self.assertRefused("has the service plan", ValidationError):
            self.env["itsm.service.plan"].with_user(self.manager).create(
                {"project_id": self.project.id, "name": "Another"}
            )

    # === FILLING === #

    def test_filled_from_what_is_agreed(self):
        plan = self.begin_plan()
        levels = self._section(plan, 4).content
        # domain 3.7: P1 is answered in 15 minutes and solved in 4 hours, 24x7
        self.assertIn("15 min around the clock", levels)
        self.assertIn("4 h around the clock", levels)
        self.assertIn("3 working days of 8 h (5x8)", levels)
        self.assertIn("99.9 %", self._section(plan, 13).content)
        self.assertIn("99.5 %", self._section(plan, 13).content)
        self.assertIn("95 %", self._section(plan, 2).content)
        services = self._section(plan, 3).content
        self.assertIn("NET operation", services)
        self.assertIn("ERP operation", services)
        self.assertIn(self.manager.name, self._section(plan, 5).content)
        self.assertIn("2026-08-01", self._section(plan, 7).content)
        self.assertIn("2027-07-31", self._section(plan, 7).content)

    def test_filling_overwrites_nothing(self):
        plan = self.begin_plan().with_user(self.manager)
        levels = self._section(plan, 4)
        levels.content = "<p>Mine</p>"
        self._section(plan, 3).content = False
        plan.action_fill()
        self.assertEqual(levels.content, "<p>Mine</p>")
        self.assertIn("NET operation", self._section(plan, 3).content)

    def test_filling_leaves_what_is_not_applicable(self):
        plan = self.begin_plan().with_user(self.manager)
        section = self._section(plan, 13)
        section.write({"content": False, "not_applicable": True, "reason": "None"})
        plan.action_fill()
        self.assertFalse(section.content)

    # === COVERAGE === #

    def test_every_line_of_the_agreement(self):
        plan = self.begin_plan()
        kinds = plan.coverage_ids.mapped("kind")
        # two services, four priorities with two targets each, three availabilities
        self.assertEqual(kinds.count("service"), 2)
        self.assertEqual(kinds.count("target"), 8)
        self.assertEqual(kinds.count("availability"), 3)
        self.assertEqual(plan.uncovered_count, 13)

    def test_uncovered_is_refused(self):
        plan = self.begin_plan()
        self.complete(plan)
        line = plan.coverage_ids.filtered(lambda line: line.service_id.code == "ERP")[0]
        line.with_user(self.manager).section_ids = False
        self.assertEqual(plan.uncovered_count, 1)
        with self.assertRefused("No section or deliverable covers: ERP ERP operation"):
            plan.with_user(self.manager).action_submit()
        deliverable = plan.env["itsm.service.plan.deliverable"].create(
            {"plan_id": plan.id, "name": "Runbook"}
        )
        line.with_user(self.manager).deliverable_ids = deliverable
        plan.with_user(self.manager).action_submit()
        self.assertEqual(plan.state, "in_review")

    def test_covered_by_its_own_parts_only(self):
        plan = self.begin_plan()
        project = self.project.copy({"user_id": self.manager.id})
        contract = self._create_contract(project_id=project.id)
        self.standard_sla._copy_to_contract(contract)
        self.put_in_force(contract)
        action = project.with_user(self.manager).action_itsm_create_service_plan()
        others = self.env["itsm.service.plan"].browse(action["res_id"])
        with self.assertRefused("its own plan only", ValidationError):
            plan.coverage_ids[0].section_ids = others.section_ids[0]

    def test_nothing_that_is_not_applicable_covers(self):
        plan = self.begin_plan()
        self.complete(plan)
        section = self._section(plan, 13)
        section.with_user(self.manager).write({"not_applicable": True, "reason": "No"})
        # the three availabilities stand in this section only
        self.assertEqual(plan.uncovered_count, 3)

    # === SECTIONS === #

    def test_every_section_is_written_or_not_applicable(self):
        plan = self.begin_plan()
        self.complete(plan)
        draft = plan.with_user(self.manager)
        section = self._section(draft, 9)
        section.content = "<p><br></p>"
        with self.assertRefused('Section "9 Routine Work" is empty: write it, or say'):
            draft.action_submit()
        section.not_applicable = True
        with self.assertRefused('"9 Routine Work" is not applicable: say why'):
            draft.action_submit()
        section.reason = "The customer's own staff does it"
        self.assertEqual(plan.completeness, 100)
        draft.action_submit()

    def test_mandatory_sections(self):
        plan = self.begin_plan().with_user(self.manager)
        section = self._section(plan, 5)
        with self.assertRefused("violates check", IntegrityError):
            section.not_applicable = True
        with self.assertRefused("is a mandatory section"):
            section.unlink()
        own = self.env["itsm.service.plan.section"].create(
            {"plan_id": plan.id, "code": 21, "name": "Our own"}
        )
        self.assertEqual(own.status, "open")
        own.with_user(self.manager).unlink()

    def test_completeness(self):
        plan = self.begin_plan()
        self.complete(plan)
        self.assertEqual(plan.completeness, 100)
        self.assertFalse(plan.missing)
        draft = plan.with_user(self.manager)
        draft.section_ids[:3].content = False
        # 20 sections and 13 lines: 30 of 33 are done
        self.assertEqual(plan.completeness, 90)

    # === VERSIONS === #

    def test_frozen_from_submission_on(self):
        plan = self.submit_plan()
        with self.assertRefused("lines are frozen"):
            plan.section_ids[0].with_user(self.manager).content = "<p>Other</p>"
        with self.assertRefused("only a draft is filled"):
            plan.with_user(self.manager).action_fill()

    def test_in_execution_and_revised(self):
        plan = self.submit_plan()
        self.pass_plan(plan)
        self.assertEqual(plan.state, "in_force")
        self.assertEqual(plan.reviewed_by_id, self.reviewer)
        self.assertEqual(plan.approved_by_id, self.approver)
        self.assertEqual(self.project.itsm_service_plan_id, plan)
        draft = plan.with_user(self.manager).revise(True, "More services")
        self.assertEqual(draft.version, "2.0")
        self.assertEqual(len(draft.section_ids), 20)
        self.assertFalse(draft.section_ids & plan.section_ids)
        # coverage names the sections of the new version
        self.assertEqual(draft.coverage_ids.section_ids.plan_id, draft)
        self.assertEqual(draft.uncovered_count, 0)
        self.assertFalse(draft.review_ids)
        draft.action_submit()
        self.pass_plan(draft)
        self.assertEqual(plan.state, "superseded")
        self.assertEqual(self.project.itsm_service_plan_id, draft)

    def test_ended_with_the_project(self):
        plan = self.submit_plan()
        self.pass_plan(plan)
        self.project.with_user(self.manager)._itsm_close_service_plans()
        self.assertEqual(plan.state, "closed")

    def test_who_begins_a_plan(self):
        for role in ("sales", "engineer", "technical_manager", "auditor"):
            project = self.project.with_user(self.users[role])
            with self.subTest(role), self.assertRefused("", AccessError):
                self.env["itsm.service.plan"].with_user(self.users[role]).create(
                    {"project_id": project.id, "name": "Mine"}
                )
        other = self.project.copy({"user_id": self.approver.id})
        contract = self._create_contract(project_id=other.id)
        self.standard_sla._copy_to_contract(contract)
        self.put_in_force(contract)
        with self.assertRefused("", AccessError):
            self.env["itsm.service.plan"].with_user(self.manager).create(
                {"project_id": other.id, "name": "Not mine"}
            )

    def test_a_written_basis_is_not_believed(self):
        plan = self.begin_plan()
        self.complete(plan)
        plan.with_user(self.manager).contract_version = "9.0"
        with self.assertRefused("Made for version 9.0 of the contract; version 1.0"):
            plan.with_user(self.manager).action_submit()
        plan.with_user(self.manager).action_take_basis()

    def test_what_is_agreed_is_not_written(self):
        plan = self.begin_plan()
        line = plan.coverage_ids[0].with_user(self.manager)
        for vals in ({"name": "Something easier"}, {"key": "service:NONE"}):
            with self.subTest(vals), self.assertRefused("come from contract and SLA"):
                line.write(vals)
        with self.assertRefused("come from contract and SLA"):
            line.unlink()
        with self.assertRefused("come from contract and SLA"):
            line.create(
                {"plan_id": plan.id, "kind": "service", "key": "x", "name": "Mine"}
            )
        line.note = "By the night shift"
