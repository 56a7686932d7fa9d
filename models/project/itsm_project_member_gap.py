from odoo import api, fields, models
from odoo.fields import Domain

from .itsm_project_member import LIVE


class ItsmProjectMember(models.Model):
    """Whether a person has the skills that the place in the team demands."""

    _inherit = "itsm.project.member"

    skill_required_count = fields.Integer(
        string="Skills Required", compute="_compute_skill_gap"
    )
    skill_met_count = fields.Integer(string="Skills Met", compute="_compute_skill_gap")
    has_skill_gap = fields.Boolean(
        string="Skill Gap",
        compute="_compute_skill_gap",
        search="_search_has_skill_gap",
        help="A required skill is missing, too low, or its certificate has expired.",
    )

    @api.depends("skill_ids.is_met")
    def _compute_skill_gap(self):
        for member in self:
            required = member.skill_ids
            met = required.filtered("is_met")
            member.skill_required_count = len(required)
            member.skill_met_count = len(met)
            member.has_skill_gap = len(met) < len(required)

    @api.model
    def _search_has_skill_gap(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        lines = self.env["itsm.project.member.skill"].search(
            Domain("member_id.state", "in", LIVE)
        )
        gaps = lines.filtered(lambda line: not line.is_met)
        return Domain("id", "in", gaps.member_id.ids)
