"""Fixtures of the project room: a project that was initiated the real way."""

from odoo.fields import Command

from ..common import ItsmCommon, not_before

# Domain 2.4: what the project manager completes.
COMPLETED = {
    "objective_scope": "<p>ERP, OA and the network are served</p>",
    "objective_schedule": "<p>From 1 August on</p>",
    "deliverable_ids": [
        Command.create({"name": "Monthly report", "frequency": "Monthly"}),
        Command.create({"name": "Inspection report", "frequency": "Quarterly"}),
    ],
    "staffing_ids": [
        Command.create({"name": "Network engineer", "person_months": 12.0}),
        Command.create({"name": "Service desk", "person_months": 6.0}),
    ],
    "budget_ids": [
        Command.create({"kind": "labour", "name": "Engineers", "amount": 600000.0}),
        Command.create({"kind": "travel", "amount": 40000.0}),
        Command.create({"kind": "purchase", "name": "Spares", "amount": 160000.0}),
    ],
}


class ItsmProjectFlow(ItsmCommon):
    """The people of a project, and how it is initiated (clauses 1.1.8, 1.1.9).

    ``cls.service_manager``, ``cls.manager`` (project manager), ``cls.director``,
    ``cls.general_manager`` (decides too above ¥1,000,000), ``cls.member`` (engineer);
    ``cls.employees`` has the employees of those who work on projects.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service_manager = cls.users["service_manager"]
        cls.manager = cls.users["project_manager"]
        cls.director = cls.users["service_director"]
        cls.general_manager = cls.users["general_manager"]
        cls.member = cls.users["engineer"]
        cls.employees = {
            user: cls.env["hr.employee"].create(
                {
                    "name": user.name,
                    "user_id": user.id,
                    "company_id": cls.provider.id,
                    "hourly_cost": 100.0,
                }
            )
            for user in (
                cls.manager,
                cls.member,
                cls.service_manager,
                cls.users["technical_manager"],
            )
        }

    @classmethod
    def begin(cls, contract, **values):
        """Open the initiation of a contract, and appoint the project manager.

        :param values: fields to write, as the service manager
        :return: the draft, as the service manager sees it
        """
        action = contract.with_user(cls.service_manager).action_initiate()
        initiations = cls.env["itsm.project.initiation"]
        initiation = initiations.with_user(cls.service_manager).browse(action["res_id"])
        initiation.write({"project_manager_id": cls.manager.id, **values})
        return initiation

    @classmethod
    def complete(cls, initiation, **values):
        """Hand a draft over, have the project manager complete it and hand it back."""
        manager = initiation.project_manager_id
        initiation.action_hand_over()
        completed = {
            name: value for name, value in COMPLETED.items() if not initiation[name]
        }
        initiation.with_user(manager).write({**completed, **values})
        initiation.with_user(manager).action_hand_back()

    @classmethod
    def approve(cls, initiation):
        """Submit a draft and have everybody who is asked approve it."""
        initiation.action_submit()
        while initiation.state in ("in_review", "reviewed"):
            asked = initiation.sudo().waiting_stage_id.asked_ids[:1]
            initiation.with_user(asked).action_approve()

    @classmethod
    def initiate(cls, contract, **values):
        """Initiate, or change, a project: appointed, completed, submitted, approved.

        :param contract: signed or in force; or an amendment
        :param values: fields that the project manager writes
        :return: the initiation in force, as superuser
        """
        initiation = cls.begin(contract)
        if initiation.kind == "change":
            values = {"change_reason": "More", "change_impact": "None", **values}
        cls.complete(initiation, **values)
        cls.approve(initiation)
        return initiation.with_user(cls.env.user)


class ItsmProjectCommon(ItsmProjectFlow):
    """A contract in force whose project was initiated the real way.

    ``cls.contract`` (taken over, in force) runs from 2026-08-01 to 2027-07-31 at
    ¥100,000 a month; ``cls.initiation`` is the approved form, ``cls.project`` the
    project.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with not_before("2026-08-03 10:00"):
            cls.put_in_force()
            cls.initiation = cls.initiate(cls.contract, level="A")
        cls.project = cls.contract.project_id
