from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...engine.approval import next_version
from ..approval import guard


class ItsmContractReview(models.Model):
    """How a contract's submission makes its review, fills it and submits it."""

    _inherit = "itsm.contract.review"

    # === ACTION METHODS === #

    def action_submit(self):
        """Submit with the contract only.

        :raise UserError: somebody submits the review by itself
        """
        if not guard.holds_key(self.env):
            raise UserError(
                self.env._(
                    "A contract review is submitted with its contract: correct the"
                    " contract and submit that."
                )
            )
        return super().action_submit()

    # === BUSINESS METHODS === #

    def _compute_can(self):
        result = super()._compute_can()
        self.can_submit = False
        return result

    def _begin_for(self, contract):
        """Have a submitted contract reviewed: by its returned review, or a new one.

        :param contract: the `itsm.contract`, whose round waits for its review
        :raise UserError: no template, or nobody to speak for a department
        """
        # superuser: whoever submits a contract writes no review by hand
        contract = contract.sudo()
        reviews = guard.with_key(self.sudo())
        review = reviews.browse(contract.review_ids.ids).filtered(
            lambda review: review.state == "draft"
        )[:1]
        vals = reviews._vals_of(contract)
        template = reviews.env["itsm.contract.review.template"].browse(
            vals["template_id"]
        )
        if review:
            review.opinion_ids.unlink()
            review.item_ids.unlink()
            review.write({**vals, "conclusion": False})
        else:
            review = reviews.create(
                {**vals, **reviews._identity_of(contract), "mode": template.mode}
            )
        review.write(
            {
                "item_ids": [
                    Command.create({"sequence": place, "name": criterion.name})
                    for place, criterion in enumerate(template.criterion_ids.sorted())
                ],
                "opinion_ids": review._opinion_commands(template, contract),
            }
        )
        review.action_submit()
        review._invite()

    def _invite(self):
        """Tell those who may give an opinion that nobody waits for."""
        self.ensure_one()
        lines = self.opinion_ids.filtered(lambda line: not line.mandatory)
        for person in lines.user_id:
            review = self.with_context(lang=person.lang)
            review.message_notify(
                partner_ids=person.partner_id.ids,
                subject=review.display_name,
                body=review.env._(
                    "You are invited to give your opinion on this contract. Nobody"
                    " waits for it: give it before the review is concluded."
                ),
            )

    def _identity_of(self, contract):
        """Return number and version of a new review.

        The next version of a contract is reviewed by the next version of its review.
        """
        former = contract._get_versions().review_ids.sorted("id")[-1:]
        if not former:
            return {"contract_id": contract.id}
        return {
            "contract_id": contract.id,
            "number": former.number,
            "version": next_version(former.version, major=True),
            "change_summary": self.env._(
                "For version %s of the contract.", contract.version
            ),
        }

    def _vals_of(self, contract):
        """Return what a review takes over of its contract and its plan.

        :raise UserError: no template fits
        """
        company = contract.company_id
        templates = self.env["itsm.contract.review.template"]
        template = templates._find_for(company, contract.kind, contract.approval_amount)
        if not template:
            raise UserError(
                self.env._(
                    "%s cannot be submitted: no review template fits its amount and"
                    " kind. Ask an administrator to add one (Configuration > Contract"
                    " Review Templates).",
                    contract.display_name,
                )
            )
        # without lines, its fee over its months
        amount, currency = contract.approval_amount, contract.approval_currency_id
        if contract.amount_total:
            amount, currency = contract.amount_total, contract.currency_id
        return {
            "name": contract.name,
            "author_id": contract.author_id.id,
            "contributor_ids": [Command.set(contract.contributor_ids.ids)],
            "contract_version": contract.version,
            "contract_hash": contract.round_id.content_hash,
            "company_id": company.id,
            "partner_id": contract.partner_id.id,
            "kind": contract.kind,
            "currency_id": currency.id,
            "amount": amount,
            "template_id": template.id,
            **self._vals_of_plan(contract),
        }

    def _vals_of_plan(self, contract):
        """Return what a review takes over of the presales plan of its contract."""
        # superuser: the margin is for cost viewers, whoever begins the review
        plan = contract.sudo().plan_id
        number = plan and f"{plan.number} v{plan.version}"
        return {"plan_number": number, "margin_pct": plan.margin_pct}

    # === WHO SPEAKS FOR A DEPARTMENT === #

    def _opinion_commands(self, template, contract):
        """Return the lines of those who are asked: for each department one person.

        :raise UserError: nobody can speak for a department that must be heard
        """
        self.ensure_one()
        taken = self.env["res.users"]
        commands = []
        lines = template.department_ids.sorted(lambda line: (line.sequence, line.id))
        for line in lines:
            person = self._pick_speaker(line.department_id, contract, taken)
            if not person and line.mandatory:
                raise UserError(
                    self.env._(
                        "%(contract)s cannot be submitted: nobody can speak for"
                        " %(department)s in its review. It must be somebody who has"
                        " not written the contract and does not speak for another"
                        " department. Ask an administrator to name somebody"
                        " (Configuration > Contract Review Departments).",
                        contract=contract.display_name,
                        department=line.department_id.name,
                    )
                )
            if not person:
                continue
            taken |= person
            commands.append(
                Command.create(
                    {
                        "sequence": line.sequence,
                        "department_id": line.department_id.id,
                        "is_service": line.department_id.is_service,
                        "mandatory": line.mandatory,
                        "user_id": person.id,
                    }
                )
            )
        return commands

    def _pick_speaker(self, department, contract, taken):
        """Return who speaks for a department on a contract, empty when nobody can."""
        barred = contract.author_id | contract.contributor_ids | taken
        speakers = department._get_speakers(contract.company_id)
        if department.is_service:
            barred |= contract.user_id
            # the one in charge, who is a colleague of those named
            speakers = (contract.service_manager_id & speakers) | speakers
        return (speakers - barred)[:1]

    def _get_mandatory_people(self):
        """Return who must give an opinion beside the service department.

        :rtype: res.users
        """
        self.ensure_one()
        # superuser: who is asked does not depend on who submits
        lines = self.sudo().opinion_ids.filtered("mandatory")
        return lines.filtered(lambda line: not line.is_service).user_id
