from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..approval import guard


class ItsmPresalesPlan(models.Model):
    """From an approved plan to the draft of its contract (clause 1.1.5)."""

    _inherit = "itsm.presales.plan"

    contract_ids = fields.One2many(
        comodel_name="itsm.contract",
        inverse_name="plan_id",
        string="Service Contracts",
        readonly=True,
    )
    contract_count = fields.Integer(compute="_compute_contract_count")
    can_create_contract = fields.Boolean(compute="_compute_can_create_contract")

    # === COMPUTE METHODS === #

    @api.depends("contract_ids")
    def _compute_contract_count(self):
        for plan in self:
            plan.contract_count = len(plan.contract_ids)

    @api.depends("is_valid")
    @api.depends_context("uid")
    def _compute_can_create_contract(self):
        allowed = self.env["itsm.contract"].has_access("create")
        for plan in self:
            plan.can_create_contract = allowed and plan.is_valid

    # === ACTION METHODS === #

    def action_create_contract(self):
        """Make the draft of the contract, with the plan's services, SLA and period.

        :raise UserError: the plan is not approved, not valid any more, or has its
            contract already
        """
        self.ensure_one()
        self.check_access("read")
        self._lock()
        self._check_convertible()
        contract = (
            guard.with_key(self.env["itsm.contract"])
            .create(self._prepare_contract())
            .with_env(self.env)
        )
        contract._fill_terms()
        # superuser: the SLA draft is read as part of the plan
        draft = self.sudo().sla_id
        draft.sudo(self.env.su)._copy_to_contract(contract)
        self._leave("converted", contract=contract.number)
        return contract._get_records_action()

    def action_view_contracts(self):
        self.ensure_one()
        return self.contract_ids._get_records_action(name=self.env._("Contracts"))

    # === BUSINESS METHODS === #

    def _get_live_contracts(self):
        """Return the contracts of all versions of these plans that are not over."""
        # superuser: there is one contract, even if a colleague keeps it
        versions = self.sudo().browse().union(*(p._get_versions() for p in self.sudo()))
        return versions.contract_ids.filtered(lambda contract: not contract._is_over())

    def _check_convertible(self):
        """Refuse to make a contract of what is not approved and valid.

        :raise UserError: says what to do instead
        """
        if contracts := self._get_live_contracts():
            raise UserError(
                self.env._(
                    "%(plan)s has its contract already: %(contract)s.",
                    plan=self.display_name,
                    contract=", ".join(contracts.mapped("display_name")),
                )
            )
        if self.state != "in_force":
            raise UserError(
                self.env._(
                    "%(plan)s is %(state)s: a contract is made of an approved plan"
                    " only. Have it approved first; revise one that was lost or has"
                    " expired.",
                    plan=self.display_name,
                    state=self._get_state_label(),
                )
            )
        if not self.is_valid:
            raise UserError(
                self.env._(
                    "%(plan)s was valid until %(day)s: revise it with another date.",
                    plan=self.display_name,
                    day=self.validity_date,
                )
            )

    def _prepare_contract(self):
        """Return the values of the contract."""
        return {
            "name": self.name,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "user_id": self.user_id.id or self.env.uid,
            "service_manager_id": self.service_manager_id.id,
            "plan_id": self.id,
            "sale_order_id": self.sale_order_id.id,
            "date_start": self.date_start,
            "date_end": self.date_end,
            "scope_in": self.scope_in,
            "scope_out": self.scope_out,
            "line_ids": [Command.create(line._copy_values()) for line in self.line_ids],
        }
