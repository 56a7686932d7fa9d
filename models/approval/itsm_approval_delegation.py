from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...engine.approval import Delegation
from . import guard

_ADMINISTRATOR = "itsm_service_delivery.group_administrator"


class ItsmApprovalDelegation(models.Model):
    """Somebody decides for somebody else: explicit, dated and for a reason (R11).

    It never defeats the other duty rules: they hold for the delegate and for the one he
    decides for. What has begun cannot be rewritten; it can be ended earlier.
    """

    _name = "itsm.approval.delegation"
    _description = "Delegation of Approvals"
    _inherit = ["mail.thread"]
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Delegated by",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        index=True,
        ondelete="restrict",
    )
    delegate_id = fields.Many2one(
        comodel_name="res.users",
        string="Delegated to",
        required=True,
        domain=[("share", "=", False)],
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    date_from = fields.Date(
        string="From Day",
        required=True,
        default=lambda self: self._today(self.env.company),
        copy=False,
        tracking=True,
    )
    date_to = fields.Date(
        string="To Day",
        required=True,
        copy=False,
        tracking=True,
        help="The last day, inclusive.",
    )
    document_type_ids = fields.Many2many(
        comodel_name="itsm.document.type",
        string="Document Types",
        help="Empty: all of them.",
    )
    reason = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    revoked_at = fields.Datetime(readonly=True, copy=False, tracking=True)
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("running", "In Effect"),
            ("over", "Over"),
            ("revoked", "Revoked"),
        ],
        compute="_compute_state",
    )
    has_begun = fields.Boolean(compute="_compute_state")
    can_change = fields.Boolean(compute="_compute_can_change")
    decision_ids = fields.One2many(
        comodel_name="itsm.approval.decision",
        inverse_name="delegation_id",
        string="Decisions",
        readonly=True,
    )

    _check_dates = models.Constraint(
        "CHECK (date_to >= date_from)",
        "The delegation ends before it begins: correct one of the days.",
    )
    _check_people = models.Constraint(
        "CHECK (user_id <> delegate_id)", "Nobody delegates to himself."
    )

    # === COMPUTE METHODS === #

    @api.depends("date_from", "date_to", "revoked_at", "company_id")
    def _compute_state(self):
        for delegation in self:
            today = self._today(delegation.company_id)
            if delegation.revoked_at:
                delegation.state = "revoked"
            elif not delegation.date_from or delegation.date_from > today:
                delegation.state = "planned"
            elif delegation.date_to and delegation.date_to < today:
                delegation.state = "over"
            else:
                delegation.state = "running"
            # what is still to be saved can be written, if it is to run from today on
            saved = bool(delegation._origin)
            delegation.has_begun = saved and delegation.state != "planned"

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_can_change(self):
        for delegation in self:
            delegation.can_change = delegation._is_own()

    @api.depends("user_id.name", "delegate_id.name")
    def _compute_display_name(self):
        for delegation in self:
            delegation.display_name = self.env._(
                "%(delegate)s for %(principal)s",
                delegate=delegation.delegate_id.name or "",
                principal=delegation.user_id.name or "",
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("user_id", "delegate_id", "reason", "company_id")
    def _check_content(self):
        for delegation in self:
            if not delegation.reason.strip():
                raise ValidationError(self.env._("Say why you delegate: the reason."))
            people = delegation.user_id | delegation.delegate_id
            stages = self.env["itsm.approval.round.stage"]
            strangers = people - stages._eligible(people, delegation.company_id)
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%(people)s cannot decide in %(company)s: only people who have"
                        " access to it and a role in Service Delivery decide for one"
                        " another.",
                        people=", ".join(strangers.sudo().mapped("name")),
                        company=delegation.company_id.name,
                    )
                )

    def _check_not_past(self):
        """Refuse a delegation from a day that is over: decisions would be rewritten.

        :raise ValidationError:
        """
        for delegation in self:
            if delegation.date_from < self._today(delegation.company_id):
                raise ValidationError(
                    self.env._("A delegation begins today or later, never in the past.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("revoked_at") for vals in vals_list):
            raise UserError(self._revoked_message())
        if "default_revoked_at" in self.env.context:
            self = self.with_context(default_revoked_at=False)
        delegations = super().create(vals_list)
        delegations._check_own()
        delegations._check_not_past()
        delegations._ask_again()
        return delegations

    def write(self, vals):
        self._check_own()
        if "revoked_at" in vals and not guard.holds_key(self.env):
            raise UserError(self._revoked_message())
        content = {
            name for name in vals if not name.startswith(guard.SOCIAL_PREFIXES)
        } - {"revoked_at"}
        if content:
            for delegation in self:
                delegation._check_changeable(content, vals)
        people = self.user_id | self.delegate_id
        result = super().write(vals)
        self._check_own()
        if "date_from" in content or "company_id" in content:
            self._check_not_past()
        self._ask_again(people)
        return result

    def _check_changeable(self, names, vals):
        """Refuse to rewrite what has begun; an earlier last day ends it earlier.

        :param names: the fields to be written
        :raise UserError:
        """
        if self.state == "planned":
            return
        if self.state == "running" and names == {"date_to"}:
            last_day = fields.Date.to_date(vals["date_to"])
            if last_day and self._today(self.company_id) <= last_day <= self.date_to:
                return
        raise UserError(self._started_message(self))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self._check_own()
        for delegation in self:
            if delegation.state != "planned" or delegation.sudo().decision_ids:
                raise UserError(self._started_message(delegation))

    # === ACTION METHODS === #

    def action_revoke(self):
        """End delegations now; what is over stays as it was.

        :raise AccessError: of somebody else
        """
        self._check_own()
        self.check_access("write")
        current = self.filtered(lambda d: d.state in ("planned", "running"))
        guard.with_key(current).write({"revoked_at": fields.Datetime.now()})
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _today(self, company):
        """Return the day it is where a company is: delegations are by its days."""
        return self.env["itsm.approval.decision"]._local_day(company)

    @api.model
    def _in_force(self, day, company=None):
        """Return who decides for whom on a day.

        :param date day:
        :param company: only delegations of this company, to people who have access to
            it; empty: of all
        :return: the records, for `_engine_delegations`
        """
        domain = [
            ("date_from", "<=", day),
            ("date_to", ">=", day),
            ("revoked_at", "=", False),
            ("user_id.active", "=", True),
            ("delegate_id.active", "=", True),
        ]
        if company:
            domain += [
                ("company_id", "=", company.id),
                ("delegate_id.company_ids", "in", company.ids),
            ]
        # superuser: a delegation holds whoever looks
        return self.sudo().search(domain)

    @api.model
    def _of_today(self, company):
        """Return who decides for whom today, where a company is.

        :return: ``(day, {delegation: engine.approval.Delegation})``
        """
        day = self.env["itsm.approval.decision"]._local_day(company)
        return day, self._in_force(day, company)._engine_delegations()

    def _engine_delegations(self):
        """Return the delegations as the engine knows them.

        :return: ``{delegation: engine.approval.Delegation}``
        """
        return {
            delegation: Delegation(
                principal=delegation.user_id.id,
                delegate=delegation.delegate_id.id,
                first_day=delegation.date_from,
                last_day=delegation.date_to,
                document_types=frozenset(delegation.document_type_ids.mapped("code")),
            )
            for delegation in self.sudo()
        }

    def _check_own(self):
        """Refuse to delegate what is somebody else's (R11).

        :raise AccessError:
        """
        if self.filtered(lambda delegation: not delegation._is_own()):
            raise AccessError(
                self.env._(
                    "You can delegate your own approvals only. Ask an administrator to"
                    " enter a delegation for somebody who is away."
                )
            )

    def _is_own(self):
        """Return whether the user may enter, change and revoke this delegation."""
        return (
            self.env.su
            or self.user_id == self.env.user
            or self.env.user.has_group(_ADMINISTRATOR)
        )

    def _started_message(self, delegation):
        return self.env._(
            "The delegation %s has begun: it is evidence. It can be revoked, or end"
            " earlier, but not be changed otherwise.",
            delegation.display_name,
        )

    @api.model
    def _revoked_message(self):
        return self.env._(
            'Use "Revoke" to end a delegation now: its time is not entered.'
        )

    def _ask_again(self, people=None):
        """Let delegates see what waits for them, from now on.

        :param people: whom it has concerned before
        """
        people = self.user_id | self.delegate_id | (people or self.env["res.users"])
        self.env["itsm.approval.round.stage"]._refresh_asked(people)
