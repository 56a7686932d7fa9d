import json

from odoo import api, models

from ...engine.approval import canonical
from ..approval.itsm_approval_round import ENGINE_KINDS
from ..approval.itsm_evidence_check import Found

# From the conclusion on, what was written during the review stays as it was.
_CONCLUDED = ("approved", "in_force", "superseded", "rejected")


class ItsmEvidenceCheck(models.AbstractModel):
    """Whether contracts and their reviews still tell the same, and as it was."""

    _inherit = "itsm.evidence.check"

    @api.model
    def _check_contents(self, documents, logs):
        found = super()._check_contents(documents, logs)
        if documents._name == "itsm.contract":
            for contract in documents:
                found += self._check_reviewed(contract, logs.get(contract.id))
        elif documents._name == "itsm.contract.review":
            for review in documents.filtered(lambda r: r.state in _CONCLUDED):
                found += self._check_review_work(review, logs.get(review.id))
        return found

    def _check_reviewed(self, contract, log):
        """Return the lines of a contract that do not follow from a review's log."""
        found = []
        for line in log or ():
            try:
                said = (json.loads(line.payload).get("facts") or {}).get("review")
            except (AttributeError, TypeError, ValueError):
                continue  # not what was hashed: found in the log
            if not said:
                continue
            followed = line.sudo().search(
                [
                    ("res_model", "=", "itsm.contract.review"),
                    ("res_id", "=", said["id"]),
                    ("position", "=", said["position"]),
                ]
            )
            same = (
                followed.hash == said["hash"]
                and followed.kind == line.kind
                and followed.user_id == line.user_id
            )
            if not same:
                found.append(
                    Found(
                        contract,
                        self.env._(
                            "It follows line %(position)s of the log of %(review)s,"
                            " which is missing or says something else.",
                            position=said["position"],
                            review=said["number"],
                        ),
                        self._line(line.position),
                        self._tampered(),
                    )
                )
        return found

    def _check_review_work(self, review, log):
        """Return what of checklist and points is not as the conclusion found it."""
        ended = (log or review.decision_ids).filtered(
            lambda line: line.kind in ENGINE_KINDS
        )[-1:]
        try:
            facts = ended._facts(ended.payload) if ended else {}
        except (AttributeError, TypeError, ValueError):
            return []  # not what was hashed: found in the log
        found = []
        if "items" in facts and canonical(facts["items"]) != canonical(
            review.item_ids._facts()
        ):
            found.append(
                Found(
                    review,
                    self.env._(
                        "Its checklist is not answered as it was at the conclusion."
                    ),
                    self.env._("Checklist"),
                    self._tampered(),
                )
            )
        if "points" in facts and canonical(
            self._points_by_log(facts["points"], log)
        ) != canonical(review.point_ids._facts()):
            found.append(
                Found(
                    review,
                    self.env._(
                        "Its open points, or how they were closed, are not those of"
                        " the log."
                    ),
                    self.env._("Open Points"),
                    self._tampered(),
                )
            )
        return found

    def _points_by_log(self, points, log):
        """Return the points of the conclusion, with what was closed after it."""
        closed = {}
        for line in log:
            if line.kind == "point_closed":
                facts = line._facts(line.payload)
                closed[facts["point"]] = facts["resolution"]
        return [
            {**point, "closed": True, "resolution": closed[point["id"]]}
            if point["id"] in closed
            else point
            for point in points
        ]
