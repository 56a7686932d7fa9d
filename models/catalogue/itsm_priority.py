from odoo import fields, models


class ItsmPriority(models.Model):
    """A priority a ticket can have: P1 to P4 as shipped (domain table 3.7)."""

    _name = "itsm.priority"
    _description = "Ticket Priority"
    _order = "sequence, code"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    description = fields.Char(translate=True)
    color = fields.Integer()
    helpdesk_priority = fields.Selection(
        selection=[
            ("0", "Low"),
            ("1", "Medium"),
            ("2", "High"),
            ("3", "Very High"),
        ],
        string="Stars",
        required=True,
        default="1",
        help="The helpdesk's own priority that goes with this one.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "There is already a priority with this code."
    )
