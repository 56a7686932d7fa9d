"""Fixtures of service plans: a project, its plan, and how the plan passes."""

from odoo.fields import Command

from ..common import ItsmCommon


class ServicePlanCommon(ItsmCommon):
    """A project whose contract is in force, without a service plan yet.

    ``cls.manager`` is its project manager, ``cls.reviewer`` the technical manager,
    ``cls.approver`` the service manager; the contract sells NET and ERP.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["project_manager"]
        cls.reviewer = cls.users["technical_manager"]
        cls.approver = cls.users["service_manager"]
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
        cls.put_in_force()
        cls.project = cls.env["project.project"].create(
            {
                "name": "Jiangcheng operation",
                "company_id": cls.company.id,
                "partner_id": cls.customer.id,
                "user_id": cls.manager.id,
            }
        )
        cls.contract.project_id = cls.project

    @classmethod
    def begin_plan(cls):
        """Return the project's plan, begun by its project manager."""
        action = cls.project.with_user(cls.manager).action_itsm_create_service_plan()
        return cls.env["itsm.service.plan"].browse(action["res_id"])

    @classmethod
    def complete(cls, plan):
        """Write what is missing of a draft, as its project manager."""
        draft = plan.with_user(cls.manager)
        for section in draft.section_ids.filtered(lambda s: s.status == "open"):
            section.content = f"<p>Text of section {section.code}</p>"
        draft.action_propose_coverage()

    @classmethod
    def submit_plan(cls):
        """Return a complete plan that waits for its technical review."""
        plan = cls.begin_plan()
        cls.complete(plan)
        plan.with_user(cls.manager).action_submit()
        return plan

    @classmethod
    def hold_review(cls, plan):
        """Enter day and participants of the running review."""
        plan.review_id.with_user(cls.reviewer).write(
            {
                "date": "2026-07-24",
                "participant_ids": [Command.link(cls.users["engineer"].id)],
            }
        )

    @classmethod
    def pass_plan(cls, plan):
        """Review and approve a submitted plan."""
        cls.hold_review(plan)
        plan.with_user(cls.reviewer).action_approve()
        plan.with_user(cls.approver).action_approve()
