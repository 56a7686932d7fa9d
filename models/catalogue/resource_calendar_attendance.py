from odoo import api, models

HOURS_FIELDS = {
    "calendar_id",
    "day_period",
    "dayofweek",
    "display_type",
    "duration_hours",
    "hour_from",
    "hour_to",
    "week_type",
}


class ResourceCalendarAttendance(models.Model):
    """A weekly line of service hours: a change has them compiled anew."""

    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances.calendar_id._itsm_forget_hours()
        return attendances

    def write(self, vals):
        calendars = self.calendar_id
        result = super().write(vals)
        if HOURS_FIELDS & vals.keys():
            (calendars | self.calendar_id)._itsm_forget_hours()
        return result

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        calendars.exists()._itsm_forget_hours()
        return result
