from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..approval import guard

SEVERITIES = [
    ("critical", "Critical"),
    ("major", "Major"),
    ("minor", "Minor"),
    ("suggestion", "Suggestion"),
]
# What whoever raises a comment writes, and what the authors answer.
_RAISED = frozenset({"name", "section_id", "severity"})
_ANSWER = frozenset({"response"})


class ItsmServicePlanComment(models.Model):
    """A comment in the technical review of a service plan (clause 1.1.12).

    Participants raise it, the plan's authors answer it, and who has raised it or
    organises the review closes it. What is open at the end of a round is carried over
    to the next one.
    """

    _name = "itsm.service.plan.comment"
    _description = "Review Comment on a Service Plan"
    _inherit = ["itsm.bound.mixin"]
    _order = "plan_id, review_id desc, is_closed, place, id"
    _bound_to = "plan_id"

    review_id = fields.Many2one(
        comodel_name="itsm.service.plan.review",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    plan_id = fields.Many2one(
        related="review_id.plan_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(related="review_id.company_id")
    place = fields.Integer(string="Position", readonly=True)
    code = fields.Char(
        string="No.", readonly=True, help="Round and place: the same in every round."
    )
    severity = fields.Selection(selection=SEVERITIES, required=True, default="minor")
    section_id = fields.Many2one(
        comodel_name="itsm.service.plan.section",
        ondelete="restrict",
        domain="[('plan_id', '=', plan_id)]",
        help="Empty: the plan as a whole.",
    )
    name = fields.Text(string="Comment", required=True)
    raised_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, ondelete="restrict"
    )
    raised_at = fields.Datetime(string="Raised on", readonly=True)
    carried_from_id = fields.Many2one(
        comodel_name="itsm.service.plan.comment",
        string="Carried over from",
        readonly=True,
        ondelete="restrict",
    )
    response = fields.Text(help="What the plan's authors did about it, or why not.")
    responded_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, ondelete="restrict"
    )
    responded_at = fields.Datetime(string="Answered on", readonly=True)
    is_closed = fields.Boolean(string="Closed", readonly=True)
    closed_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, ondelete="restrict"
    )
    closed_at = fields.Datetime(string="Closed on", readonly=True)
    can_edit = fields.Boolean(compute="_compute_can")
    can_respond = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")

    # === COMPUTE METHODS === #

    @api.depends("code", "severity")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["severity"]._description_selection(self.env))
        for comment in self:
            label = labels.get(comment.severity, "")
            comment.display_name = f"{comment.code or ''} {label}".strip()

    @api.depends("is_closed", "response", "review_id.state")
    @api.depends_context("uid")
    def _compute_can(self):
        user = self.env.user
        for comment in self:
            saved = comment._origin
            comment.can_edit = not saved or saved._is_editable_by(user)
            comment.can_respond = bool(saved) and saved._is_answered_by(user)
            comment.can_close = bool(saved) and saved._is_closable_by(user)

    # === CONSTRAINT METHODS === #

    @api.constrains("section_id")
    def _check_section(self):
        for comment in self.filtered("section_id"):
            if comment.section_id.plan_id != comment.plan_id:
                raise UserError(
                    self.env._("Choose a section of the plan that is reviewed.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if guard.holds_key(self.env):
            return super().create(vals_list)
        reviews = self.env["itsm.service.plan.review"].browse(
            {vals["review_id"] for vals in vals_list if vals.get("review_id")}
        )
        reviews.check_access("read")
        for review in reviews:
            if not review._is_commented_by(self.env.user):
                raise AccessError(
                    self.env._(
                        "Comments are raised by those who take part in the review and"
                        " have not written the plan."
                    )
                )
        reviews._check_written_now()
        comments = self.browse()
        for vals in vals_list:
            comments |= super().create([self._said(vals)])
        return comments

    def write(self, vals):
        if not guard.holds_key(self.env):
            vals = self._check_written(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_engine(self):
        guard.check_key(self)

    def _said(self, vals):
        """Return the values of a new comment: who has raised it says the program."""
        review = self.env["itsm.service.plan.review"].browse(vals.get("review_id"))
        # superuser: numbers do not depend on who looks
        place = max(review.sudo().comment_ids.mapped("place"), default=0) + 1
        said = {name: vals[name] for name in _RAISED | {"review_id"} if name in vals}
        return {
            **said,
            "place": place,
            "code": f"{review.sequence}-{place}",
            "raised_by_id": self.env.uid,
            "raised_at": fields.Datetime.now(),
        }

    def _check_written(self, vals):
        """Refuse what is not the user's to write now, and note who has answered.

        :return: the values to write
        :rtype: dict
        :raise AccessError: somebody else writes it
        """
        names = vals.keys()
        # superuser: one transaction at a time writes to a review or decides on its plan
        self.sudo().plan_id._lock()
        for comment in self:
            if names and names <= _ANSWER:
                allowed = comment._is_answered_by(self.env.user)
            else:
                allowed = names <= _RAISED and comment._is_editable_by(self.env.user)
            if not allowed:
                raise AccessError(
                    self.env._(
                        "%(comment)s: who has raised it changes it until it is"
                        " answered, the plan's authors answer it, and both only until"
                        " it is closed.",
                        comment=comment.display_name,
                    )
                )
        if names <= _ANSWER:
            answered = bool((vals.get("response") or "").strip())
            vals = {
                **vals,
                "responded_by_id": answered and self.env.uid,
                "responded_at": answered and fields.Datetime.now(),
            }
        return vals

    # === ACTION METHODS === #

    def action_open(self):
        """Open the comment, to be answered or changed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_close(self):
        """Close comments that are settled.

        :raise AccessError: neither raised by the user nor organised by him
        :raise UserError: the review is not open, or there is no answer
        """
        self.check_access("read")
        for comment in self:
            comment.review_id._check_written_now()
            if comment.is_closed:
                continue
            if not comment._is_settled_by(self.env.user):
                raise AccessError(
                    self.env._(
                        "%(comment)s is closed by %(person)s, who has raised it, or by"
                        " the organiser of the review.",
                        comment=comment.display_name,
                        person=comment.sudo().raised_by_id.name,
                    )
                )
            if comment._needs_answer() and not comment.response:
                raise UserError(
                    self.env._(
                        "%s is not answered yet: the plan's authors say what they did"
                        " about it.",
                        comment.display_name,
                    )
                )
            # superuser: the right was checked, and nobody writes the closure himself
            guard.with_key(comment.sudo()).write(
                {
                    "is_closed": True,
                    "closed_by_id": self.env.uid,
                    "closed_at": fields.Datetime.now(),
                }
            )
        return True

    # === BUSINESS METHODS === #

    def _needs_answer(self):
        """Return whether the plan does not pass before this is settled."""
        self.ensure_one()
        return self.severity != "suggestion"

    def _is_editable_by(self, user):
        """Return whether a person may change what the comment says."""
        self.ensure_one()
        comment = self.sudo()
        return (
            comment.review_id.state == "open"
            and not (comment.is_closed or comment.response or comment.carried_from_id)
            and user == comment.raised_by_id
        )

    def _is_answered_by(self, user):
        """Return whether a person may answer: an author, until it is closed."""
        self.ensure_one()
        # superuser: who has written the plan does not depend on who looks
        review = self.sudo().review_id
        people = review._get_authors() | review.plan_id.project_id.user_id
        return (
            review.state in ("open", "preparing")
            and not self.sudo().is_closed
            and user in people
        )

    def _is_settled_by(self, user):
        """Return whether a person may say that the comment is settled."""
        self.ensure_one()
        comment = self.sudo()
        return user in comment.raised_by_id | comment.review_id.organiser_id and (
            user not in comment.review_id._get_authors()
        )

    def _is_closable_by(self, user):
        """Return whether a person may close the comment now."""
        self.ensure_one()
        comment = self.sudo()
        settled = comment.response or not comment._needs_answer()
        is_open = comment.review_id.state == "open" and not comment.is_closed
        return bool(is_open and settled and comment._is_settled_by(user))

    def _prepare_carried(self, review):
        """Return the values of this comment in the next round's review.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "review_id": review.id,
            "carried_from_id": self.id,
            "place": 0,
            "code": self.code,
            "severity": self.severity,
            "section_id": self.section_id.id,
            "name": self.name,
            "raised_by_id": self.raised_by_id.id,
            "raised_at": self.raised_at,
            "response": self.response,
            "responded_by_id": self.responded_by_id.id,
            "responded_at": self.responded_at,
        }

    def _facts(self):
        """Return the comments as the log keeps them.

        :rtype: list[dict]
        """
        return [
            {
                "id": comment.id,
                "code": comment.code,
                "severity": comment.severity,
                "section": comment.section_id.code or None,
                "text": comment.name,
                "raised_by": comment.raised_by_id.id or None,
                "response": comment.response or None,
                "responded_by": comment.responded_by_id.id or None,
                "closed": comment.is_closed,
                "closed_by": comment.closed_by_id.id or None,
            }
            for comment in self.sorted("id")
        ]
