"""Fixtures of work plans: a project in August 2026 and a plan of a few lines."""

from odoo.fields import Command

from ..common import MODULE, ItsmCommon


class WorkPlanCommon(ItsmCommon):
    """``cls.project`` of the contract in force, managed by the project manager.

    - ``cls.manager`` writes plans, ``cls.approver`` (service manager) approves them;
      ``cls.engineer`` works on them.
    - ``cls.new_plan()`` gives a draft with the lines of `LINES`.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_in_force()
        cls.manager = cls.users["project_manager"]
        cls.approver = cls.users["service_manager"]
        cls.engineer = cls.users["engineer"]
        cls.project = cls.env["project.project"].create(
            {
                "name": "Jiangcheng operation",
                "company_id": cls.company.id,
                "partner_id": cls.customer.id,
                "user_id": cls.manager.id,
                "date_start": "2026-08-01",
                "date": "2027-07-31",
            }
        )
        cls.contract.sudo().project_id = cls.project
        for user in (cls.manager, cls.engineer):
            cls.join(user)
        cls.service_plan = cls.new_service_plan(cls.project)

    @classmethod
    def new_service_plan(cls, project):
        """Return a service plan in force, taken over as it is."""
        plan = cls.env["itsm.service.plan"].create(
            {"name": "Service plan", "project_id": project.id}
        )
        plan.sudo()._adopt("fixture of the tests")
        return plan

    @classmethod
    def join(cls, user, role="other", **values):
        """Have somebody confirmed as a member of the project team."""
        member = (
            cls.env["itsm.project.member"]
            .with_user(cls.users["service_director"])
            .create(
                {
                    "project_id": cls.project.id,
                    "user_id": user.id,
                    "role_id": cls.env.ref(f"{MODULE}.project_role_{role}").id,
                    "allocation_pct": 10,
                    "date_start": "2026-08-01",
                    **values,
                }
            )
        )
        member.with_user(cls.approver).action_confirm()
        return member

    @classmethod
    def new_plan(cls, user=None, **values):
        """Return a draft of the project manager; its lines by name in `lines_of`.

        1 Start, with 1.1 Kick-off (3 to 5 August, 8 h) and 1.2 Begun (milestone,
        7 August, after the kick-off); 2 Inspection, monthly until the end of October.
        """
        plan = (
            cls.env["itsm.work.plan"]
            .with_user(user or cls.manager)
            .create({"project_id": cls.project.id, **values})
        )
        start = cls.new_line(plan, "Start")
        kick_off = cls.new_line(
            plan,
            "Kick-off",
            parent_id=start.id,
            date_start="2026-08-03",
            date_end="2026-08-05",
            planned_hours=8,
            user_id=cls.engineer.id,
        )
        cls.new_line(
            plan,
            "Begun",
            parent_id=start.id,
            date_start="2026-08-07",
            date_end="2026-08-07",
            is_milestone=True,
            user_id=cls.manager.id,
            predecessor_ids=[Command.link(kick_off.id)],
        )
        cls.new_line(
            plan,
            "Inspection",
            date_start="2026-08-01",
            date_end="2026-10-31",
            planned_hours=12,
            recurrence="monthly",
            user_id=cls.engineer.id,
        )
        return plan

    @classmethod
    def new_line(cls, plan, name, **values):
        return cls.env["itsm.work.plan.line"].with_user(plan.env.user).create(
            {"plan_id": plan.id, "name": name, **values}
        )

    @classmethod
    def lines_of(cls, plan):
        """Return ``{name: line}``, as superuser."""
        return {line.name: line for line in plan.sudo().line_ids}

    @classmethod
    def approve(cls, plan):
        plan.with_user(cls.manager).action_submit()
        plan.with_user(cls.approver).action_approve()
        return plan

    @classmethod
    def tasks_of(cls, plan):
        """Return ``{name: task}`` of all tasks that the plan has made."""
        return {task.name: task for task in plan._find_tasks()}
