import uuid

from odoo import fields, models


class ItsmProjectInitiationMilestone(models.Model):
    """A day by which something of a project is reached (里程碑, domain 2.4)."""

    _name = "itsm.project.initiation.milestone"
    _description = "Project Milestone"
    _inherit = ["itsm.document.part.mixin"]
    _order = "initiation_id, date, id"
    _agreement_path = "initiation_id"

    initiation_id = fields.Many2one(
        comodel_name="itsm.project.initiation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(string="Milestone", required=True)
    date = fields.Date(required=True)
    origin_key = fields.Char(
        required=True,
        readonly=True,
        default=lambda self: uuid.uuid4().hex,
        help="Stays the same through changes: by it the project's milestone is found.",
    )
