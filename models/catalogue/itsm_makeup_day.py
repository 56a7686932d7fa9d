from odoo import fields, models


class ItsmMakeupDay(models.Model):
    """A working day out of turn (调休上班日).

    Odoo's calendar attendances know weekdays only, so the days on which a country
    works although it is a weekend are lines of their own. They replace what the
    weekly pattern says of their date and win over leaves.
    """

    _name = "itsm.makeup.day"
    _description = "Make-up Workday"
    _order = "date, hour_from"

    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working Schedule",
        required=True,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(string="Reason", translate=True)
    date = fields.Date(required=True)
    hour_from = fields.Float(string="From", required=True)
    hour_to = fields.Float(string="To", required=True)
