from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...engine.approval import (
    Act,
    ApprovalError,
    Decision,
    Kind,
    Part,
    broken_rules,
    digest,
    shortage,
)
from . import guard

# The states of a document that a running round has.
UNDER_REVIEW = ("in_review", "reviewed")
_APPROVING = (Act.APPROVE, Act.AWARD)
# What a round must have come to for a document to have a state; for all states that
# come after the approval: approved.
_OUTCOME_OF_STATE = {
    "draft": ("returned", "withdrawn"),
    "in_review": ("open",),
    "reviewed": ("open",),
    "rejected": ("rejected",),
}
_NO_AUTHORITY = ("not_a_decider", "not_delegated", "not_the_submitter")


class ItsmDocumentMixin(models.AbstractModel):
    """Submitting, deciding, withdrawing: the rounds of a document."""

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

    # === ACTION METHODS === #

    def action_submit(self):
        """Submit drafts: freeze their content, copy the stages, ask the first one.

        :raise UserError: not a draft, not ready, or nobody could decide a stage
        """
        self.check_access("write")
        for document in self:
            if document.state != "draft":
                raise UserError(
                    self.env._(
                        "%(document)s is %(state)s: only a draft is submitted.",
                        document=document.display_name,
                        state=document._get_state_label(),
                    )
                )
            document._check_ready_to_submit()
        self._lock()
        texts = self._content_texts()
        Rounds = guard.with_key(self.env["itsm.approval.round"].sudo())
        rounds = Rounds.create(
            [document._round_vals(texts[document.id]) for document in self]
        )
        for document, approval in zip(self, rounds, strict=True):
            document._check_enough_deciders(approval)
        self._append_log(
            "submitted",
            {
                document.id: {
                    "round_id": approval.id,
                    "content_hash": approval.content_hash,
                    "facts": approval._facts(),
                }
                for document, approval in zip(self, rounds, strict=True)
            },
        )
        self._project_round()
        return True

    def action_approve(self, comment=""):
        """Agree in the pending stage, for oneself or for whom one is delegated.

        :param str comment: optional
        """
        return self.decide("approved", comment)

    def action_return(self):
        """Ask for the reason to return the documents for rework."""
        return self._open_decision("returned")

    def action_reject(self):
        """Ask for the reason to reject the documents."""
        return self._open_decision("rejected")

    def action_withdraw(self, comment=""):
        """Take back what one has submitted: a draft again, same version.

        :param str comment: optional
        """
        return self.decide("withdrawn", comment)

    def _open_decision(self, kind):
        return self.env["itsm.approval.decide"]._open(
            kind, {"default_res_model": self._name, "default_res_ids": self.ids}
        )

    # === BUSINESS METHODS === #

    def decide(self, kind, comment="", principal_id=False):
        """Decide the pending stage of each document: all of them, or none.

        :param str kind: ``approved``, ``returned``, ``rejected`` or ``withdrawn``
        :param str comment: the reason, mandatory for returning and rejecting
        :param int principal_id: for whom a delegate decides; empty: for oneself, or
            else for the one who has delegated
        :raise AccessError: one may not decide here, not even by delegation
        :raise UserError: a duty rule forbids it; out of turn; decided meanwhile
        """
        if kind not in ("approved", "returned", "rejected", "withdrawn"):
            raise UserError(self.env._("There is no decision %s.", kind))
        self.check_access("read")
        self._lock()
        if kind in ("approved", "rejected"):
            # what is not what was submitted can be returned and withdrawn
            self._check_content_unchanged()
        delegations = {
            company: self.env["itsm.approval.delegation"]._of_today(company)
            for company in self.grouped("company_id")
        }
        lines = {
            document.id: document._decision_line(
                Kind(kind), comment, principal_id, delegations
            )
            for document in self
        }
        self._append_log(kind, lines)
        self._project_round()
        return True

    def _decision_line(self, kind, comment, principal_id, delegations):
        """Check a decision against the engine's rules, and return its log line.

        :param delegations: ``{company: its delegations today}``
        :rtype: dict
        """
        self.ensure_one()
        # superuser: the rules decide, not what the decider may read of the log
        approval = self.sudo().round_id
        if approval.state != "open":
            raise UserError(
                self.env._(
                    "%(document)s is %(state)s: nothing waits for a decision. Load the"
                    " page again.",
                    document=self.display_name,
                    state=self._get_state_label(),
                )
            )
        stage = approval.current_stage_id
        engine = self._engine_round(approval)
        candidates = stage._candidates()[stage.id]
        day, known = delegations[self.company_id]
        person, rules = self.env.uid, tuple(known.values())
        principal = principal_id or None
        if kind != Kind.WITHDRAWN and not principal:
            principals = engine.principals(person, candidates, rules, day, kind)
            if not principals and person not in candidates:
                # the refusal then says which duty forbids what was delegated
                principals = [
                    rule.principal
                    for rule in rules
                    if rule.principal in candidates
                    and rule.covers(person, day, engine.document_type)
                ]
            if principals and principals[0] != person:
                principal = principals[0]
        if principal == person:
            principal = None
        decision = Decision(
            kind=kind,
            person=person,
            day=day,
            stage=None if kind == Kind.WITHDRAWN else stage.id,
            principal=principal,
            comment=comment or "",
        )
        try:
            engine.check(decision, candidates, rules)
        except ApprovalError as error:
            self._refuse(error, engine, candidates, rules, day)
        used = self.env["itsm.approval.delegation"].browse(
            delegation.id
            for delegation, rule in known.items()
            if principal == rule.principal
            and rule.covers(person, day, engine.document_type)
        )
        return {
            "round_id": approval.id,
            "stage_id": decision.stage,
            "principal_id": principal,
            "delegation_id": used[:1].id or None,
            "comment": comment,
            "content_hash": approval.content_hash,
        }

    def _refuse(self, error, engine, candidates, delegations, day):
        """Say why a decision is refused, and who could make it instead.

        :raise UserError:
        """
        if error.code == "not_the_submitter":
            instead = engine.parts[Part.AUTHOR] | engine.parts[Part.SUBMITTER]
        else:
            instead = {
                person
                for person in candidates | {d.delegate for d in delegations}
                if engine.principals(person, candidates, delegations, day)
            }
        # superuser: names, for whoever must turn to them
        users = self.env["res.users"].sudo().browse(sorted(instead))
        names = ", ".join(users.mapped("name"))
        message = self.env._(
            "%(document)s: %(refusal)s",
            document=self.display_name,
            refusal=self.env._(error.message, **error.values),
        )
        if engine.pending and error.code != "reason_missing":
            message += "\n" + (
                self.env._("Who can: %s.", names)
                if names
                else self.env._(
                    "Nobody can decide this stage at present: ask an administrator to"
                    " give somebody the role."
                )
            )
        raise (AccessError if error.code in _NO_AUTHORITY else UserError)(
            message
        ) from error

    def _engine_round(self, approval):
        """Return the running round as the log says, with the parts people have today.

        Somebody who has become the project manager meanwhile is one too.
        """
        engine = approval._engine_rounds()[approval.id]
        parts = dict(engine.parts)
        for part, people in self._get_parts().items():
            parts[part] = parts.get(part, frozenset()) | people
        return replace(engine, parts=parts)

    def _get_parts(self):
        """Return which people have which part on this document, for the duty rules.

        A model adds its own: requester, implementer, auditor and so on.

        :return: ``{engine.approval.Part: frozenset of user ids}``
        """
        self.ensure_one()
        # superuser: the duty rules do not depend on who looks
        document = self.sudo()
        return {
            Part.AUTHOR: frozenset((document.author_id | document.contributor_ids).ids),
            Part.PROJECT_MANAGER: frozenset(
                document._get_approval_people("project_manager").ids
            ),
            Part.SALES_OWNER: frozenset(
                document._get_approval_people("sales_owner").ids
            ),
        }

    def _check_ready_to_submit(self):
        """Check what must be there before a document is submitted; models add to it.

        :raise UserError: what is missing, and what to do
        """

    def _round_vals(self, text):
        """Return the values of the round that a submission opens."""
        self.ensure_one()
        document_type = self.document_type_id
        if not document_type.active:
            raise UserError(
                self.env._(
                    'The document type "%(type)s" is archived: nothing of it is'
                    " submitted any more. Ask an administrator to restore it.",
                    type=document_type.display_name,
                )
            )
        # superuser: the stages are those of the type, whoever submits
        stages = document_type.sudo().stage_ids.filtered(
            lambda stage: stage._applies_to(self)
        )
        if not stages:
            raise UserError(
                self.env._(
                    "No approval stage applies to %(document)s: ask an administrator to"
                    ' add one to the document type "%(type)s".',
                    document=self.display_name,
                    type=document_type.display_name,
                )
            )
        parts = {**self._get_parts(), Part.SUBMITTER: frozenset([self.env.uid])}
        place = {"res_model": self._name, "res_id": self.id}
        return {
            **place,
            "document_type_id": document_type.id,
            "company_id": self.company_id.id,
            "number": self.number,
            "version": self.version,
            "title": self.name,
            "sequence": len(self.sudo().round_ids) + 1,
            "submitted_by_id": self.env.uid,
            "submitted_at": fields.Datetime.now(),
            "snapshot": text,
            "content_hash": digest(text),
            "parts": self.env["itsm.approval.round"]._parts_text(parts),
            "stage_ids": [
                (0, 0, {**stage._copy_vals(self), **place}) for stage in stages
            ],
        }

    def _check_enough_deciders(self, approval):
        """Refuse a submission that could never be approved under the duty rules.

        :raise UserError: names the stage
        """
        stages = approval._sorted_stages()
        candidates = stages._candidates()
        parts = approval._engine_parts()
        engine_stages = tuple(stage._engine_stage() for stage in stages)
        barred = {
            stage.key: frozenset(
                person
                for person in candidates[stage.key]
                if broken_rules(stage.act, person, parts, agrees=False)
            )
            for stage in engine_stages
        }
        scorers = parts.get(Part.SCORER, frozenset())
        lacking = shortage(engine_stages, candidates, barred, scorers)
        if lacking:
            stage = stages.filtered(lambda s: s.id == lacking.key)
            raise UserError(
                self.env._(
                    "%(document)s cannot be submitted: nobody could decide the stage"
                    " %(stage)s. %(count)s of %(who)s must agree; an author neither"
                    " reviews nor approves, and one person decides in one role only."
                    " Ask an administrator to give the role to somebody else.",
                    document=self.display_name,
                    stage=stage.name,
                    count=stage.needed,
                    who=stage._who_text(),
                )
            )

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
