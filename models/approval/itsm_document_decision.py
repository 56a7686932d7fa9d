from dataclasses import replace

from odoo import models
from odoo.exceptions import AccessError, UserError

from ...engine.approval import ApprovalError, Decision, Kind, Part

_NO_AUTHORITY = ("not_a_decider", "not_delegated", "not_the_submitter")


class ItsmDocumentMixin(models.AbstractModel):
    """Deciding on a document: approving, returning, rejecting, withdrawing."""

    _inherit = "itsm.document.mixin"

    # === ACTION METHODS === #

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
