"""Fixtures of the tests of teams, costs and objectives."""

from ..common import ItsmCommon


class TeamCommon(ItsmCommon):
    """A running project with its manager, and colleagues to propose.

    ``cls.project`` of ``cls.contract`` (2026-08-01 to 2027-07-31); ``cls.manager``,
    ``cls.decider`` (service manager) and ``cls.director``; ``cls.people`` wu, he and
    ma: employees with logins of engineers.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.users["project_manager"]
        cls.decider = cls.users["service_manager"]
        cls.director = cls.users["service_director"]
        cls.put_in_force()
        cls.project = cls._create_project(cls.contract, "Jiangcheng")
        cls.people = {"wu": cls._employ(cls.users["engineer"], "Wu Hao")}
        for login, name in (("he", "He Jingyi"), ("ma", "Ma Jun")):
            cls.people[login] = cls._employ(cls._create_engineer(login), name)
        cls.role = cls.env.ref(
            "itsm_service_delivery.project_role_network_engineer"
        )

        cls.other_role = cls.env.ref(
            "itsm_service_delivery.project_role_onsite_engineer"
        )

    @classmethod
    def _create_engineer(cls, login):
        return cls.users["engineer"].copy({"login": f"itsm_{login}", "name": login})

    @classmethod
    def _create_project(cls, contract, name):
        contract.project_id = cls.env["project.project"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "partner_id": cls.customer.id,
                "user_id": cls.manager.id,
                "date_start": contract.date_start,
                "date": contract.date_end,
                "allow_timesheets": True,
            }
        )
        return contract.project_id

    @classmethod
    def _employ(cls, user, name):
        return cls.env["hr.employee"].create(
            {"name": name, "user_id": user.id, "company_id": cls.company.id}
        )

    @classmethod
    def propose(cls, who, by=None, **values):
        """Propose one of `cls.people` for the project, by its manager."""
        member = cls.env["itsm.project.member"].with_user(by or cls.manager)
        return member.create(
            {
                "project_id": cls.project.id,
                "employee_id": cls.people[who].id,
                "role_id": cls.role.id,
                "date_start": "2026-08-01",
                **values,
            }
        )

    @classmethod
    def confirm(cls, who, **values):
        """Propose and confirm."""
        member = cls.propose(who, **values)
        member.with_user(cls.decider).action_confirm()
        return member

    # === SKILLS === #

    @classmethod
    def _get_skill(cls, name, progress, kind="Networks"):
        """Return a skill and a level "Level <progress>" of it, made when needed."""
        types = cls.env["hr.skill.type"]
        found = types.search([("name", "=", kind)]) or types.create(
            {
                "name": kind,
                "skill_ids": [(0, 0, {"name": name})],
                "skill_level_ids": [(0, 0, cls._level(progress))],
            }
        )
        skill = found.skill_ids.filtered(lambda skill: skill.name == name)
        if not skill:
            skill = cls.env["hr.skill"].create(
                {"name": name, "skill_type_id": found.id}
            )
        level = found.skill_level_ids.filtered(lambda lv: lv.level_progress == progress)
        if not level:
            level = cls.env["hr.skill.level"].create(
                {**cls._level(progress), "skill_type_id": found.id}
            )
        return skill, level

    @classmethod
    def _level(cls, progress):
        return {"name": f"Level {progress}", "level_progress": progress}

    @classmethod
    def skill_values(cls, name, progress, kind="Networks"):
        """Return what a place in the team demands, as values of its line."""
        skill, level = cls._get_skill(name, progress, kind)
        return {"skill_id": skill.id, "required_level_id": level.id}

    @classmethod
    def hold(cls, who, name, progress, valid_to=False):
        """Let somebody have a skill."""
        skill, level = cls._get_skill(name, progress)
        return cls.env["hr.employee.skill"].create(
            {
                "employee_id": cls.people[who].id,
                "skill_id": skill.id,
                "skill_type_id": skill.skill_type_id.id,
                "skill_level_id": level.id,
                "valid_from": "2026-01-01",
                "valid_to": valid_to,
            }
        )
