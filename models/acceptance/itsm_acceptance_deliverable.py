from odoo import fields, models


class ItsmAcceptanceDeliverable(models.Model):
    """Something that was delivered (交付物清单): how many, in which form, received?"""

    _name = "itsm.acceptance.deliverable"
    _description = "Deliverable of an Acceptance"
    _inherit = ["itsm.document.part.mixin"]
    _order = "acceptance_id, sequence, id"
    _agreement_path = "acceptance_id"

    acceptance_id = fields.Many2one(
        comodel_name="itsm.acceptance", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Deliverable", required=True)
    quantity = fields.Float(default=1.0)
    form = fields.Char(help="Paper, file, service, on-site …")
    is_received = fields.Boolean(
        string="Received", help="Whether the customer has it already."
    )

    _check_quantity = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a deliverable is above 0."
    )
