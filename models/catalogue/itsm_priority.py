from odoo import api, fields, models
from odoo.exceptions import UserError


class ItsmPriority(models.Model):
    """A priority a ticket can have: P1 to P4 as shipped (domain table 3.7)."""

    _name = "itsm.priority"
    _description = "Ticket Priority"
    _order = "sequence, code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(
        required=True,
        copy=False,
        help="Reports and imported histories know the priority by this code, so it "
        "stays as it is.",
    )
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

    @api.depends("code", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for priority in self:
            parts = filter(None, [priority.code, priority.name])
            priority.display_name = " ".join(parts)

    def write(self, vals):
        if "code" in vals and any(record.code != vals["code"] for record in self):
            raise UserError(
                self.env._(
                    "The code of a priority stays as it is: the timelines of tickets"
                    " refer to it. Archive the priority and create another one."
                )
            )
        return super().write(vals)
