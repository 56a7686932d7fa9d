import json

from odoo import api, fields, models
from odoo.fields import Domain

from ...const import LEVELS, SLA_RELEASED

_AGREED = ("in_review", "reviewed", "approved", *SLA_RELEASED)


class ItsmSla(models.Model):
    """What an SLA agrees by reference: the priority matrix and the calendars.

    Others may change both later. The snapshot keeps them as they were agreed, so that
    a difference is seen (domain 4.3).
    """

    _inherit = "itsm.sla"

    annex_warning = fields.Text(compute="_compute_annex_warning")

    # === COMPUTE METHODS === #

    @api.depends("state", "target_ids.calendar_id", "availability_ids.calendar_id")
    @api.depends_context("lang")
    def _compute_annex_warning(self):
        agreed = self.filtered(lambda sla: sla.state in _AGREED)
        now = agreed._get_content_annexes()
        for sla in self:
            # superuser: whoever reads the SLA may know that it no longer fits
            snapshot = sla in agreed and sla.sudo().round_id.snapshot
            then = snapshot and json.loads(snapshot).get("annexes")
            changed = sla._changed_annexes(then, now[sla.id]) if then else []
            sla.annex_warning = (
                self.env._(
                    "No longer as agreed: %s. Agree on it by a new version, or set it"
                    " back.",
                    ", ".join(changed),
                )
                if changed
                else False
            )

    # === BUSINESS METHODS === #

    def _changed_annexes(self, then, now):
        """Return the names of what differs from what was agreed.

        Holidays and make-up workdays are announced year by year: they may differ.
        """
        self.ensure_one()
        changed = []
        if then["priority_matrix"] != now["priority_matrix"]:
            changed.append(self.env._("the priority matrix"))
        current = {calendar["key"]: calendar for calendar in now["calendars"]}
        for calendar in then["calendars"]:
            found = current.get(calendar["key"])
            if found and any(found[key] != calendar[key] for key in ("tz", "weekly")):
                changed.append(self.env._("the service hours %s", calendar["name"]))
        return changed

    def _get_content_annexes(self):
        annexes = super()._get_content_annexes()
        matrices = {
            company: self._matrix_of(company) for company in self.sudo().company_id
        }
        # superuser: what is agreed does not depend on who submits
        for sla in self.sudo().with_context(lang="en_US", active_test=False):
            calendars = sla.target_ids.calendar_id | sla.availability_ids.calendar_id
            annexes[sla.id] = {
                "priority_matrix": matrices[sla.company_id],
                "calendars": [
                    sla._calendar_annex(calendar) for calendar in calendars.sorted("id")
                ],
            }
        return annexes

    @api.model
    def _matrix_of(self, company):
        """Return the company's matrix: ``{"high,low": priority code}``."""
        rules = self.env["itsm.priority.rule"]
        return {
            f"{impact},{urgency}": rules._priority_for(impact, urgency, company)
            .sudo()
            .code
            or None
            for impact, _label in LEVELS
            for urgency, _label in LEVELS
        }

    def _calendar_annex(self, calendar):
        """Return a calendar as it stands, for the days of this SLA.

        :rtype: dict
        """
        self.ensure_one()
        first, last = self.date_start, self._get_last_day()
        lines = calendar.attendance_ids.filtered(
            lambda line: not line.display_type and line.day_period != "lunch"
        )
        leaves = self.env["resource.calendar.leaves"].search(
            Domain("calendar_id", "in", [False, calendar.id])
            & Domain("company_id", "in", [False, self.company_id.id])
            & Domain("resource_id", "=", False)
            & Domain("time_type", "=", "leave"),
            order="date_from, id",
        )
        return {
            "key": calendar.id,
            "name": calendar.name,
            "tz": calendar.tz,
            "weekly": sorted(
                [
                    int(calendar.two_weeks_calendar and line.week_type or 0),
                    int(line.dayofweek),
                    round(line.hour_from * 60),
                    round(line.hour_to * 60),
                ]
                for line in lines
            ),
            "makeup_days": [
                [str(day.date), round(day.hour_from * 60), round(day.hour_to * 60)]
                for day in calendar.itsm_makeup_day_ids.sorted("date")
                if (not first or day.date >= first) and (not last or day.date <= last)
            ],
            "leaves": [
                [leave.name or "", str(leave.date_from), str(leave.date_to)]
                for leave in leaves
                if (not first or leave.date_to.date() >= first)
                and (not last or leave.date_from.date() <= last)
            ],
        }
