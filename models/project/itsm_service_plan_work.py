from odoo import fields, models


class ItsmServicePlan(models.Model):
    """The work plan that breaks a service plan down (clause 1.1.13)."""

    _inherit = "itsm.service.plan"

    work_plan_ids = fields.One2many(
        comodel_name="itsm.work.plan",
        inverse_name="service_plan_id",
        string="Work Plans",
    )
    work_plan_count = fields.Integer(compute="_compute_work_plan_count")

    def _compute_work_plan_count(self):
        counts = {}
        plans = self.env["itsm.work.plan"]
        if plans.has_access("read"):
            groups = plans._read_group(
                [("service_plan_id", "in", self.ids)], ["service_plan_id"], ["__count"]
            )
            counts = dict(groups)
        for plan in self:
            plan.work_plan_count = counts.get(plan._origin, 0)

    def action_view_work_plans(self):
        """Open the work plan, or begin it."""
        self.ensure_one()
        return self.project_id.action_itsm_view_work_plan()
