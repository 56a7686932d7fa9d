from datetime import timedelta

from odoo import api, fields, models

from ...engine.approval import check_chain
from .itsm_evidence_check import Found

_SEALED_WITHIN = timedelta(days=2)


class ItsmEvidenceCheck(models.AbstractModel):
    """Whether the seals, and all lines under them, are there as they were sealed."""

    _inherit = "itsm.evidence.check"

    @api.model
    def _check_seals(self):
        """Check all seals, and all lines under them.

        :return: ``([Found], number of seals, number of lines not yet sealed)``
        """
        # superuser: evidence does not depend on who looks
        Seals = self.env["itsm.evidence.seal"].sudo()
        Seals.invalidate_model()
        seals = Seals.search([], order="position")
        found = [
            Found(
                seals.filtered(lambda s, f=finding: s.position == f.position)[:1]
                or seals[-1:],
                self.env._(
                    "The chain of the seals is broken here: %s",
                    self.env._(finding.message, **finding.values),
                ),
                self.env._("Seals"),
                self._tampered(),
            )
            for finding in check_chain(seals)
        ]
        after_id = 0
        for seal in seals:
            found += [
                Found(seal, what, self.env._("Seals"), self._tampered())
                for what in self._check_seal(seal, after_id)
            ]
            after_id = seal.last_id
        _first, _last, unsealed, _digest = Seals._digest(after_id)
        return found + self._check_sealing(seals, unsealed), len(seals), unsealed

    def _check_seal(self, seal, after_id):
        """Yield what is wrong with a seal that follows the line of an id."""
        said = (seal.first_id, seal.last_id, seal.line_count, seal.digest)
        payload = seal._payload(seal.position, seal.sealed_at, seal.user_id.id, *said)
        if payload != seal.payload:
            yield self.env._("What the seal shows is not what was recorded.")
        there = seal._digest(after_id, seal.last_id)
        if there[2] != seal.line_count:
            yield self.env._(
                "It sealed %(then)s lines of the logs; %(now)s of them are there.",
                then=seal.line_count,
                now=there[2],
            )
        elif there != said:
            yield self.env._("Lines of the logs that it sealed were changed.")

    def _check_sealing(self, seals, unsealed):
        """Return a warning when the daily job has not sealed what it should."""
        since = fields.Datetime.now() - _SEALED_WITHIN
        lines = self.env["itsm.approval.decision"].sudo()
        late = unsealed and lines.search(
            [("id", ">", seals[-1:].last_id or 0), ("recorded_at", "<", since)], limit=1
        )
        if not late:
            return []
        return [
            Found(
                seals[-1:] or seals,
                self.env._("%s lines of the logs are not sealed yet.", unsealed),
                self.env._("Seals"),
                self.env._(
                    "Open Approvals > Seals and seal them; see whether the scheduled"
                    " action that seals the logs every day is active."
                ),
                "warning",
            )
        ]
