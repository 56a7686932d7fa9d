from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...const import REVIEW_OPINIONS
from ...engine.approval import Act, Kind

# Who decides a stage of these acts concludes; in the others opinions are given.
_CONCLUDING = (Act.APPROVE.value, Act.AWARD.value)


class Opinion(NamedTuple):
    """What a person says, on its way through the context to the log.

    No caller over RPC can send one: it is no JSON.
    """

    opinion: str


class ItsmContractReview(models.Model):
    """Opinions and conclusion: what they want, and what the log keeps of them."""

    _inherit = "itsm.contract.review"

    wants_opinion = fields.Boolean(compute="_compute_wants_opinion")
    can_give_opinion = fields.Boolean(
        compute="_compute_wants_opinion",
        help="You are asked, or invited without being waited for.",
    )
    conclusion_note = fields.Char(compute="_compute_conclusion_note")

    # === COMPUTE METHODS === #

    @api.depends("state", "opinion_ids")
    @api.depends_context("uid")
    def _compute_wants_opinion(self):
        for review in self:
            review.wants_opinion = review._wants_opinion()
            asked = review.can_decide and review.wants_opinion
            review.can_give_opinion = asked or review._is_invited(self.env.user)

    @api.depends("state", "open_point_count", "unanswered_count")
    @api.depends_context("lang")
    def _compute_conclusion_note(self):
        for review in self:
            note = False
            if review._is_under_review() and not review.wants_opinion:
                lacks = review._lacks_for_conclusion()
                note = " ".join(lacks)
                if not lacks and review.open_point_count:
                    note = self.env._(
                        "Open points are left: it passes with conditions, and the"
                        " contract is signed once they are closed."
                    )
            review.conclusion_note = note

    # === ACTION METHODS === #

    def action_give_opinion(self):
        """Open the dialog that asks for the user's opinion.

        :raise AccessError: the user is neither asked nor invited
        """
        self.ensure_one()
        self.check_access("read")
        self._check_may_give_opinion()
        return self._open_opinion()

    def _open_opinion(self, opinion=""):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give Opinion"),
            "res_model": "itsm.contract.review.give",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_review_id": self.id,
                **({"default_opinion": opinion} if opinion else {}),
            },
        }

    # === BUSINESS METHODS === #

    def give_opinion(self, opinion, comment="", points=(), principal_id=False):
        """Say what the user's department thinks of the contract.

        Agreeing, with conditions or without, is his decision in the pending stage;
        disagreeing returns the contract for rework.

        :param str opinion: of ``const.REVIEW_OPINIONS``
        :param str comment: mandatory unless he agrees
        :param points: open points to add: dicts with ``name, owner_id`` (id) and
            ``date_due``; at least one for conditions
        :param int principal_id: for whom a delegate speaks
        :raise AccessError: he is not asked
        :raise UserError: something is missing, or a duty rule forbids it
        """
        self.ensure_one()
        self.check_access("read")
        self._check_opinion(opinion, comment, points)
        self._check_may_give_opinion()
        self._add_points(points)
        asked = self.can_decide and self.wants_opinion
        if self._is_invited(self.env.user) and not asked:
            return self._note_opinion(opinion, comment)
        kind = "returned" if opinion == "disagree" else "approved"
        said = self.with_context(itsm_opinion=Opinion(opinion))
        return said.decide(kind, comment, principal_id)

    def decide(self, kind, comment="", principal_id=False):
        if kind in ("approved", "rejected"):
            # superuser: what is decided on is the contract, whoever decides
            self.sudo().contract_id._check_content_unchanged()
        return super().decide(kind, comment, principal_id)

    def _check_opinion(self, opinion, comment, points):
        """Check what somebody wants to say.

        :raise UserError:
        """
        if opinion not in dict(REVIEW_OPINIONS):
            raise UserError(self.env._("Choose whether you agree."))
        if opinion != "agree" and not (comment or "").strip():
            raise UserError(
                self.env._(
                    "Say what must change, or on which condition you agree: the log"
                    " keeps it."
                )
            )
        if opinion == "conditions" and not points:
            raise UserError(
                self.env._(
                    "Enter at least one open point: what must be settled, by whom and"
                    " until when, before the contract is signed."
                )
            )
        self._check_points(points)

    def _check_points(self, points):
        """Check that open points say what, who and until when.

        :raise UserError:
        """
        wanted = ("name", "owner_id", "date_due")
        for point in points:
            if not isinstance(point, dict) or not all(point.get(n) for n in wanted):
                raise UserError(
                    self.env._(
                        "Say of each open point what must be settled, who is"
                        " responsible, and until when."
                    )
                )

    def _add_points(self, points):
        for point in points:
            self.env["itsm.contract.review.point"].create(
                {
                    "review_id": self.id,
                    "name": point["name"],
                    "owner_id": point["owner_id"],
                    "date_due": point["date_due"],
                }
            )

    def _wants_opinion(self):
        """Return whether the pending stage asks for opinions, not for a conclusion."""
        self.ensure_one()
        # superuser: who may read the review may know where it stands
        stage = self.sudo().waiting_stage_id
        return bool(stage) and stage.act not in _CONCLUDING

    def _is_invited(self, user):
        """Return whether a person may speak who is not waited for."""
        self.ensure_one()
        # superuser: who is named does not depend on who looks
        lines = self.sudo().opinion_ids.filtered(lambda line: line.user_id == user)
        return self._is_under_review() and any(not line.mandatory for line in lines)

    def _check_may_give_opinion(self):
        """Refuse who is neither asked nor invited.

        :raise AccessError:
        :raise UserError: nothing is asked
        """
        if not self._is_under_review():
            raise UserError(
                self.env._(
                    "%(review)s is %(state)s: no opinion is asked for.",
                    review=self.display_name,
                    state=self._get_state_label(),
                )
            )
        if self.can_give_opinion:
            return
        if not self.wants_opinion:
            raise AccessError(
                self.env._(
                    "The departments have been heard: %s is to be concluded.",
                    self.display_name,
                )
            )
        # says by which rule, or who can
        delegations = self.env["itsm.approval.delegation"]._of_today(self.company_id)
        self._decision_line(Kind.APPROVED, "", False, {self.company_id: delegations})

    def _note_opinion(self, opinion, comment):
        """Keep an opinion in the log that nobody waited for."""
        self._lock()
        entry = {
            # superuser: what happens in a round belongs to it
            "content_hash": self.sudo().round_id.content_hash,
            "comment": comment,
            "facts": {"opinion": opinion},
        }
        self._append_log("opinion", {self.id: entry})
        self.invalidate_recordset(["opinion_ids"], flush=False)
        self.opinion_ids.invalidate_recordset(flush=False)
        return True

    def _decision_line(self, kind, comment, principal_id, delegations):
        line = super()._decision_line(kind, comment, principal_id, delegations)
        if kind == Kind.WITHDRAWN:
            return line
        if self._wants_opinion():
            if kind == Kind.REJECTED:
                raise UserError(
                    self.env._(
                        "%s is rejected for good by whoever concludes it only: return"
                        " it for rework if you disagree.",
                        self.display_name,
                    )
                )
            line["facts"] = {"opinion": self._opinion_said(kind)}
        elif kind == Kind.APPROVED and (lacks := self._lacks_for_conclusion()):
            raise UserError(
                self.env._(
                    "%(review)s cannot be concluded yet:\n%(lacks)s",
                    review=self.display_name,
                    lacks="\n".join(f"- {lack}" for lack in lacks),
                )
            )
        if kind != Kind.APPROVED or not self._wants_opinion():
            line["facts"] = {**line.get("facts", {}), **self._work_facts()}
        return line

    def _opinion_said(self, kind):
        """Return the opinion that a decision is; plain approval is agreement."""
        if kind == Kind.RETURNED:
            return "disagree"
        said = self.env.context.get("itsm_opinion")
        return said.opinion if isinstance(said, Opinion) else "agree"

    def _work_facts(self):
        """Return the checklist and the points, as the end of a round finds them.

        :rtype: dict
        """
        # superuser: the log keeps all of it
        review = self.sudo()
        return {"items": review.item_ids._facts(), "points": review.point_ids._facts()}

    # === WHAT THE LOG SAYS === #

    def _opinions_of_round(self, approval):
        """Return the opinions that the log keeps of a round, the latest first.

        :param approval: an `itsm.approval.round` of this review, read as superuser
        :return: dicts with ``user, principal`` (records), ``opinion, comment, at`` and
            ``is_service``
        """
        lines = approval.decision_ids.sorted("position", reverse=True)
        result = []
        for line in lines.filtered(
            lambda line: line.kind in ("approved", "returned", "opinion")
        ):
            opinion = line._facts(line.payload).get("opinion")
            if opinion:
                result.append(
                    {
                        "user": line.user_id,
                        "principal": line.principal_id,
                        "opinion": opinion,
                        "comment": line.comment,
                        "at": line.decided_at,
                        "is_service": line.stage_id.act == Act.SERVICE_OPINION.value,
                    }
                )
        return result

    def _lacks_for_conclusion(self):
        """Return what is missing before the review can be concluded, as sentences."""
        self.ensure_one()
        # superuser: what is missing does not depend on who concludes
        review = self.sudo()
        review.opinion_ids.invalidate_recordset(["opinion"], flush=False)
        silent = review.opinion_ids.filtered(
            lambda line: (
                line.mandatory and line.opinion not in ("agree", "conditions")
            )
        )
        lacks = []
        if silent:
            lacks.append(
                self.env._(
                    "The opinion is missing of: %s.",
                    ", ".join(silent.department_id.mapped("name")),
                )
            )
        if review.unanswered_count:
            lacks.append(
                self.env._(
                    "Items of the checklist that are not answered: %s.",
                    review.unanswered_count,
                )
            )
        if review.is_meeting_missing:
            lacks.append(
                self.env._("It is held as a meeting: enter its date and participants.")
            )
        return lacks
