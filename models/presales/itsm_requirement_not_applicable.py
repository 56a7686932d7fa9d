from odoo import fields, models

from ...const import NAMED_REQUIREMENT_TYPES


class ItsmRequirementNotApplicable(models.Model):
    """A named type of requirement that the customer does not have, and why (1.1.3)."""

    _name = "itsm.requirement.not.applicable"
    _description = "Requirement Not Applicable"
    _inherit = ["itsm.document.part.mixin"]
    _order = "sheet_id, id"
    _rec_name = "type"
    _agreement_path = "sheet_id"

    sheet_id = fields.Many2one(
        comodel_name="itsm.information.sheet",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="sheet_id.company_id")
    type = fields.Selection(selection=NAMED_REQUIREMENT_TYPES, required=True)
    reason = fields.Char(required=True)

    _type_uniq = models.Constraint(
        "UNIQUE(sheet_id, type)",
        "This type of requirement is marked as not applicable already: change that"
        " line.",
    )
