from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.approval import Act
from . import guard

_APPROVING = (Act.APPROVE, Act.AWARD)
# What a round must have come to for a document to have a state; for all states that
# come after the approval: approved.
_OUTCOME_OF_STATE = {
    "draft": ("returned", "withdrawn"),
    "in_review": ("open",),
    "reviewed": ("open",),
    "rejected": ("rejected",),
}


class ItsmDocumentMixin(models.AbstractModel):
    """Where a document stands: its rounds, and what the log says of them."""

    _inherit = "itsm.document.mixin"

    round_id = fields.Many2one(
        comodel_name="itsm.approval.round",
        string="Last Round",
        compute="_compute_round_id",
    )
    waiting_stage_id = fields.Many2one(
        comodel_name="itsm.approval.round.stage",
        string="Waits for",
        compute="_compute_round_id",
    )
    waiting_for = fields.Char(
        compute="_compute_waiting_for", help="Who can decide the pending stage today."
    )
    return_reason = fields.Text(
        compute="_compute_return_reason", help="Why it was returned for rework."
    )
    can_submit = fields.Boolean(compute="_compute_can")
    can_decide = fields.Boolean(
        compute="_compute_can", search="_search_can_decide", string="I Can Decide"
    )
    can_withdraw = fields.Boolean(compute="_compute_can")

    # === COMPUTE METHODS === #

    @api.depends("round_ids")
    def _compute_round_id(self):
        for document in self:
            # superuser: who may read the document may know where it stands
            rounds = document.sudo().round_ids.sorted("sequence")
            # a slice would be read by itself, not together with the others
            last = rounds[-1:].with_prefetch(rounds._prefetch_ids)
            document.round_id = last
            document.waiting_stage_id = last.current_stage_id

    @api.depends("state")
    def _compute_waiting_for(self):
        for document in self:
            # superuser: names of those asked, for whoever wonders why it takes so long
            asked = document.sudo().waiting_stage_id.asked_ids
            document.waiting_for = ", ".join(asked.mapped("name"))

    @api.depends("state")
    def _compute_return_reason(self):
        for document in self:
            reason = False
            # superuser: the author reads why, whatever else he may read of the log
            last = document.sudo().round_id
            if document.state == "draft" and last.state == "returned":
                lines = last.decision_ids.filtered(lambda d: d.kind == "returned")
                reason = lines.sorted("position")[-1:].comment
            document.return_reason = reason

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can(self):
        user = self.env.user
        for document in self:
            last = document.sudo().round_id
            pending = last.state == "open"
            document.can_submit = document.state == "draft" and document.has_access(
                "write"
            )
            document.can_decide = pending and user in last.current_stage_id.asked_ids
            document.can_withdraw = pending and user in (
                last.submitted_by_id | document.author_id
            )

    @api.model
    def _search_can_decide(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        # superuser: the user is one of those asked, so he may know what he is asked
        stages = self.env["itsm.approval.round.stage"].sudo()
        pending = stages.search(
            [
                ("res_model", "=", self._name),
                ("state", "=", "pending"),
                ("asked_ids", "in", self.env.uid),
            ]
        )
        return [("id", "in", pending.mapped("res_id"))]

    # === BUSINESS METHODS === #

    def _append_log(self, kind, values):
        """Append one line for each document.

        :param dict values: ``{document id: values of the line}``
        """
        self.env["itsm.approval.decision"]._append(
            guard.ENGINE,
            [(document, kind, values.get(document.id, {})) for document in self],
        )

    def _transition(self, vals):
        if "state" in vals:
            self._check_evidence(vals["state"])
        result = super()._transition(vals)
        # what is created next must find the indexes over states up to date
        self.flush_recordset(["state"])
        return result

    def _check_evidence(self, state):
        """Refuse a state that the log does not bear out, whoever asks for it.

        :raise UserError:
        """
        # superuser: the log decides, not what the caller may read of it
        last = self.sudo().round_id
        outcomes = last._outcomes()
        wanted = _OUTCOME_OF_STATE.get(state, ("approved",))
        for document in self.sudo():
            outcome = outcomes.get(document.round_id.id)
            if state == "cancelled" and outcome != "open":
                continue
            if outcome not in wanted:
                raise UserError(
                    self.env._(
                        "%(document)s cannot become %(state)s: its log does not say"
                        " so.",
                        document=document.display_name,
                        state=dict(
                            self._fields["state"]._description_selection(self.env)
                        )[state].lower(),
                    )
                )

    def _project_round(self):
        """Bring the documents' states up to date with the log of their rounds."""
        outcomes = self.sudo().round_id._project()
        approved = self.browse()
        by_vals = {}
        for document in self:
            outcome = outcomes[document.sudo().round_id.id]
            vals = document._state_vals(outcome)
            key = tuple(vals.items())
            by_vals.setdefault(key, self.browse())
            by_vals[key] |= document
            if outcome.outcome == "approved":
                approved |= document
        for vals, documents in by_vals.items():
            # superuser: to decide a document one need not be allowed to write it
            documents.sudo()._transition(dict(vals))
        self._forget_round()
        if approved:
            approved._after_approval()

    def _forget_round(self):
        """Let what is computed from the rounds be computed again."""
        self.invalidate_recordset(
            [
                "can_decide",
                "can_submit",
                "can_withdraw",
                "return_reason",
                "round_id",
                "round_ids",
                "waiting_for",
                "waiting_stage_id",
            ],
            flush=False,
        )

    def _state_vals(self, outcome):
        """Return what a document shows of its round's outcome.

        :param engine.approval.Round outcome:
        :rtype: dict
        """
        states = {
            "approved": "approved",
            "returned": "draft",
            "withdrawn": "draft",
            "rejected": "rejected",
        }
        state = states.get(outcome.outcome.value)
        reviews = [s for s in outcome.stages if s.act not in _APPROVING]
        reviewed = reviews and all(
            len(outcome.approvals(stage.key)) >= stage.needed for stage in reviews
        )
        if state is None:
            state = "reviewed" if reviewed else "in_review"
        vals = {"state": state}
        if state == "draft":
            vals.update(reviewed_by_id=False, reviewed_at=False)
        elif reviewed and not self.reviewed_by_id:
            last = outcome.approvals(reviews[-1].key)[-1]
            vals.update(reviewed_by_id=last.person, reviewed_at=fields.Datetime.now())
        if state == "approved":
            vals.update(approved_by_id=self.env.uid, approved_at=fields.Datetime.now())
        return vals
