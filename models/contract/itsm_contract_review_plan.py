from odoo import fields, models


class ItsmContractReview(models.Model):
    """What a review takes of the presales plan of its contract (clause 1.1.5)."""

    _inherit = "itsm.contract.review"

    plan_differences = fields.Html(
        related="contract_id.plan_differences", sanitize=False
    )
    plan_difference_count = fields.Integer(related="contract_id.plan_difference_count")

    # === WHAT THE SERVICE OPINION RESTS ON === #

    def _get_analysis(self):
        # superuser: who reads the review reads what its opinions rest on
        plan = self.sudo().contract_id.plan_id
        return [
            (self.env._("Requirements"), self._analyse_requirements(plan)),
            (self.env._("Capability"), self._analyse_capability(plan)),
            *super()._get_analysis(),
            (self.env._("Differences to the plan"), self._analyse_differences(plan)),
        ]

    def _analyse_requirements(self, plan):
        """Return whether what the customer requires is feasible, in sentences."""
        if not plan:
            return [self.env._("The contract was made without a presales plan.")]
        requirements = plan.sheet_id.requirement_ids
        answers = requirements._fields["feasible"]._description_selection(self.env)
        texts = [
            self.env._(
                "%(feasible)s of %(all)s requirements of %(sheet)s are feasible.",
                feasible=len(requirements.filtered(lambda r: r.feasible == "yes")),
                all=len(requirements),
                sheet=plan.sheet_id.display_name,
            )
        ]
        for requirement in requirements.filtered(lambda r: r.feasible != "yes"):
            texts.append(
                self.env._(
                    "%(code)s %(name)s: %(feasible)s. %(note)s",
                    code=requirement.code,
                    name=requirement.name,
                    feasible=dict(answers).get(
                        requirement.feasible, self.env._("not assessed")
                    ),
                    note=requirement.feasibility_note or "",
                ).strip()
            )
        return texts

    def _analyse_capability(self, plan):
        """Return what is lacking to deliver, and what is done about it."""
        if not plan:
            return []
        lines = plan.capability_ids
        gaps = lines.filtered("is_gap")
        texts = [
            self.env._(
                "%(all)s capabilities were assessed, %(gaps)s of them with a gap.",
                all=len(lines),
                gaps=len(gaps),
            )
        ]
        for line in gaps:
            texts.append(
                self.env._(
                    "%(name)s: %(held)s held of %(required)s required. %(measure)s",
                    name=line.name,
                    held=f"{line.held:g}",
                    required=f"{line.required:g}",
                    measure=line.measure or "",
                ).strip()
            )
        return texts

    def _analyse_differences(self, plan):
        """Return in one sentence how much was agreed otherwise than planned."""
        if not plan:
            return []
        count = self.sudo().contract_id.plan_difference_count
        if not count:
            return [self.env._("The contract is as planned.")]
        return [self.env._("Differences between contract and plan: %s.", count)]
