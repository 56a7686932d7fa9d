from odoo import fields, models


class ItsmContractLine(models.Model):
    """A service that a contract sells."""

    _name = "itsm.contract.line"
    _description = "Service Contract Line"
    _inherit = ["itsm.priced.line.mixin"]
    _order = "contract_id, sequence, id"
    _rec_name = "name"
    _agreement_path = "contract_id"
    _check_company_auto = True

    contract_id = fields.Many2one(
        comodel_name="itsm.contract", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="contract_id.company_id")
    currency_id = fields.Many2one(related="contract_id.currency_id")

    def _get_former_agreements(self):
        former = super()._get_former_agreements()
        # an amendment keeps what its contract has
        return former | self.sudo().contract_id.base_id
