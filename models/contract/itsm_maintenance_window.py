from odoo import fields, models


class ItsmMaintenanceWindow(models.Model):
    """A planned maintenance window, once or every month or week.

    A window is no agreed service time; an outage that overruns it counts.
    """

    _name = "itsm.maintenance.window"
    _description = "Maintenance Window"
    _order = "kind, date_start, id"

    availability_id = fields.Many2one(
        comodel_name="itsm.sla.availability",
        required=True,
        index=True,
        ondelete="cascade",
    )
    kind = fields.Selection(
        selection=[("once", "Once"), ("monthly", "Monthly"), ("weekly", "Weekly")],
        required=True,
        default="once",
    )
    date_start = fields.Datetime(string="Start")
    date_end = fields.Datetime(string="End")
    ordinal = fields.Selection(
        selection=[
            ("1", "First"),
            ("2", "Second"),
            ("3", "Third"),
            ("4", "Fourth"),
            ("-1", "Last"),
        ]
    )
    weekday = fields.Selection(
        selection=[
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ]
    )
    hour_from = fields.Float(string="From")
    hour_to = fields.Float(string="To")
    note = fields.Char()
