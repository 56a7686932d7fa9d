from odoo import fields, models


class ItsmPauseReason(models.Model):
    """Why a ticket waits (挂起原因). Each SLA lists those that stop its clock."""

    _name = "itsm.pause.reason"
    _description = "Pause Reason"
    _order = "sequence, code"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    resume_on_reply = fields.Boolean(
        string="Resume on Customer's Reply",
        help="A message of the customer takes the ticket out of the pause.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "There is already a pause reason with this code."
    )
