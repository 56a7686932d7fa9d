from odoo import api, models

HOURS_FIELDS = {
    "calendar_id",
    "company_id",
    "date_from",
    "date_to",
    "resource_id",
    "time_type",
}


class ResourceCalendarLeaves(models.Model):
    """A holiday of service hours: a change has them compiled anew.

    The leave of one person or machine is no holiday and changes nothing.
    """

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._itsm_forget_hours()
        return leaves

    def write(self, vals):
        if not HOURS_FIELDS & vals.keys():
            return super().write(vals)
        before = self._itsm_closed_calendars()
        result = super().write(vals)
        after = self._itsm_closed_calendars()
        if before or after:
            (before | after)._itsm_forget_hours()
        return result

    def unlink(self):
        calendars = self._itsm_closed_calendars()
        result = super().unlink()
        if calendars:
            calendars.exists()._itsm_forget_hours()
        return result

    def _itsm_forget_hours(self):
        if calendars := self._itsm_closed_calendars():
            calendars._itsm_forget_hours()

    def _itsm_closed_calendars(self):
        """Return the calendars that these leaves close.

        A leave without a calendar closes every calendar of its company.
        """
        # Superuser: the calendars of all companies that the leave closes.
        leaves = self.sudo().filtered(lambda leave: not leave.resource_id)
        calendars = leaves.calendar_id
        for leave in leaves.filtered(lambda leave: not leave.calendar_id):
            domain = []
            if leave.company_id:
                domain = [("company_id", "in", [False, leave.company_id.id])]
            calendars |= calendars.with_context(active_test=False).search(domain)
        return calendars.sudo(self.env.su)
