from odoo import api, fields, models
from odoo.exceptions import UserError

from .service_plan_text import listing


class ItsmServicePlan(models.Model):
    """What must be there before a plan is submitted (domain 4.7), and how far it is."""

    _inherit = "itsm.service.plan"

    completeness = fields.Integer(
        compute="_compute_completeness",
        help="Percent of the sections that are written and of the lines of the contract"
        " that are covered.",
    )
    missing = fields.Html(
        compute="_compute_completeness", string="Still Missing", sanitize=False
    )
    uncovered_count = fields.Integer(
        string="Not Covered", compute="_compute_completeness"
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "section_ids.content",
        "section_ids.not_applicable",
        "section_ids.reason",
        "coverage_ids.section_ids",
        "coverage_ids.deliverable_ids",
        "contract_version",
        "sla_version",
    )
    @api.depends_context("lang")
    def _compute_completeness(self):
        for plan in self:
            open_sections = plan._get_open_sections()
            uncovered = plan._get_uncovered()
            count = len(plan.section_ids) + len(plan.coverage_ids)
            done = count - len(open_sections) - len(uncovered)
            plan.completeness = 100 * done // count if count else 0
            plan.uncovered_count = len(uncovered)
            problems = plan._get_missing() if plan.state == "draft" else []
            plan.missing = listing(problems) or False

    # === BUSINESS METHODS === #

    def _check_ready_to_submit(self):
        """Check that the plan can be reviewed.

        :raise UserError: names all that is missing, and what to do
        """
        result = super()._check_ready_to_submit()
        for plan in self:
            plan._check_project()
            if problems := plan._get_missing():
                raise UserError(
                    self.env._(
                        "%(plan)s is not ready to be submitted:\n%(problems)s",
                        plan=plan.display_name,
                        problems="\n".join(f"- {problem}" for problem in problems),
                    )
                )
        return result

    def _get_open_sections(self):
        """Return the sections that are neither written nor said to be without need."""
        return self.section_ids.filtered(lambda section: section.status == "open")

    def _get_uncovered(self):
        """Return what is agreed, and neither a section nor a deliverable serves."""
        return self.coverage_ids.filtered(lambda line: not line.is_covered)

    def _get_missing(self):
        """Return what is missing, each with what to do; later rooms add theirs.

        :rtype: list[str]
        """
        self.ensure_one()
        return [
            *self._missing_basis(),
            *self._missing_sections(),
            *self._missing_coverage(),
            *self._missing_answers(),
        ]

    def _missing_basis(self):
        lacks = self._get_basis_notes() + self._get_changed_lines()
        if not lacks:
            return []
        advice = self.env._('Press "Take Over the Agreement", and check what changes.')
        return [" ".join([*lacks, advice])]

    def _get_changed_lines(self):
        """Return in one sentence whether the coverage is not about what is agreed."""
        if set(self._get_agreed_lines()) == set(self.coverage_ids.mapped("key")):
            return []
        return [self.env._("The coverage does not list what is agreed.")]

    def _missing_sections(self):
        problems = []
        lines = self.template_id.line_ids
        for line in lines.filtered("is_mandatory"):
            if line.code not in self.section_ids.mapped("code"):
                problems.append(
                    self.env._(
                        'The mandatory section "%(code)s %(name)s" is missing: add it.',
                        code=line.code,
                        name=line.name,
                    )
                )
        open_sections = self._get_open_sections()
        for section in open_sections.filtered(lambda s: not s.not_applicable):
            problems.append(
                self.env._(
                    'Section "%s" is empty: write it.', section.display_name
                )
                if section.is_mandatory
                else self.env._(
                    'Section "%s" is empty: write it, or say why it is not applicable.',
                    section.display_name,
                )
            )
        for section in open_sections.filtered("not_applicable"):
            problems.append(
                self.env._(
                    'Section "%s" is not applicable: say why.', section.display_name
                )
            )
        return problems

    def _missing_coverage(self):
        uncovered = self._get_uncovered()
        if not uncovered:
            return []
        return [
            self.env._(
                "No section or deliverable covers: %s. Name one for each in the"
                " coverage.",
                "; ".join(uncovered.mapped("name")),
            )
        ]

    def _missing_answers(self):
        """Return which comments of the last review nobody has answered."""
        comments = self._get_open_comments().filtered(
            lambda comment: comment._needs_answer() and not comment.response
        )
        if not comments:
            return []
        return [
            self.env._(
                "Comments of the technical review are not answered: %s.",
                ", ".join(comments.mapped("display_name")),
            )
        ]
