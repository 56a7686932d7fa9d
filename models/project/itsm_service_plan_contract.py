from odoo import fields, models


class ItsmContract(models.Model):
    """A change of contract or SLA asks for a revision of the service plan."""

    _inherit = "itsm.contract"

    service_plan_ids = fields.One2many(
        comodel_name="itsm.service.plan",
        inverse_name="contract_id",
        string="Service Plans",
        readonly=True,
    )

    def _amend(self, amendment):
        result = super()._amend(amendment)
        self._ask_for_plan_revision()
        return result

    def _sla_versions_changed(self):
        result = super()._sla_versions_changed()
        self._ask_for_plan_revision()
        return result

    def _ask_for_plan_revision(self):
        # superuser: whoever signs need not see the plan
        contracts = self.sudo()
        contracts.invalidate_recordset(["sla_id"], flush=False)
        plans = contracts.service_plan_ids
        plans.filtered(lambda plan: plan.state == "in_force")._ask_for_revision()
