from odoo import fields, models


class ItsmContractClauseChoice(models.TransientModel):
    """Choose the set of clauses that a contract starts from."""

    _name = "itsm.contract.clause.choice"
    _description = "Insert Clauses"
    _check_company_auto = True

    contract_id = fields.Many2one(
        comodel_name="itsm.contract", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="contract_id.company_id")
    template_id = fields.Many2one(
        comodel_name="itsm.contract.clause.template",
        string="Set of Clauses",
        required=True,
        ondelete="cascade",
        check_company=True,
    )

    def action_insert(self):
        """Add the clauses of the set to the contract."""
        self.ensure_one()
        self.contract_id.check_access("write")
        self.contract_id._insert_clauses(self.template_id)
        return {"type": "ir.actions.act_window_close"}
