from odoo import fields, models


class ItsmProjectInitiationStaffing(models.Model):
    """Whom a project needs, and for how long (组织与人员需求, domain 2.4)."""

    _name = "itsm.project.initiation.staffing"
    _description = "Project Staffing"
    _inherit = ["itsm.document.part.mixin"]
    _order = "initiation_id, sequence, id"
    _agreement_path = "initiation_id"

    initiation_id = fields.Many2one(
        comodel_name="itsm.project.initiation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Role", required=True)
    skill = fields.Char(string="Skill Required")
    person_months = fields.Float(
        digits=(12, 2), help="One person full time for a month is 1."
    )
    note = fields.Char()

    _check_person_months = models.Constraint(
        "CHECK (person_months >= 0)", "Person-months are 0 or more."
    )
