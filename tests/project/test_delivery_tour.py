"""A project is begun, and its work plan changed, in the browser (domain 7)."""

from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..common import MODULE
from .common import COMPLETED, ItsmProjectFlow
from .work_plan_change import WorkPlanChangeCommon


@tagged("post_install", "-at_install")
class TestDeliveryTour(ItsmProjectFlow, HttpCase):
    """Each person at work with the own rights only.

    What takes a conversation, the texts of form and plan, is written by the same
    people without the browser; every step that moves a document on is taken in it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technical = cls.users["technical_manager"]
        cls.contract.line_ids = [
            Command.create(
                {
                    "name": f"{code} operation",
                    "service_id": cls.services[code].id,
                    "price_unit": 600000.0,
                }
            )
            for code in ("NET", "ERP")
        ]
        cls.template = cls._create_template()

    @classmethod
    def _create_template(cls):
        """Return a template of two weeks of transition, and a year of inspections."""
        manager = cls.env.ref(f"{MODULE}.project_role_project_manager")
        template = cls.env["itsm.work.plan.template"].create(
            {"name": "A year of operation"}
        )
        lines = cls.env["itsm.work.plan.template.line"]
        start = lines.create({"template_id": template.id, "name": "Transition"})
        below = {"template_id": template.id, "parent_id": start.id}
        kick_off = lines.create(
            {
                **below,
                "name": "Kick-off meeting",
                "role_id": manager.id,
                "sequence": 20,
                "planned_hours": 4.0,
            }
        )
        lines.create(
            {
                **below,
                "name": "Operation taken over",
                "role_id": manager.id,
                "sequence": 30,
                "offset_days": 14,
                "is_milestone": True,
                "predecessor_ids": [Command.link(kick_off.id)],
            }
        )
        lines.create(
            {
                "template_id": template.id,
                "name": "Monthly inspection",
                "sequence": 40,
                "duration_days": 0,
                "planned_hours": 16.0,
                "recurrence": "monthly",
            }
        )
        return template

    def go(self, tour, user, record=None):
        """Take a tour as a person, at a record."""
        url = "/odoo/itsm-contracts-to-initiate"
        if record:
            url = f"/odoo/{record._name}/{record.id}"
        self.start_tour(url, f"itsm_delivery_{tour}", login=user.login)
        self.env.invalidate_all()

    def check_evidence(self, *documents):
        """Check that nothing of the documents differs from their logs."""
        checks = self.env["itsm.evidence.check"].sudo()
        for document in documents:
            with self.subTest(document.display_name):
                self.assertEqual(checks._check(document.sudo())[0], [])

    @freeze_time("2026-07-24 02:00:00")
    def test_from_a_signed_contract_to_a_running_project(self):
        self.put_in_force()
        self.assertEqual(self.contract.state, "signed")

        # Initiation: the service manager begins, the project manager completes.
        self.go("initiate", self.service_manager)
        initiation = self.contract.initiation_id
        self.assertEqual(initiation.phase, "complete")
        self.assertEqual(initiation.project_manager_id, self.manager)
        self.assertEqual(initiation.appointed_by_id, self.service_manager)
        own = initiation.with_user(self.manager)
        own.write({name: value for name, value in COMPLETED.items() if not own[name]})
        self.go("hand_back", self.manager, initiation)
        self.assertEqual(initiation.completed_by_id, self.manager)
        self.go("submit", self.service_manager, initiation)
        self.assertFalse(self.contract.project_id)
        # 1,200,000 without tax: above the limit of the general manager
        for decider in (self.director, self.general_manager):
            self.go("approve", decider, initiation)
        self.assertEqual(initiation.state, "in_force")
        project = self.contract.project_id
        self.assertEqual(project.user_id, self.manager)
        self.assertEqual(
            (project.date_start, project.date), (date(2026, 8, 1), date(2027, 7, 31))
        )

        # Service plan: filled from the contract, reviewed, approved.
        self.go("service_plan", self.manager, project)
        plan = project.itsm_service_plan_id.with_user(self.manager)
        self.assertTrue(plan.section_ids.filtered("content"))
        for section in plan.section_ids.filtered(lambda s: s.status == "open"):
            section.content = f"<p>Text of section {section.code}</p>"
        plan.action_propose_coverage()
        self.go("submit", self.manager, plan)
        self.go("review", self.technical, plan)
        review = plan.review_id
        self.assertEqual((review.state, review.conclusion), ("closed", "pass"))
        self.assertEqual(review.date, date(2026, 7, 24))
        self.assertEqual(review.participant_ids, self.member)
        self.assertEqual(plan.state, "reviewed")
        self.go("approve", self.service_manager, plan)
        self.assertEqual(plan.state, "in_force")

        # Work plan: its template names roles, the engineer is chosen.
        self._join(project, self.member)
        self.go("work_plan", self.manager, project)
        work_plan = project.itsm_work_plan_id
        self.assertEqual(work_plan.state, "in_review")
        self.assertFalse(work_plan._find_tasks())
        self.go("approve", self.service_manager, work_plan)
        self.assertEqual(work_plan.state, "in_force")
        self.assertEqual(work_plan.service_plan_id, plan)
        tasks = {task.name: task for task in work_plan._find_tasks()}
        # four lines, and the inspection of each of twelve months
        self.assertEqual(len(tasks), 4 + 12)
        self.assertEqual(tasks["Kick-off meeting"].user_ids, self.manager)
        self.assertEqual(tasks["Kick-off meeting"].parent_id, tasks["Transition"])
        inspection = tasks["Monthly inspection (2026-08-01)"]
        self.assertEqual(inspection.user_ids, self.member)
        self.assertEqual(inspection.project_id, project)
        self.check_evidence(initiation, plan, work_plan)

    def _join(self, project, user):
        """Have somebody proposed for the team, and confirmed."""
        member = self.env["itsm.project.member"].with_user(self.manager).create(
            {
                "project_id": project.id,
                "employee_id": self.employees[user].id,
                "role_id": self.env.ref(f"{MODULE}.project_role_network_engineer").id,
                "date_start": "2026-08-01",
            }
        )
        member.with_user(self.service_manager).action_confirm()


@freeze_time("2026-09-16 02:00:00")
@tagged("post_install", "-at_install")
class TestWorkPlanChangeTour(WorkPlanChangeCommon, HttpCase):
    """A change asked for by phone: recorded, agreed, edited, checked, approved."""

    def go(self, tour, user, record):
        """Take a tour as a person, at a record."""
        url = f"/odoo/{record._name}/{record.id}"
        self.start_tour(url, f"itsm_delivery_{tour}", login=user.login)
        self.env.invalidate_all()

    def test_a_change_by_phone(self):
        tasks = self.tasks_of(self.plan)
        october = tasks["Inspection (2026-10-01)"]
        self.assertEqual(october.user_ids, self.engineer)

        self.go("ask_by_phone", self.manager, self.plan)
        change = self.env["itsm.work.plan.change"].search(
            [("plan_id", "=", self.plan.id)]
        )
        self.assertEqual((change.request_mode, change.channel), ("oral", "phone"))
        self.assertEqual(change.witness_ids, self.contact)
        self.assertEqual(change.recorded_by_id, self.manager)
        self.assertEqual(change.requested_to_id, self.approver)
        self.assertFalse(change.is_recorded_late)

        self.go("agree", self.approver, change)
        self.assertEqual(change.confirmed_by_id, self.approver)
        self.assertEqual(change.editor_id, self.backup)
        new = change.new_plan_id
        self.assertEqual((new.state, new.version), ("draft", "1.1"))

        self.go("edit_change", self.backup, change)
        lines = self.lines_of(new)
        self.assertEqual(lines["Inspection"].user_id, self.backup)
        # what was over before stays whose it was
        self.assertEqual(lines["Kick-off"].user_id, self.engineer)
        self.assertEqual(october.user_ids, self.engineer)

        for decider in (self.manager, self.approver):
            self.assertEqual(self.plan.state, "in_force")
            self.go("approve", decider, change)
        self.assertEqual((change.step, change.state), ("in_force", "in_force"))
        self.assertEqual((self.plan.state, new.state), ("superseded", "in_force"))
        self.assertEqual(october.user_ids, self.backup)
        self.assertEqual(self.tasks_of(new)["Inspection (2026-10-01)"], october)
        self.assertEqual(tasks["Kick-off"].user_ids, self.engineer)
        checks = self.env["itsm.evidence.check"].sudo()
        for document in (self.plan, new, change):
            self.assertEqual(checks._check(document.sudo())[0], [])
