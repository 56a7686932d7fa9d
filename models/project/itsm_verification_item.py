from odoo import fields, models


class ItsmVerificationItem(models.Model):
    """Something that was checked, and what came of it."""

    _name = "itsm.verification.item"
    _description = "Check Item of a Verification"
    _inherit = ["itsm.document.part.mixin"]
    _order = "verification_id, sequence, id"
    _agreement_path = "verification_id"

    verification_id = fields.Many2one(
        comodel_name="itsm.verification",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Check Item", required=True)
    expected = fields.Char(help="As the specification has it.")
    found = fields.Char()
    result = fields.Selection(
        selection=[
            ("pass", "Passed"),
            ("fail", "Failed"),
            ("na", "Not Applicable"),
        ]
    )
