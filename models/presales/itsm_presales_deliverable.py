from odoo import fields, models


class ItsmPresalesDeliverable(models.Model):
    """What the customer gets, and how he sees that it is right (domain 2.1, 13)."""

    _name = "itsm.presales.deliverable"
    _description = "Presales Plan Deliverable"
    _inherit = ["itsm.document.part.mixin"]
    _order = "plan_id, sequence, id"
    _agreement_path = "plan_id"

    plan_id = fields.Many2one(
        comodel_name="itsm.presales.plan",
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
