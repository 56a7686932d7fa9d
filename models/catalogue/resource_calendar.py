from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ...engine import instants
from ...engine.errors import EngineError
from ...engine.service_hours import (
    ALWAYS,
    Attendance,
    HoursSpec,
    compile_hours,
    day_seconds,
)

# The compiled days: histories of former years up to targets of years to come.
FIRST_DAY = date(2010, 1, 1)
YEARS_AHEAD = 10

# Written to one of these, a calendar has other service hours than before.
HOURS_FIELDS = {
    "attendance_ids",
    "attendance_ids_1st_week",
    "attendance_ids_2nd_week",
    "company_id",
    "duration_based",
    "flexible_hours",
    "global_leave_ids",
    "itsm_makeup_day_ids",
    "leave_ids",
    "schedule_type",
    "two_weeks_calendar",
    "tz",
}


class ResourceCalendar(models.Model):
    """Service hours: what a target's clock counts (domain 3.1)."""

    _inherit = "resource.calendar"

    itsm_makeup_day_ids = fields.One2many(
        comodel_name="itsm.makeup.day",
        inverse_name="calendar_id",
        string="Make-up Workdays",
        copy=True,
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("itsm_makeup_day_ids")
    def _check_itsm_makeup_days(self):
        self.itsm_makeup_day_ids._check_overlap()

    # === CRUD METHODS === #

    def write(self, vals):
        result = super().write(vals)
        if HOURS_FIELDS & vals.keys():
            self._itsm_forget_hours()
        return result

    # === BUSINESS METHODS === #

    def _itsm_service_hours(self, company=None):
        """Return the compiled service hours of a calendar.

        An empty recordset is 24x7: plain wall-clock time. The answer does not depend
        on who asks: the record rules of a viewer would hide leaves, and with them move
        deadlines.

        :param company: whose leaves count for a calendar that companies share
        :rtype: ServiceHours
        :raise ValidationError: the calendar is flexible, or has no hours
        """
        if not self:
            return ALWAYS
        self.ensure_one()
        # Superuser: see above.
        company = company or self.sudo().company_id or self.env.company
        return self._itsm_compile_hours(company.id, fields.Date.today().year)

    def _itsm_check_hours(self, seconds, company=None):
        """Check that a target can be reached within the compiled service hours.

        :param int seconds: service seconds of the target
        :raise ValidationError: the hours cannot be compiled, or end before the target
        """
        if seconds < 0:
            raise ValidationError(
                self.env._("A target cannot be negative: enter 0 minutes or more.")
            )
        hours = self._itsm_service_hours(company)
        now = instants.from_datetime(fields.Datetime.now())
        last_day = self._itsm_last_day(fields.Date.today().year)
        horizon = instants.local_to_instant(last_day, 0, "UTC")
        try:
            deadline = hours.deadline_after(now, seconds)
        except EngineError:
            deadline = horizon
        if deadline >= horizon:
            raise ValidationError(
                self.env._(
                    "A target of %(hours)s hours of service time cannot be reached in"
                    " the service hours %(calendar)s before %(date)s. Enter a shorter"
                    " target, or choose service hours with more hours.",
                    hours=round(seconds / 3600, 2),
                    calendar=self.sudo().name or self.env._("24x7"),
                    date=last_day,
                )
            )

    def _itsm_hours_changed(self):
        """Hook: the service hours of these calendars have changed.

        Called after every change of a calendar, its attendances, leaves or make-up
        workdays, so that a room that stores answers of the service hours can compute
        them again. The new hours are what `_itsm_service_hours()` returns from now on;
        they may be in the middle of several changes of one save, so an extension
        should not refuse them here, and should put off long work.
        """

    @api.model
    def _itsm_last_day(self, year):
        """Return the last compiled day, seen from a year."""
        return date(year + YEARS_AHEAD, 12, 31)

    @ormcache("self.id", "company_id", "year")
    def _itsm_compile_hours(self, company_id, year):
        """Compile the service hours: once per worker, until they change."""
        # Superuser: the same hours for everyone; the company filter is explicit.
        calendar = self.sudo()
        if calendar.flexible_hours or calendar.duration_based:
            raise ValidationError(
                self.env._(
                    "The working schedule %(calendar)s says how many hours are worked,"
                    " not when. Service hours need a start and an end on each day:"
                    " choose a fixed schedule.",
                    calendar=calendar.name,
                )
            )
        try:
            return compile_hours(
                calendar._itsm_hours_spec(company_id),
                FIRST_DAY,
                self._itsm_last_day(year),
            )
        except EngineError as error:
            raise ValidationError(
                self.env._(
                    "The working schedule %(calendar)s cannot serve as service hours:"
                    " it has no hours, or its lines are not within a day. Enter its"
                    " hours per weekday.\n(%(error)s)",
                    calendar=calendar.name,
                    error=self.env._(error.message, **error.values),
                )
            ) from error

    def _itsm_hours_spec(self, company_id):
        """Return what the engine compiles.

        :param int company_id: whose leaves count, besides those without a company
        :rtype: HoursSpec
        """
        attendances = self.env["resource.calendar.attendance"].search_fetch(
            [
                ("calendar_id", "=", self.id),
                ("display_type", "=", False),
                ("day_period", "!=", "lunch"),
            ],
            ["dayofweek", "hour_from", "hour_to", "week_type"],
        )
        leaves = self.env["resource.calendar.leaves"].search_fetch(
            [
                ("calendar_id", "in", [False, self.id]),
                ("company_id", "in", [False, company_id]),
                ("resource_id", "=", False),
                ("time_type", "=", "leave"),
            ],
            ["date_from", "date_to"],
        )
        workdays = {}
        for line in self.itsm_makeup_day_ids:
            hours = (_seconds(line.hour_from), _seconds(line.hour_to))
            workdays.setdefault(line.date, []).append(hours)
        return HoursSpec(
            timezone=self.tz,
            attendances=tuple(
                Attendance(
                    weekday=int(line.dayofweek),
                    start=_seconds(line.hour_from),
                    end=_seconds(line.hour_to),
                    week=int(line.week_type or 0) if self.two_weeks_calendar else None,
                )
                for line in attendances
                # A line without duration is no time at all, to Odoo as well.
                if line.hour_from != line.hour_to
            ),
            closures=tuple(
                (
                    instants.from_datetime(leave.date_from),
                    instants.from_datetime(leave.date_to),
                )
                for leave in leaves
            ),
            workdays={day: tuple(sorted(lines)) for day, lines in workdays.items()},
        )

    def _itsm_forget_hours(self):
        """Have every worker compile its service hours anew, and call the hook."""
        self.env.registry.clear_cache()
        postcommit = self.env.cr.postcommit
        if not postcommit.data.setdefault("itsm_service_delivery.hours"):
            # Until the commit another thread may have compiled what it still saw.
            postcommit.add(self.env.registry.clear_cache)
            postcommit.data["itsm_service_delivery.hours"] = True
        self._itsm_hours_changed()


def _seconds(hour):
    """Return the seconds after midnight of an hour, whole minutes as to Odoo."""
    return day_seconds(round(hour * 60) / 60)
