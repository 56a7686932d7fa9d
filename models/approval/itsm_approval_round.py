import json

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import DECIDED_ELSEWHERE, ROUND_STATES
from ...engine.approval import Kind, Part, Round, canonical
from . import guard

# The kinds of log lines that the engine's rounds are made of.
ENGINE_KINDS = frozenset(kind.value for kind in Kind)


class ItsmApprovalRound(models.Model):
    """One submission of a document, with the stages and the content it had then.

    What happened is in the log (`itsm.approval.decision`); the states here, of the
    round's stages and of the document, are its projections, written by the engine only.
    """

    _name = "itsm.approval.round"
    _description = "Approval Round"
    _inherit = ["itsm.engine.written.mixin", "itsm.document.bound.mixin"]
    _order = "submitted_at desc, id desc"
    _rec_name = "title"

    res_model = fields.Char(string="Record Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, readonly=True
    )
    document_type_id = fields.Many2one(
        comodel_name="itsm.document.type",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", readonly=True, index=True, ondelete="restrict"
    )
    number = fields.Char(readonly=True)
    version = fields.Char(readonly=True)
    title = fields.Char(readonly=True)
    sequence = fields.Integer(
        string="Round", required=True, readonly=True, help="Counts the submissions."
    )
    submitted_by_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    submitted_at = fields.Datetime(required=True, readonly=True)
    state = fields.Selection(
        selection=ROUND_STATES, required=True, readonly=True, default="open", index=True
    )
    stage_ids = fields.One2many(
        comodel_name="itsm.approval.round.stage",
        inverse_name="round_id",
        string="Stages",
        readonly=True,
    )
    decision_ids = fields.One2many(
        comodel_name="itsm.approval.decision",
        inverse_name="round_id",
        string="Decisions",
        readonly=True,
    )
    current_stage_id = fields.Many2one(
        comodel_name="itsm.approval.round.stage",
        string="Waits for",
        readonly=True,
        ondelete="restrict",
    )
    finished_at = fields.Datetime(readonly=True)
    # What was submitted, as canonical text. Nobody reads it: it holds what some of the
    # document's readers may not see. Comparisons show each reader his part.
    snapshot = fields.Text(readonly=True, groups=fields.NO_ACCESS, prefetch=False)
    content_hash = fields.Char(
        string="SHA-256 of the Content", required=True, readonly=True
    )
    parts = fields.Text(readonly=True, groups=fields.NO_ACCESS)

    _record_uniq = models.UniqueIndex(
        "(res_model, res_id, sequence)", "The document has been submitted meanwhile."
    )
    _open_uniq = models.UniqueIndex(
        "(res_model, res_id) WHERE state = 'open'",
        "The document has been submitted meanwhile.",
    )

    # === COMPUTE METHODS === #

    @api.depends("number", "version", "title", "sequence")
    def _compute_display_name(self):
        for approval in self:
            approval.display_name = " ".join(
                filter(
                    None,
                    [
                        approval.number,
                        approval.version and f"v{approval.version}",
                        approval.title,
                    ],
                )
            )

    # === BUSINESS METHODS === #

    def _get_document(self):
        """Return the document that was submitted.

        :rtype: record of an ``itsm.document.mixin`` model
        """
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)

    def _engine_rounds(self):
        """Return what the log says of these rounds.

        :return: ``{round id: engine.approval.Round}``
        :raise ValidationError: the log cannot have come about by the rules
        """
        # superuser: the outcome does not depend on who looks
        result = {}
        for approval in self.sudo():
            lines = approval.decision_ids.sorted("position")
            try:
                result[approval.id] = Round.replay(
                    tuple(stage._engine_stage() for stage in approval._sorted_stages()),
                    approval._engine_parts(),
                    approval.document_type_id.code,
                    tuple(
                        line._engine_decision()
                        for line in lines
                        if line.kind in ENGINE_KINDS
                    ),
                )
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The log of %(document)s does not fit together: %(error)s"
                        ' Press "Verify Evidence" for details.',
                        document=approval.display_name,
                        error=error,
                    )
                ) from error
        return result

    def _outcomes(self):
        """Return what the rounds came to, by the log.

        :return: ``{round id: state}``; a document taken over is approved
        """
        # superuser: the outcome does not depend on who looks
        adopted = self.sudo().filtered(lambda approval: not approval.stage_ids)
        outcomes = {
            approval.id: "approved"
            for approval in adopted
            if not set(DECIDED_ELSEWHERE).isdisjoint(
                approval.decision_ids.mapped("kind")
            )
        }
        for round_id, engine in (self - adopted)._engine_rounds().items():
            outcomes[round_id] = engine.outcome.value
        return outcomes

    def _sorted_stages(self):
        return self.stage_ids.sorted(lambda stage: (stage.sequence, stage.id))

    def _engine_parts(self):
        return {
            Part(part): frozenset(people)
            for part, people in json.loads(self.parts or "{}").items()
        }

    def _facts(self):
        """Return what the log keeps of a submission: its stages and who is who.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "parts": json.loads(self.parts),
            "stages": [
                {
                    "id": stage.id,
                    "name": stage.name,
                    "act": stage.act,
                    "role": stage._role(),
                    "needed": stage.needed,
                }
                for stage in self._sorted_stages()
            ],
        }

    @api.model
    def _parts_text(self, parts):
        """Return ``{Part: people}`` as the text that `_engine_parts` reads."""
        return canonical(
            {part.value: sorted(people) for part, people in parts.items() if people}
        )

    def _project(self):
        """Bring the states of rounds and stages up to date with the log.

        :return: ``{round id: engine.approval.Round}``
        """
        now = fields.Datetime.now()
        outcomes = self._engine_rounds()
        # of their own: the caller's way to them is forgotten with the first deletion
        engine = guard.with_key(self.sudo()).with_prefetch()
        by_values = {}
        opened = self.env["itsm.approval.round.stage"]
        closed = self.env["itsm.approval.round.stage"]
        for approval in engine:
            outcome = outcomes[approval.id]
            pending = outcome.pending
            stages = approval._sorted_stages()
            current = stages.filtered(lambda s, p=pending: p and s.id == p.key)
            if current != approval.current_stage_id:
                closed |= approval.current_stage_id
                opened |= current
            if outcome.outcome != "open":
                closed |= stages.filtered(lambda s: s.state in ("waiting", "pending"))
            values = (
                outcome.outcome.value,
                current.id or False,
                now if outcome.outcome != "open" else False,
            )
            if values[:2] != (approval.state, approval.current_stage_id.id):
                by_values.setdefault(values, self.browse())
                by_values[values] |= approval
        for (state, current_id, finished_at), rounds in by_values.items():
            guard.with_key(rounds.sudo()).write(
                {
                    "state": state,
                    "current_stage_id": current_id,
                    "finished_at": finished_at,
                }
            )
        # the next submission must find the index over open rounds up to date
        engine.flush_recordset(["state"])
        closed._close(outcomes)
        opened._open()
        # several must agree: who has decided is no longer asked
        (engine.current_stage_id - opened)._ask()
        return outcomes
