from datetime import timedelta

from odoo import api, models
from odoo.exceptions import ValidationError

from ...engine.instants import local_date, local_to_instant


class ItsmApprovalRoundStage(models.Model):
    """Answers are due by working days that know make-up workdays (调休)."""

    _inherit = "itsm.approval.round.stage"

    @api.model
    def _working_days(self, company, first, last):
        # superuser: a due date does not depend on who submits
        calendar = company.sudo().resource_calendar_id
        if not calendar or calendar.flexible_hours:
            return super()._working_days(company, first, last)
        try:
            hours = calendar._itsm_service_hours(company)
        except ValidationError:
            # no fixed hours to compile, as of a schedule of durations
            return super()._working_days(company, first, last)
        zone = calendar.tz
        spans = hours.spans_within(
            local_to_instant(first, 0, zone),
            local_to_instant(last + timedelta(days=1), 0, zone),
        )
        days = set()
        for start, end in spans:
            day = local_date(start, zone)
            while day <= local_date(end - 1, zone):
                days.add(day)
                day += timedelta(days=1)
        return days
