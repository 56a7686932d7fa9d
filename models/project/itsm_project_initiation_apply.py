from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..approval import guard


class ItsmProjectInitiation(models.Model):
    """What the approval brings about: the project is made, or changed."""

    _inherit = "itsm.project.initiation"

    # === BUSINESS METHODS === #

    def _put_in_force(self):
        """Make or change the projects; the form is their baseline from now on."""
        # superuser: to decide one need not be allowed to make a project
        for initiation in self.sudo():
            initiation._lock()
            project = initiation._make_project()
            initiation._end_baseline(project)
            guard.with_key(initiation).project_id = project
        result = super()._put_in_force()
        for initiation in self.sudo():
            initiation.contract_id._note_initiated(initiation.project_id)
            initiation._set_baseline()
            initiation._after_initiation()
        return result

    def _after_initiation(self):
        """Do what an initiated, or changed, project brings about; rooms add theirs.

        The project is as the form says, and its initiation is in force.
        """

    def _make_project(self):
        """Return the project: the one to change, one that is there, or a new one."""
        if self.kind == "change":
            if self.base_id != self.project_id.itsm_initiation_id:
                raise UserError(
                    self.env._(
                        "%s was changed meanwhile: reject this form, and open another"
                        " one.",
                        self.project_id.display_name,
                    )
                )
            return self.project_id
        contract = self.contract_id
        contract._confirm_order()
        project = self.existing_project_id or contract._find_order_project()
        if project:
            return self._bring_template(project)
        return contract._create_project(self)

    def _bring_template(self, project):
        """Give a project that is there already the stages and tasks of the template."""
        if template := self.project_template_id:
            project.type_ids |= template.type_ids
            template.map_tasks(project.id)
        return project

    def _end_baseline(self, project):
        """End what was the project's baseline until now."""
        former = project.itsm_initiation_ids.filtered(
            lambda initiation: initiation.state == "in_force"
        )
        if former:
            former._supersede(self)

    def _set_baseline(self):
        """Let the project be as the form says."""
        project = guard.with_key(self.project_id)
        project.write(self._prepare_baseline())
        project._itsm_ensure_stages()
        project._itsm_ensure_account()
        self._bring_milestones(project)
        project._itsm_appoint_manager(
            self.project_manager_id, self.contract_id._today()
        )

    def _prepare_baseline(self):
        """Return the values of the project that the form decides on."""
        return {
            "allow_milestones": True,
            "company_id": self.company_id.id,
            "date": self.date_end,
            "date_start": self.date_start,
            "name": self.name,
            "partner_id": self.partner_id.id,
            "tag_ids": [Command.set(self.tag_ids.ids)],
            "user_id": self.project_manager_id.id,
        }

    def _bring_milestones(self, project):
        """Make, move and drop the project's milestones as the form says.

        What was reached stays, planned or not.
        """
        milestones = {
            milestone.itsm_key: milestone
            for milestone in project.milestone_ids
            if milestone.itsm_key
        }
        for line in self.milestone_ids:
            values = {"name": line.name, "deadline": line.date}
            if milestone := milestones.pop(line.origin_key, None):
                milestone.write(values)
                continue
            values["itsm_key"] = line.origin_key
            project.milestone_ids = [Command.create(values)]
        for milestone in milestones.values():
            if not milestone.is_reached:
                milestone.unlink()

    def _supersede(self, successor):
        """End initiations: another one is the project's baseline now."""
        self._lock()
        facts = {"facts": {"by": f"{successor.number} {successor.version}"}}
        self._append_log("superseded", dict.fromkeys(self.ids, facts))
        self._transition({"state": "superseded"})
