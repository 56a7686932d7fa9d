from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _itsm_hours_changed(self):
        """Have the clocks that still run on these hours computed anew.

        Once, at the end of the transaction: one save may change many lines.
        """
        result = super()._itsm_hours_changed()
        precommit = self.env.cr.precommit
        changed = precommit.data.setdefault("itsm_service_delivery.clocks", set())
        if not changed:
            precommit.add(self.browse()._itsm_update_changed_clocks)
        changed.update(self.ids)
        return result

    def _itsm_update_changed_clocks(self):
        """Compute the unfinished clocks of the calendars that have changed."""
        changed = self.env.cr.precommit.data.pop("itsm_service_delivery.clocks", set())
        # sudo: every clock on these hours, whoever changed them
        clocks = self.env["itsm.ticket.clock"].sudo()
        unfinished = clocks.search(
            [("calendar_id", "in", list(changed)), ("finished_at", "=", False)]
        )
        unfinished.ticket_id._update_clocks()
