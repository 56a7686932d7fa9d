from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime, format_duration

ORDINALS = [
    ("1", "First"),
    ("2", "Second"),
    ("3", "Third"),
    ("4", "Fourth"),
    ("5", "Fifth"),
    ("-1", "Last"),
]
WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class ItsmMaintenanceWindow(models.Model):
    """A planned maintenance window, once or every month or week.

    A window is no agreed service time; an outage that overruns it counts. The hours of
    a recurring window are in the contract's time zone; one that does not end after it
    starts ends on the next day.
    """

    _name = "itsm.maintenance.window"
    _description = "Maintenance Window"
    _inherit = ["itsm.document.part.mixin"]
    _order = "availability_id, kind, date_start, id"
    _agreement_path = "availability_id.sla_id"
    _bound_to = "availability_id"

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
    ordinal = fields.Selection(selection=ORDINALS)
    weekday = fields.Selection(selection=WEEKDAYS)
    hour_from = fields.Float(string="From")
    hour_to = fields.Float(string="To")
    note = fields.Char()

    @api.depends(
        "kind", "date_start", "date_end", "ordinal", "weekday", "hour_from", "hour_to"
    )
    @api.depends_context("lang")
    def _compute_display_name(self):
        ordinals = dict(self._fields["ordinal"]._description_selection(self.env))
        weekdays = dict(self._fields["weekday"]._description_selection(self.env))
        for window in self:
            if window.kind == "once":
                start, end = window.date_start, window.date_end
                window.display_name = self.env._(
                    "%(start)s to %(end)s",
                    start=format_datetime(self.env, start) if start else "",
                    end=format_datetime(self.env, end) if end else "",
                )
                continue
            values = {
                "ordinal": ordinals.get(window.ordinal, ""),
                "weekday": weekdays.get(window.weekday, ""),
                "start": format_duration(window.hour_from),
                "end": format_duration(window.hour_to),
            }
            if window.kind == "monthly":
                window.display_name = self.env._(
                    "%(ordinal)s %(weekday)s of the month, %(start)s to %(end)s",
                    **values,
                )
            else:
                window.display_name = self.env._(
                    "Every %(weekday)s, %(start)s to %(end)s", **values
                )

    @api.constrains(
        "kind", "date_start", "date_end", "ordinal", "weekday", "hour_from", "hour_to"
    )
    def _check_window(self):
        for window in self:
            if window.kind == "once":
                start, end = window.date_start, window.date_end
                if not (start and end and start < end):
                    raise ValidationError(
                        self.env._(
                            "A maintenance window that happens once needs a start, and"
                            " an end after it."
                        )
                    )
                continue
            if not window.weekday or (window.kind == "monthly" and not window.ordinal):
                raise ValidationError(
                    self.env._(
                        "A recurring maintenance window needs its weekday, and a"
                        " monthly one which of the month's weekdays it is."
                    )
                )
            if not (0 <= window.hour_from < 24 and 0 <= window.hour_to <= 24):
                raise ValidationError(
                    self.env._(
                        "The hours of a maintenance window are from 00:00 to 24:00. One"
                        " that does not end after it starts ends on the next day."
                    )
                )
