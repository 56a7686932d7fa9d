from odoo import api, models

from ...engine.approval import canonical
from ..approval.itsm_evidence_check import Found


class ItsmEvidenceCheck(models.AbstractModel):
    """Whether technical reviews are still what the log says of them."""

    _inherit = "itsm.evidence.check"

    @api.model
    def _check_contents(self, documents, logs):
        found = super()._check_contents(documents, logs)
        if documents._name == "itsm.service.plan":
            for plan in documents:
                found += self._check_plan_reviews(plan, logs.get(plan.id) or ())
        return found

    @api.model
    def _check_plan_reviews(self, plan, log):
        """Return the closed reviews of a plan that are not as their round ended."""
        said = {}
        for line in log:
            try:
                review = (line._facts(line.payload) or {}).get("review")
            except (AttributeError, TypeError, ValueError):
                continue  # not what was hashed: found in the log
            if review:
                said[review["id"]] = review
        reviews = plan.review_ids.filtered(lambda review: review.state == "closed")
        there = {review.id: review for review in reviews}
        return [
            Found(
                plan,
                self.env._(
                    "The technical review of round %s is not as the log keeps it.",
                    facts["round"],
                ),
                self.env._("Technical Review"),
                self._tampered(),
            )
            for review_id, facts in said.items()
            if review_id not in there
            or canonical(there[review_id]._facts()) != canonical(facts)
        ]
