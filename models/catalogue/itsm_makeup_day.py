from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date


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

    _check_hours = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24)",
        "A make-up workday is from 00:00 or later, to 24:00 or earlier, and ends after "
        "it starts.",
    )

    # === COMPUTE METHODS === #

    @api.depends("date", "name")
    def _compute_display_name(self):
        for day in self:
            parts = [format_date(self.env, day.date), day.name]
            day.display_name = " ".join(filter(None, parts))

    # === CONSTRAINT METHODS === #

    @api.constrains("calendar_id", "date", "hour_from", "hour_to")
    def _check_overlap(self):
        """Refuse two lines that cover the same time of a day.

        :raise ValidationError:
        """
        days = self.search(
            [("calendar_id", "in", self.calendar_id.ids)],
            order="calendar_id, date, hour_from, hour_to",
        )
        for line, following in pairwise(days):
            if (
                line.calendar_id == following.calendar_id
                and line.date == following.date
                and line.hour_to > following.hour_from
            ):
                raise ValidationError(
                    self.env._(
                        "Two make-up workdays of %(calendar)s overlap on %(date)s."
                        " Shorten one of them or remove it.",
                        calendar=line.calendar_id.name,
                        date=format_date(self.env, line.date),
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        days.calendar_id._itsm_forget_hours()
        return days

    def write(self, vals):
        calendars = self.calendar_id
        result = super().write(vals)
        if vals.keys() - {"name"}:
            (calendars | self.calendar_id)._itsm_forget_hours()
        return result

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        calendars.exists()._itsm_forget_hours()
        return result
