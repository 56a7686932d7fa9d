from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...engine.approval import Delegation

_REVOCABLE = {"date_to", "revoked_at"}
_ADMINISTRATOR = "itsm_service_delivery.group_administrator"


class ItsmApprovalDelegation(models.Model):
    """Somebody decides for somebody else: explicit, dated and for a reason (R11).

    It never defeats the other duty rules: they hold for the delegate and for the one he
    decides for. What has begun cannot be rewritten; it can be ended earlier.
    """

    _name = "itsm.approval.delegation"
    _description = "Delegation of Approvals"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        comodel_name="res.users",
        string="From",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        index=True,
        ondelete="restrict",
    )
    delegate_id = fields.Many2one(
        comodel_name="res.users",
        string="To",
        required=True,
        domain=[("share", "=", False)],
        index=True,
        ondelete="restrict",
    )
    date_from = fields.Date(
        string="From Day", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(
        string="To Day", required=True, help="The last day, inclusive."
    )
    document_type_ids = fields.Many2many(
        comodel_name="itsm.document.type",
        string="Document Types",
        help="Empty: all of them.",
    )
    reason = fields.Char(required=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    revoked_at = fields.Datetime(readonly=True, copy=False)
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("running", "Running"),
            ("over", "Over"),
            ("revoked", "Revoked"),
        ],
        compute="_compute_state",
    )
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

    @api.depends("date_from", "date_to", "revoked_at")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for delegation in self:
            if delegation.revoked_at:
                delegation.state = "revoked"
            elif not delegation.date_from or delegation.date_from > today:
                delegation.state = "planned"
            elif delegation.date_to and delegation.date_to < today:
                delegation.state = "over"
            else:
                delegation.state = "running"

    @api.depends("user_id.name", "delegate_id.name")
    def _compute_display_name(self):
        for delegation in self:
            delegation.display_name = self.env._(
                "%(delegate)s for %(principal)s",
                delegate=delegation.delegate_id.name or "",
                principal=delegation.user_id.name or "",
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("user_id", "delegate_id", "reason")
    def _check_content(self):
        for delegation in self:
            if not delegation.reason.strip():
                raise ValidationError(self.env._("Say why you delegate: the reason."))
            if delegation.delegate_id.share or delegation.user_id.share:
                raise ValidationError(
                    self.env._("Only people of the company decide for one another.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        delegations = super().create(vals_list)
        delegations._check_own()
        for delegation in delegations:
            if delegation.date_from < fields.Date.context_today(delegation):
                raise ValidationError(
                    self.env._("A delegation begins today or later, never in the past.")
                )
        delegations._ask_again()
        return delegations

    def write(self, vals):
        self._check_own()
        before = self._states()
        started = self.filtered(lambda d: before[d.id] != "planned")
        if started and not vals.keys() <= _REVOCABLE:
            raise UserError(self._started_message(started[0]))
        if started and "date_to" in vals:
            today = fields.Date.context_today(self)
            new_end = fields.Date.to_date(vals["date_to"])
            for delegation in started:
                if new_end > delegation.date_to or new_end < today:
                    raise UserError(self._started_message(delegation))
        result = super().write(vals)
        self._check_own()
        self._ask_again()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        self._check_own()
        for delegation in self:
            if delegation.state != "planned" or delegation.sudo().decision_ids:
                raise UserError(self._started_message(delegation))

    # === ACTION METHODS === #

    def action_revoke(self):
        """End delegations now."""
        self._check_own()
        self.filtered(lambda d: not d.revoked_at).write(
            {"revoked_at": fields.Datetime.now()}
        )
        return True

    # === BUSINESS METHODS === #

    def _states(self):
        """Return ``{id: state}`` as it is now.

        :rtype: dict
        """
        return {delegation.id: delegation.state for delegation in self}

    @api.model
    def _in_force(self, day, company=None):
        """Return who decides for whom on a day.

        :param date day:
        :param company: only delegations of this company; empty: of all
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
            domain.append(("company_id", "=", company.id))
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
        if self.env.su or self.env.user.has_group(_ADMINISTRATOR):
            return
        if self.filtered(lambda delegation: delegation.user_id != self.env.user):
            raise AccessError(
                self.env._(
                    "You can delegate your own approvals only. Ask an administrator to"
                    " enter a delegation for somebody who is away."
                )
            )

    def _started_message(self, delegation):
        return self.env._(
            "The delegation %s has begun: it is evidence. It can be revoked, or end"
            " earlier, but not be changed otherwise.",
            delegation.display_name,
        )

    def _ask_again(self):
        """Let delegates see what waits for them, from now on."""
        self.env["itsm.approval.round.stage"]._refresh_asked()
