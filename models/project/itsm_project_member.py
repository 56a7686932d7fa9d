from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..approval import guard

# Those who are in a team, or might be.
LIVE = ("proposed", "confirmed")

_CONTENT = frozenset(
    {
        "allocation_pct",
        "backup_id",
        "date_end",
        "date_start",
        "employee_id",
        "project_id",
        "reason_in",
        "role_id",
        "skill_ids",
        "support_line",
        "user_id",
    }
)


class ItsmProjectMember(models.Model):
    """Somebody's place in a project team, from a day to a day (clause 1.8).

    The project manager proposes, the service manager confirms. From then on it is
    history: it ends by ``leave()``, and is neither edited nor deleted by anybody.
    """

    _name = "itsm.project.member"
    _description = "Project Team Member"
    _inherit = ["itsm.project.register.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "project_id, role_sequence, date_start, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, precompute=True)
    contract_id = fields.Many2one(
        related="project_id.itsm_contract_id", string="Service Contract"
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('company_id', 'in', (company_id, False))]",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        compute="_compute_user_id",
        compute_sudo=True,
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        help="The person's login: who sees the project's plans.",
    )
    role_id = fields.Many2one(
        comodel_name="itsm.project.role",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    role_sequence = fields.Integer(
        related="role_id.sequence", store=True, export_string_translation=False
    )
    support_line = fields.Selection(
        selection=[("1", "First Line"), ("2", "Second Line"), ("3", "Third Line")],
        tracking=True,
    )
    allocation_pct = fields.Float(
        string="Share (%)",
        digits=(5, 2),
        required=True,
        default=100.0,
        tracking=True,
        aggregator="avg",
        help="How much of the working time the project gets. 0: when needed.",
    )
    date_start = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        tracking=True,
    )
    date_end = fields.Date(
        string="Until",
        tracking=True,
        help="The last day. Empty: until further notice.",
    )
    backup_id = fields.Many2one(
        comodel_name="hr.employee",
        ondelete="restrict",
        tracking=True,
        domain="[('company_id', 'in', (company_id, False)),"
        " ('id', '!=', employee_id)]",
        help="Who stands in when this person is absent.",
    )
    reason_in = fields.Char(
        string="Reason for Joining", help="Why this person, and why now."
    )
    reason_out = fields.Char(string="Reason for Leaving", readonly=True, copy=False)
    skill_ids = fields.One2many(
        comodel_name="itsm.project.member.skill",
        inverse_name="member_id",
        string="Required Skills",
        copy=True,
    )
    predecessor_id = fields.Many2one(
        comodel_name="itsm.project.member",
        string="Replaces",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    successor_ids = fields.One2many(
        comodel_name="itsm.project.member",
        inverse_name="predecessor_id",
        string="Replaced by",
    )
    state = fields.Selection(
        selection=[
            ("proposed", "Proposed"),
            ("confirmed", "Confirmed"),
            ("declined", "Declined"),
            ("left", "Left"),
        ],
        required=True,
        readonly=True,
        default="proposed",
        copy=False,
        tracking=True,
        index=True,
    )
    proposed_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    contributor_ids = fields.Many2many(
        comodel_name="res.users",
        relation="itsm_project_member_contributor_rel",
        string="Written by",
        readonly=True,
        copy=False,
        help="Who has proposed this or changed the proposal: none of them confirms it.",
    )
    confirmed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Decided by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who has confirmed or declined.",
    )
    confirmed_on = fields.Date(string="Decided on", readonly=True, copy=False)
    decline_reason = fields.Char(readonly=True, copy=False)
    is_leaving = fields.Boolean(
        compute="_compute_is_leaving",
        search="_search_is_leaving",
        help="In the team today, and the last day is agreed.",
    )

    _share_range = models.Constraint(
        "CHECK (allocation_pct >= 0 AND allocation_pct <= 100)",
        "A share of somebody's time is between 0 % and 100 %.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_end >= date_start"
        " OR (state = 'left' AND date_end = date_start - 1))",
        "The last day in the team must not lie before the first one.",
    )

    # === COMPUTE METHODS === #

    @api.depends("employee_id.name", "user_id.name")
    def _compute_name(self):
        for member in self:
            # superuser: the name of a colleague is no secret
            person = member.sudo()
            member.name = person.employee_id.name or person.user_id.name

    @api.depends("name", "role_id.name")
    def _compute_display_name(self):
        for member in self:
            name, role = member.name or "", member.role_id.name
            member.display_name = f"{name} ({role})" if role else name

    @api.depends("employee_id.user_id")
    def _compute_user_id(self):
        for member in self:
            if member.employee_id:
                member.user_id = member.employee_id.user_id

    @api.depends("state", "date_end")
    def _compute_is_leaving(self):
        for member in self:
            member.is_leaving = member.state == "confirmed" and bool(member.date_end)

    @api.model
    def _search_is_leaving(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return Domain("state", "=", "confirmed") & Domain("date_end", "!=", False)

    # === CONSTRAINT METHODS === #

    @api.constrains(
        "employee_id",
        "user_id",
        "backup_id",
        "project_id",
        "role_id",
        "state",
        "date_start",
        "date_end",
    )
    def _check_person(self):
        for member in self.filtered(lambda member: member.state in LIVE):
            if not (member.employee_id or member.user_id):
                raise ValidationError(
                    self.env._("Say who is to join the team: choose an employee.")
                )
            if member.backup_id and member.backup_id == member.employee_id:
                raise ValidationError(
                    self.env._("Nobody is his own backup: choose somebody else.")
                )
            member._check_not_twice()

    def _check_not_twice(self):
        """Refuse the same role of a person in a project twice at a time.

        :raise ValidationError:
        """
        start, end = self.date_start, self.date_end or date.max
        # superuser: what is not seen overlaps all the same
        others = self.sudo().search(
            self._get_person_domain()
            & Domain("project_id", "=", self.project_id.id)
            & Domain("role_id", "=", self.role_id.id)
            & Domain("state", "in", LIVE)
            & Domain("id", "not in", (self | self.predecessor_id).ids)
            & Domain("date_start", "<=", end)
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", start))
        )
        if others:
            raise ValidationError(
                self.env._(
                    "%(person)s is in the team of %(project)s in this role already"
                    " (%(period)s): change the dates, or let that membership end"
                    " first.",
                    person=self.sudo().name,
                    project=self.sudo().project_id.display_name,
                    period=others[0]._get_period(),
                )
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not guard.holds_key(self.env):
            said = dict.fromkeys(self._get_flow_fields(), False)
            said |= {"state": "proposed", "proposed_by_id": self.env.uid}
            said["contributor_ids"] = [fields.Command.set(self.env.user.ids)]
            vals_list = [{**vals, **said} for vals in vals_list]
        members = super().create(vals_list)
        members._check_project_runs()
        members.filtered(lambda member: member.state == "proposed")._ask_to_confirm()
        return members

    def write(self, vals):
        if not guard.holds_key(self.env):
            self._check_written(vals)
            if _CONTENT & vals.keys():
                vals = {**vals, "contributor_ids": [fields.Command.link(self.env.uid)]}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        for member in self:
            if member.state != "proposed":
                raise UserError(
                    self.env._(
                        "%(member)s is %(state)s: it is the history of the team and"
                        " stays. Only a proposal is deleted.",
                        member=member.display_name,
                        state=member._get_state_label(),
                    )
                )

    # === BUSINESS METHODS === #

    @api.model
    def _get_flow_fields(self):
        """Return what only the flow writes, never a person."""
        return {
            "confirmed_by_id",
            "confirmed_on",
            "contributor_ids",
            "decline_reason",
            "predecessor_id",
            "proposed_by_id",
            "reason_out",
            "state",
        }

    def _check_written(self, vals):
        """Refuse to write what is decided, and what only the flow writes.

        :raise UserError:
        """
        flow = self._get_flow_fields() & vals.keys()
        content = {
            name
            for name in vals
            if name in self._fields and not name.startswith(guard.SOCIAL_PREFIXES)
        }
        for member in self:
            if not content or (member.state == "proposed" and not flow):
                continue
            raise UserError(
                self.env._(
                    "%(member)s is %(state)s. A membership is changed by its buttons"
                    " only: confirm, decline, leave, replace.",
                    member=member.display_name,
                    state=member._get_state_label(),
                )
            )

    def _check_project_runs(self):
        for member in self:
            if not member.sudo().project_id.itsm_contract_id:
                raise ValidationError(
                    self.env._(
                        "%(project)s has no service contract: only a service project"
                        " has a team of this kind.",
                        project=member.project_id.display_name,
                    )
                )

    def _get_person_domain(self):
        """Return the memberships of the same person, in whichever project."""
        domain = Domain.FALSE
        for member in self.sudo():
            if member.user_id:
                domain |= Domain("user_id", "=", member.user_id.id)
            if member.employee_id:
                domain |= Domain("employee_id", "=", member.employee_id.id)
        return domain

    def _get_state_label(self):
        """Return the state as the user reads it in a sentence."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        return labels[self.state].lower()

    def _get_period(self):
        """Return first and last day, as the user reads them."""
        self.ensure_one()
        start = self._format_day(self.date_start)
        if not self.date_end:
            return self.env._("from %(start)s", start=start)
        return f"{start} – {self._format_day(self.date_end)}"

    def _format_day(self, day):
        return format_date(self.env, day)

    def _today(self):
        """Return today's date where the project's contract is."""
        self.ensure_one()
        return self.project_id._itsm_today()
