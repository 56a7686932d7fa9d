from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

ROLES = (
    "itsm_service_delivery.group_project_manager",
    "itsm_service_delivery.group_service_manager",
)


class ItsmProjectInitiation(models.Model):
    """What must be there before an initiation is submitted (domain 2.4, 4.6)."""

    _inherit = "itsm.project.initiation"

    missing = fields.Text(
        compute="_compute_missing",
        help="What is still missing before the form can be submitted.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "state",
        "name",
        "project_manager_id",
        "is_with_manager",
        "completed_on",
        "date_start",
        "date_end",
        "objective_scope",
        "deliverable_ids",
        "milestone_ids.date",
        "staffing_ids",
        "quality_objective_ids",
        "budget_ids",
        "change_reason",
        "change_impact",
        "existing_project_id",
    )
    def _compute_missing(self):
        for initiation in self:
            draft = initiation.state == "draft" and initiation._origin
            problems = initiation._get_missing() if draft else []
            initiation.missing = "\n".join(problems) or False

    # === BUSINESS METHODS === #

    def _check_ready_to_submit(self):
        """Check that the form can be decided on.

        :raise UserError: names all that is missing, and what to do
        """
        result = super()._check_ready_to_submit()
        for initiation in self:
            if problems := initiation._get_missing():
                raise UserError(
                    self.env._(
                        "%(initiation)s is not ready to be submitted:\n%(problems)s",
                        initiation=initiation.display_name,
                        problems="\n".join(f"- {problem}" for problem in problems),
                    )
                )
        return result

    def _get_missing(self):
        """Return what is missing, each with what to do; later rooms add theirs.

        :rtype: list[str]
        """
        self.ensure_one()
        # superuser: what must be there does not depend on who submits
        initiation = self.sudo()
        return [
            *initiation._missing_contract(),
            *initiation._missing_manager(),
            *initiation._missing_content(),
            *initiation._missing_dates(),
            *initiation._missing_change(),
        ]

    def _missing_contract(self):
        """Return what is wrong with the contract, or its project."""
        contract = self.contract_id
        if contract.state not in ("signed", "in_force"):
            return [
                self.env._(
                    "%(contract)s is %(state)s: a project is initiated, or changed,"
                    " under a signed contract.",
                    contract=contract.display_name,
                    state=contract._get_state_label(),
                )
            ]
        if self.kind == "change":
            if self.base_id != self.project_id.itsm_initiation_id:
                return [
                    self.env._(
                        "%s was changed meanwhile: cancel this form, and open another"
                        " one.",
                        self.project_id.display_name,
                    )
                ]
            return []
        if not self.existing_project_id:
            projects = contract._get_order_projects()
            if len(projects) > 1:
                return [
                    self.env._(
                        "The sales order has several projects (%(projects)s): choose"
                        ' the one of this contract in "Existing Project".',
                        projects=", ".join(projects.mapped("name")),
                    )
                ]
        return []

    def _missing_manager(self):
        """Return what is missing of the project manager and his part of the work."""
        manager = self.project_manager_id
        if not manager:
            return [self.env._("Appoint the project manager.")]
        if not any(map(manager.has_group, ROLES)):
            return [
                self.env._(
                    "%s has not the role Project Manager: have an administrator give"
                    " it, or appoint somebody else.",
                    manager.name,
                )
            ]
        if self.is_with_manager and manager == self.env.user:
            return [self.env._("Hand it back once it is complete.")]
        if self.is_with_manager:
            return [
                self.env._(
                    "%s completes it at present: wait until it is handed back, or take"
                    " it back.",
                    manager.name,
                )
            ]
        if not self.completed_on and manager != self.env.user:
            return [
                self.env._(
                    "%s has not completed it yet: hand it over.", manager.name
                )
            ]
        return []

    def _missing_content(self):
        """Return what is missing of what the project is for, and what it needs."""
        wanted = {
            "objective_scope": self.env._("Say what the scope of the project is."),
            "deliverable_ids": self.env._("Enter the deliverables."),
            "milestone_ids": self.env._("Enter the milestones."),
            "staffing_ids": self.env._("Enter whom the project needs."),
            "quality_objective_ids": self.env._("Enter the quality objectives."),
            "budget_ids": self.env._("Enter the budget."),
        }
        return [
            text
            for name, text in wanted.items()
            if (
                is_html_empty(self[name])
                if self._fields[name].type == "html"
                else not self[name]
            )
        ]

    def _missing_dates(self):
        """Return what is wrong with the period and the milestones."""
        if not (self.date_start and self.date_end):
            return [self.env._("Enter the project's start and end.")]
        problems = []
        for milestone in self.milestone_ids:
            if not self.date_start <= milestone.date <= self.date_end:
                problems.append(
                    self.env._(
                        'The milestone "%(name)s" of %(day)s is outside of the project:'
                        " correct its date, or the project's.",
                        name=milestone.name,
                        day=milestone.date,
                    )
                )
        return problems

    def _missing_change(self):
        """Return what is missing of a project change."""
        if self.kind != "change":
            return []
        problems = []
        if not (self.change_reason or "").strip():
            problems.append(self.env._("Say why the project is changed."))
        if not (self.change_impact or "").strip():
            problems.append(self.env._("Say what the impact of the change is."))
        return problems
