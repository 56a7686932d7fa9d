from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Another final acceptance of the project that is of no account any more.
_OVER = ("cancelled", "rejected", "superseded", "failed")


class ItsmAcceptance(models.Model):
    """What must be there before an acceptance is reviewed (clause 1.1.18)."""

    _inherit = "itsm.acceptance"

    def _check_ready_to_submit(self):
        """Check that the acceptance can be reviewed.

        :raise UserError: names all that is missing, and what to do
        """
        result = super()._check_ready_to_submit()
        for acceptance in self:
            if problems := acceptance._get_missing():
                raise UserError(
                    self.env._(
                        "%(acceptance)s is not ready for the internal review:\n"
                        "%(problems)s",
                        acceptance=acceptance.display_name,
                        problems="\n".join(f"- {problem}" for problem in problems),
                    )
                )
        return result

    def _get_missing(self):
        """Return what is missing, each with what to do.

        :rtype: list[str]
        """
        self.ensure_one()
        # superuser: what must be there does not depend on who submits
        acceptance = self.sudo()
        return [
            *acceptance._missing_of_project(),
            *acceptance._missing_of_people(),
            *acceptance._missing_of_criteria(),
            *acceptance._missing_of_issues(),
        ]

    def _missing_of_project(self):
        """Return what is missing of contract, kind and results."""
        problems = []
        if not self.contract_id:
            problems.append(
                self.env._("The project has no service contract: link it first.")
            )
        if self.kind == "stage" and not (self.stage_name or "").strip():
            problems.append(self.env._("Name the stage that is accepted."))
        if self.kind == "final" and (other := self._get_other_final()):
            problems.append(
                self.env._(
                    "%s is the final acceptance of this project already: revise that"
                    " one, or make this one a stage acceptance.",
                    other.display_name,
                )
            )
        if not (self.basis or "").strip():
            problems.append(
                self.env._("Say on which basis it is accepted: contract, plans …")
            )
        if self._read_sla_results() != (self.sla_results or []):
            problems.append(
                self.env._(
                    "Service reports were approved since their results were taken over:"
                    ' press "Take SLA Results".'
                )
            )
        return problems

    def _get_other_final(self):
        """Return another final acceptance of the project that is of account."""
        # superuser: there is one, whoever sees it
        return self.sudo().search(
            Domain("project_id", "=", self.project_id.id)
            & Domain("kind", "=", "final")
            & Domain("number", "!=", self.number)
            & Domain("state", "not in", _OVER),
            limit=1,
        )

    def _missing_of_people(self):
        """Return who is missing (R10)."""
        problems = []
        if not self.chair_id:
            problems.append(
                self.env._("Choose who chairs the internal review of the department.")
            )
        elif self.chair_id == self.project_id.user_id:
            problems.append(
                self.env._(
                    "%s manages the project, so somebody else chairs the internal"
                    " review (R10).",
                    self.chair_id.name,
                )
            )
        if not any(member.side == "provider" for member in self.member_ids):
            problems.append(
                self.env._("Enter who of us belongs to the acceptance group.")
            )
        return problems

    def _missing_of_criteria(self):
        """Return which criteria are not examined to the end."""
        if not self.criterion_ids:
            return [self.env._("There are no criteria: enter by what it is accepted.")]
        problems = []
        for criterion in self.criterion_ids:
            lacking = []
            if not criterion.result:
                lacking.append(self.env._("the result"))
            if criterion.result == "na":
                if not (criterion.remark or "").strip():
                    lacking.append(self.env._("why it does not apply, as a remark"))
            else:
                if not (criterion.method or "").strip():
                    lacking.append(self.env._("the method"))
                if not criterion._has_evidence():
                    lacking.append(self.env._("the evidence"))
            if lacking:
                problems.append(
                    self.env._(
                        "Criterion %(name)s: enter %(lacking)s.",
                        name=criterion.name,
                        lacking=", ".join(lacking),
                    )
                )
        return problems

    def _missing_of_issues(self):
        """Return which proposed remaining issues are over before they are agreed."""
        today = self._today()
        return [
            self.env._(
                "Remaining issue %(name)s: %(day)s is over, enter a later date.",
                name=issue.name,
                day=issue.date_due,
            )
            for issue in self.proposed_issue_ids
            if issue.state == "proposed" and issue.date_due < today
        ]
