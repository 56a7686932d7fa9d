from odoo import fields, models


class ItsmAcceptanceMember(models.Model):
    """Somebody who belongs to the acceptance group (验收组成员)."""

    _name = "itsm.acceptance.member"
    _description = "Member of the Acceptance Group"
    _inherit = ["itsm.document.part.mixin"]
    _order = "acceptance_id, side desc, id"
    _agreement_path = "acceptance_id"

    acceptance_id = fields.Many2one(
        comodel_name="itsm.acceptance", required=True, index=True, ondelete="cascade"
    )
    side = fields.Selection(
        selection=[
            ("provider", "Provider"),
            ("customer", "Customer"),
            ("expert", "Independent Expert"),
        ],
        required=True,
        default="provider",
    )
    name = fields.Char(required=True)
    function = fields.Char(help="What the person is there for, or the position held.")
