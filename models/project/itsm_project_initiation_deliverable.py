from odoo import fields, models


class ItsmProjectInitiationDeliverable(models.Model):
    """What the customer gets of a project, and by when (主要交付物, domain 2.4)."""

    _name = "itsm.project.initiation.deliverable"
    _description = "Project Deliverable"
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
    name = fields.Char(string="Deliverable", required=True)
    frequency = fields.Char(string="When", help="Once, monthly, at the end …")
    criterion = fields.Char(
        string="Acceptance Criterion", help="By what it is accepted."
    )
