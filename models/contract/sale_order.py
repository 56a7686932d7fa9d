from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import date_utils

ROLES = "itsm_service_delivery.group_user"
# A contract in one of these states gives way to another one of its order.
GIVEN_UP = ("cancelled", "rejected", "closed")


class SaleOrder(models.Model):
    """A quotation or order becomes a service contract by one button (clause 1.1.5)."""

    _inherit = "sale.order"

    itsm_date_start = fields.Date(
        string="Service Start",
        copy=False,
        help="Empty: the first day of the next month.",
    )
    itsm_date_end = fields.Date(
        string="Service End", copy=False, help="Empty: twelve months of service."
    )
    itsm_sla_id = fields.Many2one(
        comodel_name="itsm.sla",
        string="Standard SLA",
        domain="[('contract_id', '=', False), ('state', '=', 'in_force')]",
        groups=ROLES,
        check_company=True,
        help="The contract starts from a copy of this SLA.",
    )
    itsm_contract_ids = fields.One2many(
        comodel_name="itsm.contract",
        inverse_name="sale_order_id",
        string="Service Contracts",
        groups=ROLES,
    )
    itsm_contract_count = fields.Integer(
        compute="_compute_itsm_contract_count", groups=ROLES
    )

    _itsm_check_dates = models.Constraint(
        "CHECK (itsm_date_end >= itsm_date_start)",
        "The service ends before it starts: correct one of the dates.",
    )

    @api.depends("itsm_contract_ids")
    def _compute_itsm_contract_count(self):
        for order in self:
            order.itsm_contract_count = len(order.itsm_contract_ids)

    # === ACTION METHODS === #

    def action_itsm_create_contract(self):
        """Make the draft of a service contract from an order, and open it.

        An order whose contract is not closed opens that one instead.
        """
        self.ensure_one()
        self.check_access("read")
        if self.state == "cancel":
            raise UserError(
                self.env._(
                    "%(order)s is cancelled: set it to quotation first.",
                    order=self.name,
                )
            )
        # Superuser: an order has one contract, even if a colleague keeps it.
        contracts = self.sudo().itsm_contract_ids
        contracts = contracts.filtered(lambda contract: contract.state not in GIVEN_UP)
        contract = contracts[:1].sudo(False)
        if not contract:
            contract = self.env["itsm.contract"].create(self._itsm_prepare_contract())
            contract._fill_terms()
            if self.itsm_sla_id:
                self.itsm_sla_id._copy_to_contract(contract)
        return contract._get_records_action()

    def action_itsm_view_contracts(self):
        self.ensure_one()
        return self.itsm_contract_ids._get_records_action(
            name=self.env._("Service Contracts")
        )

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

    def _itsm_prepare_contract(self):
        """Return the values of the contract."""
        self.ensure_one()
        start, end = self._itsm_get_period()
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
                    "%(order)s has no line to make a contract of: add the services that"
                    " are sold.",
                    order=self.name,
                )
            )
        return {
            "name": self.env._(
                "%(customer)s: service contract",
                customer=self.partner_id.commercial_partner_id.name,
            ),
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "user_id": self.user_id.id or self.env.uid,
            "sale_order_id": self.id,
            "date_start": start,
            "date_end": end,
            "line_ids": [
                Command.create(self._itsm_prepare_contract_line(line)) for line in lines
            ],
        }

    def _itsm_prepare_contract_line(self, line):
        """Return the values of the contract line of an order line."""
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
