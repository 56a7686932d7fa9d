from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.approval import Kind
from ..approval import guard
from .itsm_service_plan_review import is_review


class ItsmServicePlan(models.Model):
    """The technical review that a plan goes through in each round (clause 1.1.12)."""

    _inherit = "itsm.service.plan"

    review_ids = fields.One2many(
        comodel_name="itsm.service.plan.review",
        inverse_name="plan_id",
        string="Technical Reviews",
        readonly=True,
        copy=False,
    )
    review_id = fields.Many2one(
        comodel_name="itsm.service.plan.review",
        string="Technical Review",
        compute="_compute_review_id",
        help="Of the last round.",
    )
    open_comment_count = fields.Integer(
        string="Open Comments", compute="_compute_review_id"
    )
    review_lacks = fields.Char(
        string="Before It Passes the Review", compute="_compute_review_lacks"
    )

    # === COMPUTE METHODS === #

    @api.depends("review_ids.sequence", "review_ids.comment_ids.is_closed")
    def _compute_review_id(self):
        for plan in self:
            plan.review_id = plan.review_ids.sorted("sequence")[-1:]
            plan.open_comment_count = len(plan._get_open_comments())

    @api.depends("state")
    @api.depends_context("lang", "uid")
    def _compute_review_lacks(self):
        for plan in self:
            asked = plan.state == "in_review" and plan.can_decide
            plan.review_lacks = asked and plan.review_id.lacks

    # === ACTION METHODS === #

    def action_submit(self):
        result = super().action_submit()
        for plan in self:
            plan._open_review()
        return result

    def action_view_review(self):
        """Open the review of the last round."""
        self.ensure_one()
        return self.review_id._get_records_action(name=self.env._("Technical Review"))

    def action_view_reviews(self):
        """Open the reviews of all rounds."""
        self.ensure_one()
        return self.review_ids._get_records_action(name=self.env._("Technical Reviews"))

    # === BUSINESS METHODS === #

    def _get_open_comments(self):
        """Return the comments of the last round's review that are not closed."""
        self.ensure_one()
        # superuser: whether something is open does not depend on who looks
        last = self.sudo().review_ids.sorted("sequence")[-1:]
        return last.comment_ids.filtered(lambda comment: not comment.is_closed)

    def _open_review(self):
        """Open the review of the round that has just begun."""
        self.ensure_one()
        # superuser: whoever submits writes no review by hand
        plan = self.sudo()
        approval = plan.round_id
        if not any(is_review(stage) for stage in approval.stage_ids):
            return
        review = plan.review_ids.filtered(lambda review: review.state == "preparing")
        if not review:
            review = guard.with_key(plan.env["itsm.service.plan.review"]).create(
                {"plan_id": plan.id, "sequence": plan._next_review()}
            )
        asked = plan.waiting_stage_id.asked_ids
        former = plan.review_ids.filtered(lambda r: r.state == "closed")[:1]
        guard.with_key(review).write(
            {
                "round_id": approval.id,
                "state": "open",
                "organiser_id": (former.organiser_id & asked or asked)[:1].id,
                "mode": former.mode or "meeting",
                "participant_ids": [(6, 0, former.participant_ids.ids)],
            }
        )
        review._invite(review.participant_ids)

    def _next_review(self):
        return max(self.review_ids.mapped("sequence"), default=0) + 1

    def _get_running_review(self):
        """Return the review of the round that runs, if there is one."""
        self.ensure_one()
        # superuser: the review does not depend on who decides
        return self.sudo().review_ids.filtered(lambda review: review.state == "open")

    def _decision_line(self, kind, comment, principal_id, delegations):
        line = super()._decision_line(kind, comment, principal_id, delegations)
        review = self._get_running_review()
        if not review:
            return line
        # superuser: which stage waits does not depend on who decides
        stage = self.sudo().waiting_stage_id
        lacks = review._get_lacks()
        if kind == Kind.APPROVED and is_review(stage) and lacks:
            raise UserError(
                self.env._(
                    "%(review)s cannot be passed yet:\n%(lacks)s",
                    review=review.display_name,
                    lacks="\n".join(f"- {lack}" for lack in lacks),
                )
            )
        return {**line, "facts": {**line.get("facts", {}), "review": review._facts()}}

    def _project_round(self):
        result = super()._project_round()
        for plan in self:
            plan._follow_round()
        return result

    def _follow_round(self):
        """Close the review whose stage or round has ended; prepare the next one."""
        self.ensure_one()
        review = self._get_running_review()
        # superuser: the log decides, not what the decider may read of it
        approval = self.sudo().round_id
        if not review or review.round_id != approval:
            return
        if approval.state == "open":
            if self.state == "reviewed":
                review._conclude("approved")
            return
        review._conclude(approval.state)
        if self.state == "draft":
            self._carry_over(review)

    def _carry_over(self, review):
        """Take what is open to the next round, for the plan's authors to answer."""
        open_comments = review.comment_ids.filtered(lambda c: not c.is_closed)
        if not open_comments:
            return
        env = guard.with_key(review).env
        following = env["itsm.service.plan.review"].create(
            {
                "plan_id": self.id,
                "sequence": review.sequence + 1,
                "organiser_id": review.organiser_id.id,
                "mode": review.mode,
            }
        )
        env["itsm.service.plan.comment"].create(
            [comment._prepare_carried(following) for comment in open_comments]
        )
