"""How contracts depend on their reviews (clause 1.1.7)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.approval import Kind
from ..approval.itsm_approval_round import ENGINE_KINDS

_PASSED = ("approved", "in_force")


class ItsmContract(models.Model):
    """A contract is decided by its review, and signed only after it has passed."""

    _inherit = "itsm.contract"

    review_ids = fields.One2many(
        comodel_name="itsm.contract.review",
        inverse_name="contract_id",
        string="Reviews",
        readonly=True,
    )
    review_id = fields.Many2one(
        comodel_name="itsm.contract.review",
        string="Contract Review",
        compute="_compute_review_id",
    )
    review_state = fields.Char(string="Review", compute="_compute_review_id")
    is_review_void = fields.Boolean(compute="_compute_is_review_void")
    review_note = fields.Char(compute="_compute_is_review_void")

    # === COMPUTE METHODS === #

    @api.depends("review_ids.state")
    @api.depends_context("lang")
    def _compute_review_id(self):
        for contract in self:
            # superuser: who reads the contract may know where its review stands
            last = contract.sudo().review_ids.sorted("id")[-1:]
            states = dict(last._fields["state"]._description_selection(self.env))
            contract.review_id = last.sudo(False)
            contract.review_state = states.get(last.state)

    @api.depends("state", "review_ids.state", "review_ids.open_point_count")
    def _compute_is_review_void(self):
        for contract in self:
            # superuser: who reads the contract may know whether it can be signed
            known = contract.sudo()
            contract.is_review_void = known.review_id.is_void
            lacks = known._missing_review() if known.state == "approved" else []
            contract.review_note = " ".join(lacks)

    @api.depends("state")
    def _compute_waiting_for(self):
        result = super()._compute_waiting_for()
        for contract in self:
            if contract._waits_for_review():
                contract.waiting_for = contract.sudo().review_id.waiting_for
        return result

    # === ACTION METHODS === #

    def action_view_review(self):
        """Open the review, or all of them when the contract has several."""
        self.ensure_one()
        return self.review_ids._get_records_action(
            name=self.env._("Contract Review"), context={}
        )

    # === BUSINESS METHODS === #

    def _missing_review(self):
        """Return why the contract cannot be signed for want of a review.

        :return: sentences, what is wrong and what to do; empty: it has passed one of
            exactly this content
        """
        self.ensure_one()
        # superuser: whether it can be signed does not depend on who signs
        review = self.sudo().review_id
        values = {"review": review.display_name}
        if not review:
            return [
                self.env._(
                    "It has no contract review: submit it, and have it reviewed."
                )
            ]
        if review.state not in _PASSED:
            values["state"] = review._get_state_label()
            return [
                self.env._(
                    "Its contract review %(review)s is %(state)s: it must have passed.",
                    **values,
                )
            ]
        problems = []
        if review.is_void:
            problems.append(review._get_void_message())
        if points := review._get_open_points():
            values["points"] = "; ".join(points.mapped("name"))
            problems.append(
                self.env._(
                    "Its contract review %(review)s has open points: %(points)s. Close"
                    " them first.",
                    **values,
                )
            )
        return problems

    def _waits_for_review(self):
        """Return whether the contract waits for the outcome of its review."""
        self.ensure_one()
        # superuser: who may read the contract may know where it stands
        return self.sudo().waiting_stage_id.decider_kind == "review"

    def decide(self, kind, comment="", principal_id=False):
        reviewed = self.filtered(lambda contract: contract._waits_for_review())
        if kind != "withdrawn" or not reviewed:
            return super().decide(kind, comment, principal_id)
        self.check_access("read")
        # superuser: who withdraws a contract need not see its review; the duty rules
        # ask who he is all the same
        reviewed.sudo().review_id.decide(kind, comment)
        others = self - reviewed
        return super(ItsmContract, others).decide(kind, comment) if others else True

    def _decision_line(self, kind, comment, principal_id, delegations):
        if kind != Kind.WITHDRAWN and self._waits_for_review():
            raise UserError(
                self.env._(
                    "%(contract)s is decided by its contract review: give your opinion,"
                    " or conclude, on %(review)s.",
                    contract=self.display_name,
                    review=self.sudo().review_id.display_name,
                )
            )
        return super()._decision_line(kind, comment, principal_id, delegations)

    def _project_round(self):
        result = super()._project_round()
        for contract in self:
            review = contract.sudo().review_id
            if contract._waits_for_review() and not (
                review and review._is_under_review()
            ):
                # in the name of who has submitted the contract, also after a stage
                # that comes before the review
                user = contract.sudo().round_id.submitted_by_id
                self.env["itsm.contract.review"].with_user(user)._begin_for(contract)
                contract._forget_review()
        return result

    def _follow_review(self, review):
        """Decide what the review has decided: the program alone calls this.

        The line of the log is in the name of who has decided there, and names the line
        of the review's log that it follows.

        :param review: the `itsm.contract.review` whose round has ended
        """
        self.ensure_one()
        # superuser: to decide a review one need not be allowed to write its contract
        contract, review = self.sudo(), review.sudo()
        contract._lock()
        lines = review.round_id.decision_ids.sorted("position")
        line = lines.filtered(lambda line: line.kind in ENGINE_KINDS)[-1:]
        if not contract._waits_for_review():
            raise UserError(
                self.env._(
                    "%(contract)s does not wait for its review: verify its evidence.",
                    contract=contract.display_name,
                )
            )
        if line.kind in ("approved", "rejected"):
            contract._check_content_unchanged()
        approval = contract.round_id
        withdrawn = line.kind == "withdrawn"
        entry = {
            "round_id": approval.id,
            "stage_id": None if withdrawn else approval.current_stage_id.id,
            "content_hash": approval.content_hash,
            "comment": contract._comment_of_review(review, line),
            "facts": {
                "review": {
                    "id": review.id,
                    "number": review.number,
                    "position": line.position,
                    "hash": line.hash,
                }
            },
        }
        contract._append_log(line.kind, {contract.id: entry})
        contract._project_round()
        contract._forget_review()

    def _comment_of_review(self, review, line):
        """Return what the contract's log says of a decision on its review."""
        if line.kind in ("returned", "rejected", "withdrawn"):
            return line.comment
        return self.env._(
            "Contract review %(number)s: %(state)s",
            number=review.number,
            state=dict(review._fields["state"]._description_selection(self.env))[
                review.state
            ],
        )

    def _state_vals(self, outcome):
        """The contract was reviewed by whoever was the last to review it there."""
        vals = super()._state_vals(outcome)
        review = self.sudo().review_id
        if vals.get("state") == "approved" and review.reviewed_by_id:
            vals["reviewed_by_id"] = review.reviewed_by_id.id
            vals["reviewed_at"] = review.reviewed_at
        return vals

    def _cancel(self):
        """A returned review is given up with its contract."""
        result = super()._cancel()
        # superuser: the right was checked for the contract
        drafts = self.sudo().review_ids.filtered(lambda r: r.state == "draft")
        if drafts:
            drafts._cancel()
        return result

    def _forget_review(self):
        self.invalidate_recordset(
            [
                "is_review_void",
                "review_id",
                "review_ids",
                "review_note",
                "review_state",
                "waiting_for",
            ],
            flush=False,
        )
