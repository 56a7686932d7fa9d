from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from ...const import STANDARD_SLA

ROLES = "itsm_service_delivery.group_user"
# A contract in one of these states gives way to another one of its order.
GIVEN_UP = ("cancelled", "rejected", "closed")
# A plan that is being drawn up.
OPEN_STATES = ("draft", "in_review", "reviewed")


class SaleOrder(models.Model):
    """From a quotation, by its presales plan, to the service contract (clause 1.1.5).

    A small order becomes a contract without a plan. Invoicing stays the order's own.
    """

    _inherit = "sale.order"

    itsm_sla_id = fields.Many2one(
        comodel_name="itsm.sla",
        string="Standard SLA",
        domain=f"{[*STANDARD_SLA, ('state', '=', 'in_force')]}",
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

    @api.depends("itsm_contract_ids")
    def _compute_itsm_contract_count(self):
        for order in self:
            order.itsm_contract_count = len(order.itsm_contract_ids)

    # === ACTION METHODS === #

    def action_itsm_create_contract(self):
        """Make the draft of a service contract from an order, and open it.

        It is made from the approved plan of the order; without one, from the order
        itself if it is confirmed and small. An order whose contract is not over opens
        that one instead.

        :raise RedirectWarning: it needs a presales plan; its button begins with it
        """
        self._itsm_check_usable()
        # Superuser: an order has one contract, even if a colleague keeps it.
        contracts = self.sudo().itsm_contract_ids
        contract = contracts.filtered(lambda c: c.state not in GIVEN_UP)[:1]
        if contract:
            return contract.sudo(False)._get_records_action()
        # superuser: it has one plan, too
        plans = self.sudo().itsm_plan_ids.filtered(lambda p: p.state == "in_force")
        if plans:
            return plans[:1].sudo(False).action_create_contract()
        self._itsm_check_small()
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

    def _itsm_check_small(self):
        """Refuse an order that needs a presales plan before its contract.

        :raise UserError: it is small enough, but not confirmed
        :raise RedirectWarning: what to do, with the button to begin
        """
        limit = self.company_id.itsm_small_contract_limit
        currency = self.company_id.currency_id
        amount = self.currency_id._convert(
            self.amount_total,
            currency,
            self.company_id,
            fields.Date.context_today(self),
        )
        if limit and currency.compare_amounts(amount, limit) <= 0:
            if self.state != "sale":
                raise UserError(
                    self.env._(
                        "%s is a quotation: confirm it, then make its contract.",
                        self.name,
                    )
                )
            return
        raise self._itsm_ask_for_plan(limit and currency.format(limit))

    def _itsm_ask_for_plan(self, limit):
        """Return the message that an order needs a plan, with the button to begin it.

        :param str limit: up to which orders need none; empty: all do
        :rtype: RedirectWarning
        """
        message = self.env._(
            "The contract of %s is made from an approved presales plan: collect the"
            " customer's needs in an information sheet, have it confirmed, and draw up"
            " the plan from it.",
            self.name,
        )
        if limit:
            message += " " + self.env._(
                "Without a plan only confirmed orders up to %s become contracts.", limit
            )
        # superuser: whether there is one, even if a colleague keeps it
        order = self.sudo()
        if order.itsm_plan_ids.filtered(lambda p: p.state in OPEN_STATES):
            action, button = "create_plan", self.env._("Open the Plan")
        elif order.itsm_sheet_ids.filtered(lambda s: s.state in ("in_force", "used")):
            action, button = "create_plan", self.env._("Start the Plan")
        else:
            action = "collect_information"
            button = self.env._("Start the Information Sheet")
        return RedirectWarning(
            message,
            self.env.ref(f"itsm_service_delivery.sale_order_action_{action}").id,
            button,
            {
                "active_model": self._name,
                "active_id": self.id,
                "active_ids": self.ids,
            },
        )

    def _itsm_prepare_contract(self):
        """Return the values of the contract."""
        return {
            **self._itsm_prepare_agreement(),
            "name": self.env._(
                "%(customer)s: service contract",
                customer=self.partner_id.commercial_partner_id.name,
            ),
        }
