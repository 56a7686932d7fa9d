from odoo import fields, models


class ItsmSlaChoice(models.TransientModel):
    """Choose the standard SLA that a contract's next version starts from."""

    _name = "itsm.sla.choice"
    _description = "Choose a Standard SLA"
    _check_company_auto = True

    contract_id = fields.Many2one(
        comodel_name="itsm.contract", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="contract_id.company_id")
    sla_id = fields.Many2one(
        comodel_name="itsm.sla",
        string="Standard SLA",
        required=True,
        ondelete="cascade",
        domain="[('contract_id', '=', False), ('state', '=', 'in_force')]",
        check_company=True,
    )
    date_start = fields.Date(
        string="Start Date", help="Empty: the first day of the contract."
    )

    def action_copy(self):
        """Copy the SLA into the contract as a draft, and open it."""
        self.ensure_one()
        draft = self.sla_id._copy_to_contract(self.contract_id, self.date_start)
        return draft._get_records_action()
