from odoo import api, models

from ...engine.approval import canonical
from ..approval.itsm_evidence_check import Found


class ItsmEvidenceCheck(models.AbstractModel):
    """Whether an acceptance still says what the customer has decided and signed."""

    _inherit = "itsm.evidence.check"

    @api.model
    def _check_contents(self, documents, logs):
        found = super()._check_contents(documents, logs)
        if documents._name == "itsm.acceptance":
            for acceptance in documents:
                log = logs.get(acceptance.id, acceptance.decision_ids.browse())
                if acceptance.conclusion:
                    found += self._check_answer(acceptance, log)
                found += self._check_issues(acceptance, log)
        return found

    def _facts_of(self, log, *kinds):
        """Return the facts of the lines of some kinds, as they were hashed."""
        lines = log.filtered(lambda line: line.kind in kinds).sorted("position")
        facts = []
        for line in lines:
            try:
                facts.append(line._facts(line.payload))
            except (AttributeError, TypeError, ValueError):
                continue  # not what was hashed: found in the log
        return facts

    def _check_answer(self, acceptance, log):
        """Return whether the answer is not the one of the customer's signature."""
        now = acceptance._answer_facts()
        for facts in self._facts_of(log, "signed", "not_accepted"):
            if "conclusion" not in facts:
                continue
            then = {name: facts.get(name) for name in now}
            if canonical(then) == canonical(now):
                return []
        return [
            Found(
                acceptance,
                self.env._(
                    "Conclusion, results or remaining issues are not those that the"
                    " customer has decided."
                ),
                self.env._("Customer's answer"),
                self._tampered(),
            )
        ]

    def _check_issues(self, acceptance, log):
        """Return whether issues are closed otherwise than the log tells."""
        then = {
            facts["point"]: facts["resolution"]
            for facts in self._facts_of(log, "point_closed")
        }
        now = {
            issue.id: issue.resolution
            for issue in acceptance.issue_ids
            if issue.state == "closed"
        }
        if then == now:
            return []
        return [
            Found(
                acceptance,
                self.env._(
                    "Its remaining issues, or how they were closed, are not those of"
                    " the log."
                ),
                self.env._("Remaining Issues"),
                self._tampered(),
            )
        ]
