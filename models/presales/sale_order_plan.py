from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import date_utils

ROLES = "itsm_service_delivery.group_user"


class SaleOrder(models.Model):
    """A quotation and the presales plan with its prices (clause 1.1.4)."""

    _inherit = "sale.order"

    itsm_date_start = fields.Date(
        string="Service Start",
        copy=False,
        help="Empty: the first day of the next month.",
    )
    itsm_date_end = fields.Date(
        string="Service End", copy=False, help="Empty: twelve months of service."
    )
    itsm_plan_ids = fields.One2many(
        comodel_name="itsm.presales.plan",
        inverse_name="sale_order_id",
        string="Presales Plans",
        groups=ROLES,
    )
    itsm_plan_count = fields.Integer(
        string="Presales Plan Count", compute="_compute_itsm_plan_count", groups=ROLES
    )

    _itsm_check_dates = models.Constraint(
        "CHECK (itsm_date_end >= itsm_date_start)",
        "The service ends before it starts: correct one of the dates.",
    )

    @api.depends("itsm_plan_ids")
    def _compute_itsm_plan_count(self):
        for order in self:
            order.itsm_plan_count = len(order.itsm_plan_ids)

    # === ACTION METHODS === #

    def action_itsm_create_plan(self):
        """Make the presales plan of a quotation, and open it.

        A quotation whose plan was not given up opens that one instead.
        """
        self._itsm_check_usable()
        # superuser: a quotation has one plan, even if a colleague keeps it
        plans = self.sudo().itsm_plan_ids.filtered(
            lambda plan: plan.state not in ("cancelled", "rejected", "superseded")
        )
        plan = plans[:1].sudo(False)
        if not plan:
            plan = self.env["itsm.presales.plan"].create(self._itsm_prepare_plan())
            if plan.sheet_id:
                plan.action_fill_from_sheet()
        return plan._get_records_action()

    def action_itsm_view_plans(self):
        self.ensure_one()
        return self.itsm_plan_ids._get_records_action(name=self.env._("Presales Plans"))

    # === BUSINESS METHODS === #

    def _itsm_get_period(self):
        """Return the first and the last day of service."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        start = self.itsm_date_start or date_utils.start_of(
            date_utils.add(today, months=1), "month"
        )
        end = self.itsm_date_end or date_utils.add(start, years=1) - timedelta(days=1)
        if end < start:
            raise UserError(
                self.env._(
                    "The service ends on %(end)s, before it starts on %(start)s: enter"
                    " both dates under Service Contract.",
                    start=start,
                    end=end,
                )
            )
        return start, end

    def _itsm_sold_lines(self):
        """Return the lines that sell something.

        :raise UserError: there is none
        """
        self.ensure_one()
        lines = self.order_line.filtered(
            lambda line: (
                not line.display_type
                and not line.is_downpayment
                and not (line._is_line_optional() and not line.product_uom_qty)
            )
        )
        if not lines:
            raise UserError(
                self.env._(
                    "%(order)s has no line to make a plan or contract of: add the"
                    " services that are sold.",
                    order=self.name,
                )
            )
        return lines

    def _itsm_prepare_line(self, line):
        """Return the values of the plan's or contract's line of an order line."""
        return {
            "sequence": line.sequence,
            "product_id": line.product_id.id,
            "sale_line_id": line.id,
            "name": line.name,
            "quantity": line.product_uom_qty,
            "price_unit": line.price_unit,
            "discount": line.discount,
            "tax_ids": [Command.set(line.tax_ids.ids)],
        }

    def _itsm_prepare_agreement(self):
        """Return what a plan and a contract take from the order alike.

        :rtype: dict
        """
        self.ensure_one()
        start, end = self._itsm_get_period()
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "user_id": self.user_id.id or self.env.uid,
            "sale_order_id": self.id,
            "date_start": start,
            "date_end": end,
            "line_ids": [
                Command.create(self._itsm_prepare_line(line))
                for line in self._itsm_sold_lines()
            ],
        }

    def _itsm_prepare_plan(self):
        """Return the values of the plan, with the confirmed sheet if there is one."""
        sheets = self.itsm_sheet_ids.filtered(
            lambda sheet: sheet.state in ("in_force", "used")
        )
        return {
            **self._itsm_prepare_agreement(),
            "name": self.env._(
                "%(customer)s: presales plan",
                customer=self.partner_id.commercial_partner_id.name,
            ),
            "sheet_id": sheets[:1].id,
        }
