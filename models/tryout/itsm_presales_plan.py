from odoo import api, fields, models
from odoo.fields import Command

from .itsm_sla_tryout import MAX_CANDIDATES


class ItsmPresalesPlan(models.Model):
    """The try-outs of a plan: what its SLA drafts would have meant."""

    _inherit = "itsm.presales.plan"

    tryout_ids = fields.One2many(
        comodel_name="itsm.sla.tryout",
        inverse_name="plan_id",
        string="SLA Try-outs",
        copy=False,
    )
    tryout_count = fields.Integer(compute="_compute_tryout_count")
    tryout_line = fields.Char(
        string="Resolution in the Last Try-out",
        compute="_compute_tryout_line",
        help="Overall attainment of each candidate that was tried last, by its letter.",
    )

    # === COMPUTE METHODS === #

    @api.depends("tryout_ids")
    def _compute_tryout_count(self):
        for plan in self:
            plan.tryout_count = len(plan.tryout_ids)

    @api.depends("tryout_ids.computed_at", "tryout_ids.state")
    @api.depends_context("lang")
    def _compute_tryout_line(self):
        for plan in self:
            computed = plan.tryout_ids.filtered("computed_at")
            plan.tryout_line = computed.sorted("computed_at")[-1:].last_line

    # === ACTION METHODS === #

    def action_view_tryouts(self):
        """List the plan's try-outs; without any, start one with its SLA drafts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "itsm_service_delivery.itsm_sla_tryout_action"
        )
        action.update(
            domain=[("plan_id", "=", self.id)],
            context={
                "default_plan_id": self.id,
                "default_company_id": self.company_id.id,
                "default_name": self.env._("SLA try-out for %s", self.name),
                "default_candidate_ids": [
                    Command.create({"sla_id": sla.id})
                    for sla in self.sla_ids[:MAX_CANDIDATES]
                ],
            },
        )
        if not self.tryout_ids:
            action.update(view_mode="form", views=[(False, "form")])
        return action

    # === BUSINESS METHODS === #

    def _get_monthly_price(self):
        """Return the price, taxes included, by the month of the plan's period.

        :return: 0 without dates
        """
        dates = {"date_start": self.date_start, "date_end": self.date_end}
        months = self.env["itsm.contract"].new(dates)._count_months()
        price = self.amount_total / months if months else 0.0
        return self.currency_id.round(price) if price else 0.0
