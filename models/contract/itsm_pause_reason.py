from odoo import fields, models
from odoo.exceptions import UserError


class ItsmPauseReason(models.Model):
    """Why a ticket waits (挂起原因). Each SLA lists those that stop its clock."""

    _name = "itsm.pause.reason"
    _description = "Pause Reason"
    _order = "sequence, code"

    code = fields.Char(
        required=True,
        copy=False,
        help="Timelines and imported histories know the reason by this code, so it "
        "stays as it is.",
    )
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    resume_on_reply = fields.Boolean(
        string="Resume on Customer's Reply",
        help="A message of the customer takes the ticket out of the pause.",
    )
    stops_clock_by_default = fields.Boolean(
        default=True,
        help="A new SLA lists this reason among those that stop the clock.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "There is already a pause reason with this code."
    )

    def write(self, vals):
        if "code" in vals and any(record.code != vals["code"] for record in self):
            raise UserError(
                self.env._(
                    "The code of a pause reason stays as it is: the timelines of"
                    " tickets refer to it. Archive the reason and create another one."
                )
            )
        return super().write(vals)
