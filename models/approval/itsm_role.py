from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

MODULE = "itsm_service_delivery"
_ADMINISTRATOR = f"{MODULE}.group_administrator"
# What no administrator of ours hands out unless he has it himself.
_SYSTEM_GROUPS = ("base.group_system", "base.group_erp_manager")


class ItsmRole(models.Model):
    """A role of the procedure as administrators see it: who holds and decides what.

    One record per group of our privilege, with the group's id. Our administrator need
    not be one of the whole system, who alone may write users: here, and only here, he
    gives and takes our roles.
    """

    _name = "itsm.role"
    _description = "Role"
    _auto = False
    _order = "sequence, id"

    group_id = fields.Many2one(
        comodel_name="res.groups", string="Access Group", readonly=True
    )
    sequence = fields.Integer(readonly=True)
    name = fields.Char(related="group_id.name", string="Role")
    comment = fields.Text(related="group_id.comment", string="Description")
    user_ids = fields.Many2many(
        comodel_name="res.users",
        string="People",
        compute="_compute_user_ids",
        inverse="_inverse_user_ids",
        search="_search_user_ids",
        domain=lambda self: [
            ("share", "=", False),
            ("company_ids", "in", self.env.companies.ids),
        ],
        help="To whom the role was given. Another role that includes this one is no"
        " licence to decide for it.",
    )
    user_count = fields.Integer(string="Holders", compute="_compute_user_ids")
    delegate_ids = fields.Many2many(
        comodel_name="res.users",
        string="Delegates Today",
        compute="_compute_delegate_ids",
        help="They are asked too: holders of the role have delegated to them.",
    )
    stage_ids = fields.Many2many(
        comodel_name="itsm.approval.stage",
        string="Decides",
        compute="_compute_stage_ids",
        help="Stages of the document types that are in use.",
    )
    stage_text = fields.Char(string="Decides on", compute="_compute_stage_ids")
    pending_count = fields.Integer(
        string="Waiting",
        compute="_compute_pending_count",
        help="Decisions that wait for this role now.",
    )
    coverage_level = fields.Selection(
        selection=[("ok", "OK"), ("warning", "Too Few"), ("error", "Nobody")],
        string="Coverage",
        compute="_compute_coverage",
    )
    coverage_warning = fields.Text(
        string="What Is Lacking", compute="_compute_coverage"
    )
    change_ids = fields.One2many(
        comodel_name="itsm.role.change",
        string="History",
        compute="_compute_change_ids",
    )

    @property
    def _table_query(self):
        return SQL(
            "SELECT id, id AS group_id, sequence FROM res_groups"
            " WHERE privilege_id = %s",
            self._privilege().id,
        )

    # === COMPUTE METHODS === #

    @api.depends("group_id.user_ids", "group_id.user_ids.company_ids")
    @api.depends_context("allowed_company_ids")
    def _compute_user_ids(self):
        for role in self:
            role.user_ids = role._holders()
            role.user_count = len(role.user_ids)

    @api.model
    def _search_user_ids(self, operator, value):
        return [("group_id.user_ids", operator, value)]

    @api.depends_context("company")
    @api.depends("user_ids")
    def _compute_delegate_ids(self):
        company = self.env.company
        day = self.env["itsm.approval.decision"]._local_day(company)
        in_force = self.env["itsm.approval.delegation"]._in_force(day, company)
        for role in self:
            delegations = in_force.filtered(
                lambda one, users=role.user_ids: one.user_id in users
            )
            role.delegate_ids = delegations.delegate_id.sudo(False)

    @api.depends_context("company", "lang")
    def _compute_stage_ids(self):
        stages = self.env["itsm.approval.stage"].search(
            Domain("decider_kind", "=", "role")
            & Domain("group_id", "in", self.group_id.ids)
            & Domain("company_id", "in", [False, self.env.company.id])
        )
        used = stages.filtered("document_type_id.is_used")
        for role in self:
            role.stage_ids = used.filtered(
                lambda stage, group=role.group_id: stage.group_id == group
            )
            types = role.stage_ids.document_type_id
            role.stage_text = ", ".join(types.mapped("name"))

    def _compute_pending_count(self):
        groups = self.env["itsm.approval.round.stage"]._read_group(
            self._pending_domain(), ["group_id"], ["__count"]
        )
        counts = {group.id: count for group, count in groups}
        for role in self:
            role.pending_count = counts.get(role.id, 0)

    @api.depends_context("company", "lang")
    @api.depends("user_ids", "stage_ids")
    def _compute_coverage(self):
        gaps = self.stage_ids.document_type_id._coverage_gaps()
        for role in self:
            mine = [
                (document_type, gap)
                for document_type, found in gaps.items()
                for gap in found
                if gap.stage in role.stage_ids
            ]
            levels = {gap.level for _type, gap in mine}
            role.coverage_level = next(
                (level for level in ("error", "warning") if level in levels), "ok"
            )
            role.coverage_warning = "\n".join(
                f"{document_type.name}: {gap.text}" for document_type, gap in mine
            )

    def _compute_change_ids(self):
        changes = self.env["itsm.role.change"].search(
            [("group_id", "in", self.group_id.ids)]
        )
        for role in self:
            role.change_ids = changes.filtered(
                lambda change, group=role.group_id: change.group_id == group
            )

    def _inverse_user_ids(self):
        for role in self:
            holders = role._holders()
            role._give(role.user_ids - holders)
            role._take(holders - role.user_ids)

    # === CRUD METHODS === #

    def write(self, vals):
        if vals.keys() - {"user_ids"}:
            raise AccessError(
                self.env._("Only the people of a role are changed here, not the role.")
            )
        return super().write(vals)

    # === ACTION METHODS === #

    def action_view_pending(self):
        """Open the decisions that wait for the role."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "itsm.approval.round.stage",
            "name": self.env._("Waiting for %s", self.name),
            "view_mode": "list,form",
            "domain": list(self._pending_domain()),
            "context": {"create": False},
        }

    # === BUSINESS METHODS === #

    @api.model
    def _privilege(self):
        """Return what all our roles stand under, and nothing else."""
        return self.env.ref(f"{MODULE}.privilege_service_delivery")

    def _holders(self):
        """Return to whom the role was given, of the current companies.

        :rtype: res.users
        """
        self.ensure_one()
        # superuser: who holds a role is what administrators come here to see
        users = self.group_id.sudo().user_ids
        companies = self.env.companies
        return users.filtered(
            lambda user: user.active and not user.share and user.company_ids & companies
        ).sudo(False)

    def _pending_domain(self):
        return (
            Domain("state", "=", "pending")
            & Domain("decider_kind", "=", "role")
            & Domain("group_id", "in", self.group_id.ids)
        )

    def _give(self, users):
        """Give the role to people.

        :raise AccessError: the caller is no administrator of ours
        :raise UserError: one of them is a customer, or of another company
        """
        self._check_may_give()
        outsiders = users.sudo().filtered(
            lambda user: (
                user.share
                or not user.active
                or not user.company_ids & self.env.companies
            )
        )
        if outsiders:
            raise UserError(
                self.env._(
                    "%(people)s cannot have the role %(role)s: roles are for active"
                    " people of the company.",
                    people=", ".join(outsiders.mapped("name")),
                    role=self.name,
                )
            )
        # superuser: base lets system administrators only write users
        users.sudo().write({"group_ids": [(4, self.group_id.id)]})

    def _take(self, users):
        """Take the role from people.

        :raise AccessError: the caller is no administrator of ours
        :raise UserError: nobody would be left who can give roles
        """
        self._check_may_give()
        # superuser: administrators of all companies count
        group = self.group_id.sudo()
        left = group.user_ids.filtered(lambda user: not user.share) - users
        if users and not left and group == self.env.ref(_ADMINISTRATOR):
            raise UserError(
                self.env._(
                    "%s is the last administrator: make somebody else one before.",
                    ", ".join(users.mapped("name")),
                )
            )
        # superuser: base lets system administrators only write users
        users.sudo().write({"group_ids": [(3, self.group_id.id)]})

    def _check_may_give(self):
        """Refuse whoever hands out what is not his to give.

        :raise AccessError:
        """
        user = self.env.user
        if not (self.env.su or user.has_group(_ADMINISTRATOR)):
            raise AccessError(self.env._("Only administrators give and take roles."))
        # superuser: what a group includes is not everybody's to read
        group = self.group_id.sudo()
        if group.privilege_id != self._privilege():
            raise AccessError(
                self.env._("Only roles of Service Delivery are given here.")
            )
        for name in _SYSTEM_GROUPS:
            included = self.env.ref(name).sudo() in group.all_implied_ids
            if included and not self.env.su and not user.has_group(name):
                raise AccessError(
                    self.env._(
                        "The role %s includes the administration of the whole system:"
                        " a system administrator gives it.",
                        self.name,
                    )
                )
