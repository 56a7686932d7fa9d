from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..approval import guard


class ItsmProjectMemberSkill(models.Model):
    """A skill that a place in the team demands, beside what the person has (1.8)."""

    _name = "itsm.project.member.skill"
    _description = "Skill Required of a Project Team Member"
    _inherit = ["itsm.bound.mixin"]
    _order = "skill_type_id, skill_id, id"
    _rec_name = "skill_id"

    _bound_to = "member_id"

    member_id = fields.Many2one(
        comodel_name="itsm.project.member",
        required=True,
        index=True,
        ondelete="cascade",
    )
    skill_id = fields.Many2one(
        comodel_name="hr.skill", required=True, ondelete="restrict"
    )
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id", store=True)
    required_level_id = fields.Many2one(
        comodel_name="hr.skill.level",
        required=True,
        ondelete="restrict",
        domain="[('skill_type_id', '=', skill_type_id)]",
    )
    held_level_id = fields.Many2one(
        comodel_name="hr.skill.level",
        compute="_compute_held",
        help="What the person's skills say today.",
    )
    valid_to = fields.Date(
        string="Certificate Valid until",
        compute="_compute_held",
        help="Of a skill that is a certification: its last day.",
    )
    is_expired = fields.Boolean(string="Expired", compute="_compute_held")
    is_met = fields.Boolean(string="Met", compute="_compute_held")
    level_when_confirmed = fields.Char(
        string="Held when Confirmed",
        readonly=True,
        copy=False,
        help="The level that the person had when the service manager confirmed.",
    )

    _skill_uniq = models.Constraint(
        "UNIQUE (member_id, skill_id)",
        "This skill is required already: change its level.",
    )

    # === COMPUTE METHODS === #

    @api.depends("skill_id", "required_level_id", "member_id.employee_id")
    def _compute_held(self):
        today = fields.Date.context_today(self)
        held = self._get_held()
        for line in self:
            # superuser: skills are personnel data; a team needs those it demands
            employee = line.sudo().member_id.employee_id._origin
            had = held.get((employee, line.skill_id._origin))
            valid = had and (not had.valid_to or had.valid_to >= today)
            line.held_level_id = had.skill_level_id if valid else False
            line.valid_to = had.valid_to if had else False
            line.is_expired = bool(had) and not valid
            required = line.required_level_id.level_progress
            line.is_met = bool(valid) and had.level_progress >= required

    def _get_held(self):
        """Return the best valid level of each person and skill, else the best expired.

        :return: ``{(employee, skill): hr.employee.skill}``, as superuser
        """
        # superuser: skills are personnel data; a team needs those it demands
        lines = self.sudo()
        today = fields.Date.context_today(self)
        skills = lines.env["hr.employee.skill"].search(
            Domain("employee_id", "in", lines.member_id.employee_id._origin.ids)
            & Domain("skill_id", "in", lines.skill_id._origin.ids)
            & Domain("valid_from", "<=", today)
        )
        best = {}
        for skill in skills.sorted(
            lambda skill: (
                not skill.valid_to or skill.valid_to >= today,
                skill.level_progress,
            )
        ):
            best[skill.employee_id, skill.skill_id] = skill
        return best

    # === CONSTRAINT METHODS === #

    @api.constrains("skill_id", "required_level_id")
    def _check_level(self):
        for line in self:
            if line.required_level_id.skill_type_id != line.skill_id.skill_type_id:
                raise UserError(
                    self.env._(
                        "%(level)s is no level of %(skill)s: choose one of its own.",
                        level=line.required_level_id.name,
                        skill=line.skill_id.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not guard.holds_key(self.env):
            vals_list = [{**vals, "level_when_confirmed": False} for vals in vals_list]
        lines = super().create(vals_list)
        lines._check_proposed()
        return lines

    def write(self, vals):
        self._check_proposed()
        if "level_when_confirmed" in vals and not guard.holds_key(self.env):
            raise UserError(self.env._("The level held is noted by confirming."))
        result = super().write(vals)
        # nor moved into what is decided
        self._check_proposed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self._check_proposed()

    # === BUSINESS METHODS === #

    @api.model
    def _bound_operation(self, operation):
        return "read" if operation == "read" else "write"

    def _check_proposed(self):
        """Refuse to change what is required of somebody who is confirmed; note who.

        :raise UserError:
        """
        if guard.holds_key(self.env):
            return
        # superuser: the state decides, whoever looks
        for member in self.sudo().member_id:
            if member.state != "proposed":
                raise UserError(
                    self.env._(
                        "%(member)s is %(state)s: what was required of this place in"
                        " the team stays as it was decided.",
                        member=member.display_name,
                        state=member._get_state_label(),
                    )
                )
            guard.with_key(member).contributor_ids = [
                fields.Command.link(self.env.uid)
            ]
