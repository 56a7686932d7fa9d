from odoo import api, fields, models


class ItsmSlaTryoutCandidate(models.Model):
    """A candidate as the SLA draft of the try-out's presales plan."""

    _inherit = "itsm.sla.tryout.candidate"

    is_used = fields.Boolean(string="Used", compute="_compute_is_used")

    # === COMPUTE METHODS === #

    @api.depends("tryout_id.used_candidate_id", "tryout_id.plan_id.sla_id")
    def _compute_is_used(self):
        for candidate in self:
            tryout = candidate.tryout_id
            candidate.is_used = (
                tryout.used_candidate_id == candidate
                and bool(tryout.used_sla_id)
                and tryout.plan_id.sla_id == tryout.used_sla_id
            )

    @api.depends("tryout_id.plan_id")
    def _compute_monthly_fee(self):
        """Take the plan's price by the month, where the SLA has no contract's fee."""
        result = super()._compute_monthly_fee()
        for candidate in self.filtered(lambda candidate: not candidate.monthly_fee):
            candidate.monthly_fee = candidate.tryout_id.plan_id._get_monthly_price()
        return result

    # === ACTION METHODS === #

    def action_use(self):
        """Make this candidate the SLA draft of the plan.

        What is no draft of the plan is copied into it.
        """
        self.ensure_one()
        tryout = self.tryout_id
        tryout._check_usable()
        plan, sla = tryout.plan_id, self.sla_id
        if sla.plan_id != plan:
            sla = sla._copy_to_plan(plan, name=self.display_name)
        plan.sla_id = sla
        tryout._note_used(self, sla)
        return True

    # === BUSINESS METHODS === #

    def _copy_sla(self):
        """A plan's copy is one of its drafts."""
        plan = self.tryout_id.plan_id
        if not plan:
            return super()._copy_sla()
        name = self.env._("%s, changed", self.sla_id.name)
        return self.sla_id._copy_to_plan(plan, name=name)
