from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..approval import guard

_POINT = frozenset({"date_due", "name", "owner_id"})


class ItsmContractReviewPoint(models.Model):
    """Something that a review leaves to be settled (待解决问题)."""

    _name = "itsm.contract.review.point"
    _description = "Contract Review Open Point"
    _inherit = ["itsm.contract.review.entry.mixin"]
    _order = "is_closed, date_due, id"

    name = fields.Char(string="Open Point", required=True)
    contract_id = fields.Many2one(related="review_id.contract_id", store=True)
    partner_id = fields.Many2one(related="review_id.partner_id")
    raised_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, ondelete="restrict"
    )
    raised_at = fields.Datetime(string="Raised on", readonly=True)
    owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        required=True,
        domain=[("share", "=", False)],
        ondelete="restrict",
        index=True,
    )
    date_due = fields.Date(string="Due Date", required=True)
    is_closed = fields.Boolean(string="Closed", readonly=True)
    resolution = fields.Char(string="How Closed", readonly=True)
    closed_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, ondelete="restrict"
    )
    closed_at = fields.Datetime(string="Closed on", readonly=True)
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    can_close = fields.Boolean(compute="_compute_can_close")
    can_edit = fields.Boolean(compute="_compute_can_close")

    # === COMPUTE METHODS === #

    @api.depends("is_closed", "date_due")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for point in self:
            due = point.date_due
            point.is_overdue = bool(due) and not point.is_closed and due < today

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain("is_closed", "=", False) & Domain("date_due", "<", today)

    @api.depends("is_closed", "owner_id", "review_id.state")
    @api.depends_context("uid")
    def _compute_can_close(self):
        for point in self:
            saved = point._origin
            point.can_close = bool(saved) and saved._is_closable_by(self.env.user)
            point.can_edit = not saved or (
                saved.sudo().review_id._is_under_review()
                and not saved.is_closed
                and saved._is_editable_by(self.env.user)
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("owner_id")
    def _check_owner(self):
        for point in self:
            # superuser: whether a colleague can open the review is not his to read
            review = point.sudo().review_id
            eligible = self.env["itsm.approval.round.stage"]._eligible
            if not eligible(point.owner_id, review.company_id):
                raise UserError(
                    self.env._(
                        "%(name)s cannot open %(review)s, and so cannot settle an open"
                        " point of it: choose somebody with a role of Service"
                        " Delivery.",
                        name=point.sudo().owner_id.name,
                        review=review.display_name,
                    )
                )

    @api.constrains("date_due")
    def _check_date_due(self):
        today = fields.Date.context_today(self)
        for point in self:
            if point.date_due < today:
                raise ValidationError(
                    self.env._(
                        "%(point)s would be due on %(day)s, which is over: choose today"
                        " or a later day.",
                        point=point.name,
                        day=format_date(self.env, point.date_due),
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if guard.holds_key(self.env):
            return super().create(vals_list)
        reviews = self.env["itsm.contract.review"].browse(
            {vals["review_id"] for vals in vals_list if vals.get("review_id")}
        )
        news = [self.new({"review_id": review.id}) for review in reviews]
        for new, review in zip(news, reviews, strict=True):
            review.check_access("read")
            new._check_written_now((), _POINT)
        said = {
            "is_closed": False,
            "resolution": False,
            "closed_by_id": False,
            "closed_at": False,
            "raised_by_id": self.env.uid,
            "raised_at": fields.Datetime.now(),
        }
        return super().create([{**vals, **said} for vals in vals_list])

    def write(self, vals):
        if not guard.holds_key(self.env):
            self._check_written_now(vals, _POINT)
            for point in self:
                point._check_editable()
        return super().write(vals)

    # === ACTION METHODS === #

    def action_close(self):
        """Ask how the point was settled."""
        self.ensure_one()
        self._check_closable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close Open Point"),
            "res_model": "itsm.contract.review.close",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_point_id": self.id},
        }

    def action_view_review(self):
        """Open the review that has raised it."""
        self.ensure_one()
        return self.review_id._get_records_action(name=self.env._("Contract Review"))

    # === BUSINESS METHODS === #

    def close(self, resolution):
        """Settle a point; with the last one, a review with conditions has passed.

        :param str resolution: how it was settled
        :raise AccessError: neither its owner nor who organises the review
        :raise UserError: it is closed, or does not say how
        """
        self.ensure_one()
        self.check_access("read")
        # superuser: its owner need not be allowed to write it
        review = self.sudo().review_id
        review._lock()
        self._check_closable()
        text = (resolution or "").strip()
        if not text:
            raise UserError(
                self.env._("Say how it was settled: the log keeps it as evidence.")
            )
        guard.with_key(self.sudo()).write(
            {
                "is_closed": True,
                "resolution": text,
                "closed_by_id": self.env.uid,
                "closed_at": fields.Datetime.now(),
            }
        )
        facts = {"point": self.id, "name": self.sudo().name, "resolution": text}
        comment = self.env._(
            "%(point)s: %(resolution)s", point=facts["name"], resolution=text
        )
        entry = {"facts": facts, "comment": comment}
        review._append_log("point_closed", {review.id: entry})
        review._pass_without_conditions()
        return True

    def _check_closable(self):
        """Refuse to close what is closed, or by somebody else.

        :raise AccessError:
        :raise UserError:
        """
        point = self.sudo()
        if point.is_closed:
            raise UserError(
                self.env._(
                    "%(name)s has closed this point already: load the page again.",
                    name=point.closed_by_id.name,
                )
            )
        if point.review_id.state in ("rejected", "cancelled", "superseded"):
            raise UserError(
                self.env._(
                    "%(review)s is %(state)s: its points are of no account any more.",
                    review=point.review_id.display_name,
                    state=point.review_id._get_state_label(),
                )
            )
        if not self._is_closable_by(self.env.user):
            raise AccessError(
                self.env._(
                    "This point is closed by %(owner)s, who is responsible for it, by"
                    " the sales owner of the contract, or by a service manager.",
                    owner=point.owner_id.name,
                )
            )

    def _is_closable_by(self, user):
        """Return whether a person may close the point now."""
        self.ensure_one()
        # superuser: who is who does not depend on who looks
        point = self.sudo()
        review = point.review_id
        if point.is_closed or review.state in ("rejected", "cancelled", "superseded"):
            return False
        return user in point.owner_id | review.contract_id.user_id or user.has_group(
            "itsm_service_delivery.group_service_manager"
        )

    def _is_editable_by(self, user):
        return user == self.sudo().raised_by_id or user.has_group(
            "itsm_service_delivery.group_service_manager"
        )

    def _check_editable(self):
        """Refuse to change a point of somebody else, or one that is closed.

        :raise UserError:
        """
        self.ensure_one()
        point = self.sudo()
        if point.is_closed or not self._is_editable_by(self.env.user):
            raise UserError(
                self.env._(
                    "%(point)s was raised by %(person)s: only they, or a service"
                    " manager, change it, and only until it is closed.",
                    point=point.name,
                    person=point.raised_by_id.name,
                )
            )

    def _facts(self):
        """Return the points as the log keeps them.

        :rtype: list[dict]
        """
        return [
            {
                "id": point.id,
                "name": point.name,
                "raised_by": point.raised_by_id.id or None,
                "owner": point.owner_id.id,
                "due": _iso(point.date_due),
                "closed": point.is_closed,
                "resolution": point.resolution or None,
            }
            for point in self.sorted("id")
        ]


def _iso(day):
    return day.isoformat() if isinstance(day, date) else None
