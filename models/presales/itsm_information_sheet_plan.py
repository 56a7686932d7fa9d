from odoo import api, fields, models
from odoo.exceptions import UserError

_OPEN = ("draft", "in_review", "reviewed", "approved", "in_force", "converted")


class ItsmInformationSheet(models.Model):
    """The presales plans that are made from a sheet (clause 1.1.4)."""

    _inherit = "itsm.information.sheet"

    plan_ids = fields.One2many(
        comodel_name="itsm.presales.plan",
        inverse_name="sheet_id",
        string="Presales Plans",
        readonly=True,
    )
    plan_count = fields.Integer(
        string="Presales Plan Count", compute="_compute_plan_count"
    )

    @api.depends("plan_ids")
    @api.depends_context("uid")
    def _compute_plan_count(self):
        for sheet in self:
            sheet.plan_count = len(sheet.plan_ids)

    # === ACTION METHODS === #

    def action_create_plan(self):
        """Make the presales plan of a confirmed sheet, and open it.

        A plan that was not given up is opened instead.
        """
        self.ensure_one()
        self.check_access("read")
        if self.state not in ("in_force", "used"):
            raise UserError(
                self.env._(
                    "%(sheet)s is %(state)s: a plan is made from a confirmed"
                    " information sheet.",
                    sheet=self.display_name,
                    state=self._get_state_label(),
                )
            )
        # superuser: a sheet has one plan at a time, even if a colleague keeps it
        plan = self.sudo().plan_ids.filtered(lambda plan: plan.state in _OPEN)[:1]
        plan = plan.sudo(False)
        if not plan:
            plan = self.env["itsm.presales.plan"].create(self._prepare_plan())
            plan.action_fill_from_sheet()
        return plan._get_records_action()

    def action_view_plans(self):
        """Open the plans that are made from a sheet."""
        self.ensure_one()
        return self.plan_ids._get_records_action(name=self.env._("Presales Plans"))

    def action_cancel(self):
        """Refuse to give up what a plan is being made from.

        :raise UserError: names the plan
        """
        for sheet in self:
            # superuser: a plan counts, whoever may read it
            plans = sheet.sudo().plan_ids.filtered(lambda plan: plan.state in _OPEN)
            if plans:
                raise UserError(
                    self.env._(
                        "%(plan)s is made from %(sheet)s: cancel the plan first, or"
                        " choose another sheet there.",
                        plan=plans[0].display_name,
                        sheet=sheet.display_name,
                    )
                )
        return super().action_cancel()

    # === BUSINESS METHODS === #

    def _prepare_plan(self):
        """Return the values of the plan, with the prices of the quotation.

        :rtype: dict
        """
        self.ensure_one()
        # superuser: whoever draws up the plan need not open the quotation
        order = self.sudo().sale_order_id
        values = {
            "name": self.name,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "user_id": self.user_id.id,
        }
        if order.order_line:
            values = {**order._itsm_prepare_plan(), **values}
        return {**values, "sheet_id": self.id}
