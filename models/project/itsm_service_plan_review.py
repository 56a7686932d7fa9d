from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.approval import Act
from ..approval import guard


class ItsmServicePlanReview(models.Model):
    """The technical review of a service plan in one round (clause 1.1.12).

    The plan's submission opens it, its end of the round closes it: from then on it is
    evidence, and its content stands in the log with the decision. Between two rounds
    it waits with the comments that are open, which the plan's authors answer.
    """

    _name = "itsm.service.plan.review"
    _description = "Technical Review of a Service Plan"
    _inherit = ["itsm.bound.mixin"]
    _order = "plan_id desc, sequence desc, id desc"
    _bound_to = "plan_id"

    plan_id = fields.Many2one(
        comodel_name="itsm.service.plan",
        string="Service Plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    project_id = fields.Many2one(related="plan_id.project_id", store=True)
    plan_version = fields.Char(related="plan_id.version", string="Version")
    round_id = fields.Many2one(
        comodel_name="itsm.approval.round", readonly=True, ondelete="restrict"
    )
    sequence = fields.Integer(string="Round", required=True, readonly=True, default=1)
    state = fields.Selection(
        selection=[
            ("preparing", "Being Corrected"),
            ("open", "Open"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        default="preparing",
    )
    organiser_id = fields.Many2one(
        comodel_name="res.users",
        domain=[("share", "=", False)],
        ondelete="restrict",
        help="The technical manager who sees to the review.",
    )
    mode = fields.Selection(
        selection=[("meeting", "Meeting"), ("circulation", "Circulation")],
        string="Held as",
        required=True,
        default="meeting",
    )
    date = fields.Date(string="Reviewed on")
    place = fields.Char()
    participant_ids = fields.Many2many(
        comodel_name="res.users",
        relation="itsm_service_plan_review_participant_rel",
        column1="review_id",
        column2="user_id",
        string="Participants",
        # as text: a choice, no filter of what was chosen
        domain="[('share', '=', False)]",
    )
    agenda = fields.Html()
    minutes = fields.Html()
    comment_ids = fields.One2many(
        comodel_name="itsm.service.plan.comment",
        inverse_name="review_id",
        string="Comments",
    )
    comment_count = fields.Integer(
        string="All Comments", compute="_compute_comment_count"
    )
    open_count = fields.Integer(
        string="Open Comments", compute="_compute_comment_count"
    )
    conclusion = fields.Selection(
        selection=[
            ("pass", "Passed"),
            ("corrected", "Passed after Correction"),
            ("fail", "Not Passed"),
        ],
        readonly=True,
        help="After correction: comments of an earlier round were settled.",
    )
    can_organise = fields.Boolean(compute="_compute_can")
    can_comment = fields.Boolean(compute="_compute_can")
    can_pass = fields.Boolean(
        compute="_compute_can", help="You are asked to decide the technical review."
    )
    lacks = fields.Char(
        string="Before It Passes",
        compute="_compute_lacks",
        help="What is missing before the plan can pass the technical review.",
    )

    _round_uniq = models.Constraint(
        "UNIQUE(plan_id, sequence)", "A plan has one review for each round."
    )

    # === COMPUTE METHODS === #

    @api.depends("plan_id.display_name", "sequence")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            review.display_name = self.env._(
                "Review of %(plan)s, round %(round)s",
                # superuser: whoever has the review knows what it is about
                plan=review.sudo().plan_id.display_name,
                round=review.sequence,
            )

    @api.depends("comment_ids.is_closed")
    def _compute_comment_count(self):
        for review in self:
            comments = review.comment_ids
            review.comment_count = len(comments)
            review.open_count = len(comments.filtered(lambda c: not c.is_closed))

    @api.depends("state", "participant_ids")
    @api.depends_context("uid")
    def _compute_can(self):
        user = self.env.user
        for review in self:
            is_open = review.state == "open"
            review.can_organise = is_open and review._is_organised_by(user)
            review.can_comment = is_open and review._is_commented_by(user)
            review.can_pass = is_open and review.plan_id.can_decide

    @api.depends(
        "state",
        "date",
        "participant_ids",
        "comment_ids.is_closed",
        "comment_ids.severity",
    )
    @api.depends_context("lang")
    def _compute_lacks(self):
        for review in self:
            lacks = review._get_lacks() if review.state == "open" else []
            review.lacks = " ".join(lacks)

    # === CONSTRAINT METHODS === #

    @api.constrains("participant_ids", "organiser_id")
    def _check_people(self):
        eligible = self.env["itsm.approval.round.stage"]._eligible
        for review in self:
            people = review.participant_ids | review.organiser_id
            strangers = people - eligible(people, review.company_id)
            if strangers:
                raise UserError(
                    self.env._(
                        "%(names)s cannot open %(review)s: choose people with a role of"
                        " Service Delivery in this company.",
                        names=", ".join(strangers.sudo().mapped("name")),
                        review=review.display_name,
                    )
                )

    # === ACTION METHODS === #

    def action_open(self):
        """Open the review on a page of its own."""
        self.ensure_one()
        return self._get_records_action(name=self.env._("Technical Review"))

    def action_view_plan(self):
        self.ensure_one()
        return self.plan_id._get_records_action(name=self.env._("Service Plan"))

    def action_add_comment(self):
        """Ask for a comment; participants may not write the review itself."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add Comment"),
            "res_model": "itsm.service.plan.comment",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_review_id": self.id},
        }

    def action_approve_plan(self):
        """Pass the review: approve the pending stage of the plan."""
        self.ensure_one()
        return self.plan_id.action_approve()

    def action_return_plan(self):
        """Send the plan back to its authors, with the comments that are open."""
        self.ensure_one()
        return self.plan_id.action_return()

    # === BUSINESS METHODS === #

    def _get_lacks(self):
        """Return what is missing before the review is passed, as sentences."""
        self.ensure_one()
        # superuser: what is missing does not depend on who decides
        review = self.sudo()
        lacks = []
        if not review.date:
            lacks.append(self.env._("Enter the day of the review."))
        if not review.participant_ids - review._get_authors():
            lacks.append(
                self.env._("Enter a participant at least who has not written the plan.")
            )
        blocking = review.comment_ids.filtered(
            lambda comment: not comment.is_closed and comment._needs_answer()
        )
        if blocking:
            lacks.append(
                self.env._(
                    "Comments that are not closed: %s. Have them answered and close"
                    " them, or return the plan.",
                    ", ".join(blocking.mapped("display_name")),
                )
            )
        return lacks

    def _conclude(self, kind):
        """Close the review with the end of its round, or of its stage.

        :param str kind: ``approved``, ``returned``, ``rejected`` or ``withdrawn``
        """
        self.ensure_one()
        carried = self.comment_ids.filtered("carried_from_id")
        passed = "corrected" if carried else "pass"
        conclusions = {"approved": passed, "returned": "fail", "rejected": "fail"}
        guard.with_key(self).write(
            {"state": "closed", "conclusion": conclusions.get(kind, False)}
        )

    def _facts(self):
        """Return the review as the log keeps it.

        :rtype: dict
        """
        self.ensure_one()
        # superuser: the log keeps all of it
        review = self.sudo()
        return {
            "id": review.id,
            "round": review.sequence,
            "organiser": review.organiser_id.id or None,
            "mode": review.mode,
            "date": fields.Date.to_string(review.date) or None,
            "place": review.place or None,
            "participants": sorted(review.participant_ids.ids),
            "agenda": str(review.agenda or "") or None,
            "minutes": str(review.minutes or "") or None,
            "comments": review.comment_ids._facts(),
        }


def is_review(stage):
    """Return whether a stage is the technical review."""
    return stage.act == Act.REVIEW.value
