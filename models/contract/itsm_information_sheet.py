from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ItsmInformationSheet(models.Model):
    """A sheet that is collected for the change of a contract (clause 1.1.1)."""

    _inherit = "itsm.information.sheet"

    contract_id = fields.Many2one(
        comodel_name="itsm.contract",
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
        check_company=True,
        domain="[('partner_id', 'child_of', partner_id), ('state', '=', 'in_force')]",
        help="The contract that is to change.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("contract_id", "origin", "partner_id")
    def _check_contract(self):
        for sheet in self:
            # superuser: the customer of a contract that the writer may not open
            contract = sheet.contract_id.sudo()
            if contract and sheet.origin != "change":
                raise ValidationError(
                    self.env._(
                        "%s is collected for a new contract: take the contract away, or"
                        " collect it for a change.",
                        sheet.display_name,
                    )
                )
            customer = sheet.partner_id.commercial_partner_id
            if contract and contract.partner_id.commercial_partner_id != customer:
                raise ValidationError(
                    self.env._(
                        "%(contract)s is a contract with %(customer)s: choose a"
                        " contract of the customer of this sheet.",
                        contract=contract.display_name,
                        customer=contract.partner_id.display_name,
                    )
                )

    @api.onchange("origin", "partner_id")
    def _onchange_origin(self):
        customer = self.contract_id.partner_id.commercial_partner_id
        if self.origin == "new" or customer != self.partner_id.commercial_partner_id:
            self.contract_id = False

    # === ACTION METHODS === #

    def action_view_contract(self):
        self.ensure_one()
        return self.contract_id._get_records_action(name=self.env._("Service Contract"))

    def action_view_trace(self):
        """Open the trace matrix of the sheets' requirements."""
        return self.env["itsm.requirement.matrix"]._open(
            self._get_trace_title(), [sheet._get_trace_case() for sheet in self]
        )

    def _get_trace_title(self):
        return self.display_name if len(self) == 1 else self.env._("All requirements")

    # === BUSINESS METHODS === #

    def _get_checked_fields(self):
        return [*super()._get_checked_fields(), "origin", "contract_id"]

    def _check_collecting(self):
        checks = super()._check_collecting()
        if self.origin == "change":
            sentence = self.env._("Choose the contract that is to change.")
            checks.append((self.contract_id, sentence, ""))
        return checks

    def _get_trace_case(self):
        """Return what the requirements of a sheet are held against.

        The contract that came of it and its SLA; before that, the SLA draft of its
        plan, or what the contract that is to change has agreed.

        :return: ``(requirements, contract, SLA)``; contract and SLA may be empty
        """
        self.ensure_one()
        given_up = ("rejected", "cancelled")
        # superuser: who reads a requirement reads what answers it
        plans = self.sudo().plan_ids.filtered(lambda plan: plan.state not in given_up)
        plan = plans.sorted("id")[-1:]
        contracts = plan.contract_ids.filtered(lambda c: c.state not in given_up)
        contract = contracts.sorted("id")[-1:]
        sla = contract.sla_id or plan.sla_id
        contract = contract or self.sudo().contract_id
        return self.requirement_ids, contract, sla or contract.sla_id
