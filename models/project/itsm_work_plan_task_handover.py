from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..approval import guard

_DAYS_BACK = 7


class ItsmWorkPlan(models.Model):
    """The tasks of a plan go to successors, and come back, as its changes say."""

    _inherit = "itsm.work.plan"

    def _update_tasks(self):
        # found once, not for each task
        handovers = self.env["itsm.work.plan.handover"]._in_force_of(self)
        plan = self.with_context(itsm_handovers=tuple(handovers.ids))
        return super(ItsmWorkPlan, plan)._update_tasks()

    def _people_and_dates(self, line, start, end):
        vals = super()._people_and_dates(line, start, end)
        handovers = self.env["itsm.work.plan.handover"].browse(
            self.env.context.get("itsm_handovers", ())
        )
        mine = handovers.filtered(lambda h: line.key in h.line_ids.mapped("key"))
        if mine and start and end:
            users = line.user_id | line.helper_ids
            holders = mine._holders(users, start, end, self._today())
            vals["user_ids"] = [(6, 0, holders.ids)]
        return vals

    @api.model
    def _cron_hand_over(self):
        """Bring tasks in line with the handovers that begin, or have ended; daily."""
        today = fields.Date.context_today(self)
        # what has ended is handed back, also when the job did not run for days
        since = today - timedelta(days=_DAYS_BACK)
        handovers = self.env["itsm.work.plan.handover"].search(
            Domain("change_id.state", "=", "in_force")
            & (
                Domain("date_from", ">=", since) & Domain("date_from", "<=", today)
                | Domain("date_until", ">=", since) & Domain("date_until", "<=", today)
            )
        )
        plans = self.browse()
        for plan in handovers.change_id.new_plan_id:
            plans |= plan._get_versions().filtered(lambda p: p.state == "in_force")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(plans))
        for plan in plans:
            if plan.try_lock_for_update():
                guard.with_key(plan)._update_tasks()
            if not cron._commit_progress(1):
                break
