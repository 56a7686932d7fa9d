from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..approval import guard

KINDS = [
    ("service", "Service"),
    ("target", "SLA Target"),
    ("availability", "Availability"),
]
# What people write: how the plan serves the line.
_ANSWER = frozenset({"deliverable_ids", "note", "section_ids"})


class ItsmServicePlanCoverage(models.Model):
    """How a plan serves one line of the contract or its SLA (clause 1.1.10).

    What is agreed is kept in words and by a key, not by a link: the plan shows what it
    was made for, whatever an amendment makes of the line.
    """

    _name = "itsm.service.plan.coverage"
    _description = "Service Plan Coverage"
    _inherit = ["itsm.document.part.mixin"]
    _order = "plan_id, sequence, id"
    _agreement_path = "plan_id"

    plan_id = fields.Many2one(
        comodel_name="itsm.service.plan", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(selection=KINDS, required=True, readonly=True)
    key = fields.Char(
        required=True, readonly=True, help="What is covered, in every version."
    )
    name = fields.Char(string="Agreed", required=True, readonly=True)
    service_id = fields.Many2one(
        comodel_name="itsm.service", readonly=True, ondelete="restrict"
    )
    section_ids = fields.Many2many(
        comodel_name="itsm.service.plan.section",
        relation="itsm_service_plan_coverage_section_rel",
        column1="coverage_id",
        column2="section_id",
        string="Sections",
        copy=False,
        # as text: a choice, no filter of what was chosen
        domain="[('plan_id', '=', plan_id), ('not_applicable', '=', False)]",
    )
    deliverable_ids = fields.Many2many(
        comodel_name="itsm.service.plan.deliverable",
        relation="itsm_service_plan_coverage_deliverable_rel",
        column1="coverage_id",
        column2="deliverable_id",
        string="Deliverables",
        copy=False,
        domain="[('plan_id', '=', plan_id)]",
    )
    note = fields.Char(string="Remark")
    is_covered = fields.Boolean(string="Covered", compute="_compute_is_covered")

    _key_uniq = models.Constraint(
        "UNIQUE(plan_id, key)", "Each line of the contract is covered in one line."
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "section_ids.status", "section_ids.not_applicable", "deliverable_ids"
    )
    def _compute_is_covered(self):
        for line in self:
            sections = line.section_ids.filtered(lambda s: not s.not_applicable)
            line.is_covered = bool(sections or line.deliverable_ids)

    # === CONSTRAINT METHODS === #

    @api.constrains("section_ids", "deliverable_ids", "plan_id")
    def _check_same_plan(self):
        for line in self:
            parts = line.section_ids.plan_id | line.deliverable_ids.plan_id
            if parts - line.plan_id:
                raise ValidationError(
                    self.env._(
                        "%s is covered by sections and deliverables of its own plan"
                        " only.",
                        line.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self._check_program({"key"})
        return super().create(vals_list)

    def write(self, vals):
        self._check_program(vals.keys() - _ANSWER)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_program(self):
        self._check_program({"key"})

    def _check_program(self, names):
        """Refuse to write what is agreed: that comes from contract and SLA.

        :param names: the fields to be written that people do not write
        :raise UserError:
        """
        if names and not guard.holds_key(self.env):
            raise UserError(
                self.env._(
                    "The lines of the coverage come from contract and SLA: name the"
                    " sections and deliverables that serve them."
                )
            )
