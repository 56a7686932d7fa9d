from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..approval import guard

# What the people who organise a review write of it.
_WORK = frozenset(
    {
        "agenda",
        "date",
        "minutes",
        "mode",
        "organiser_id",
        "participant_ids",
        "place",
    }
)
_ORGANISERS = (
    "itsm_service_delivery.group_technical_manager",
    "itsm_service_delivery.group_service_manager",
)


class ItsmServicePlanReview(models.Model):
    """Who organises a technical review, who comments, and when (clause 1.1.12)."""

    _inherit = "itsm.service.plan.review"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        guard.check_key(self)
        return super().create(vals_list)

    def write(self, vals):
        if guard.holds_key(self.env):
            return super().write(vals)
        self._check_written_now()
        self._check_organised(vals)
        if "comment_ids" in vals and not vals.keys() - {"comment_ids"}:
            return super().write(vals)
        before = {review: review.participant_ids for review in self}
        result = super().write(vals)
        for review in self:
            review._invite(review.participant_ids - before[review])
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_engine(self):
        guard.check_key(self)

    def _check_organised(self, names):
        """Refuse what is for the organisers to those who only comment.

        :param names: the fields to be written
        :raise AccessError:
        """
        own = set(names) - {"comment_ids"}
        refused = sorted(own - _WORK)
        if refused:
            labels = self.fields_get(refused, ["string"])
            raise UserError(
                self.env._(
                    "%(fields)s cannot be written: the review sets it.",
                    fields=", ".join(
                        labels[name]["string"] for name in refused if name in labels
                    ),
                )
            )
        for review in self:
            if own and not review._is_organised_by(self.env.user):
                raise AccessError(
                    self.env._(
                        "A technical review is organised by technical and service"
                        " managers who have not written the plan; participants add"
                        " comments."
                    )
                )

    def _check_written_now(self):
        """Refuse to write at another time than during the review.

        :raise UserError:
        """
        for review in self:
            if review.state == "closed":
                raise UserError(
                    self.env._(
                        "%s is closed: it is evidence, and stays as it is.",
                        review.display_name,
                    )
                )
            if review.state != "open":
                raise UserError(
                    self.env._(
                        "%s is not open: the plan is being corrected. It goes on when"
                        " the plan is submitted again.",
                        review.display_name,
                    )
                )
        # one transaction at a time writes to a review or decides on its plan
        self.sudo().plan_id._lock()

    # === BUSINESS METHODS === #

    def _is_organised_by(self, user):
        """Return whether a person may organise the review: not one of its authors."""
        self.ensure_one()
        organises = any(map(user.has_group, _ORGANISERS))
        return organises and user not in self._get_authors()

    def _is_commented_by(self, user):
        """Return whether a person may comment (R2: not on what he has written)."""
        self.ensure_one()
        # superuser: who takes part does not depend on who looks
        asked = self.sudo().participant_ids | self.sudo().organiser_id
        takes_part = user in asked or any(map(user.has_group, _ORGANISERS))
        return takes_part and user not in self._get_authors()

    def _get_authors(self):
        # superuser: who has written the plan is no secret to its reviewers
        plan = self.sudo().plan_id
        return plan.author_id | plan.contributor_ids

    def _invite(self, people):
        """Tell people that they take part in the review."""
        self.ensure_one()
        for person in people - self.env.user:
            plan = self.plan_id.with_context(lang=person.lang)
            plan.message_notify(
                partner_ids=person.partner_id.ids,
                subject=plan.display_name,
                body=plan.env._(
                    "You take part in the technical review of this service plan. Read"
                    " it, and enter your comments in the review."
                ),
            )
