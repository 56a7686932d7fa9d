from odoo import api, fields, models


class ItsmContract(models.Model):
    """The contract with its acceptances."""

    _inherit = "itsm.contract"

    acceptance_ids = fields.One2many(
        comodel_name="itsm.acceptance", inverse_name="contract_id", string="Acceptances"
    )
    acceptance_count = fields.Integer(compute="_compute_acceptance_count")

    @api.depends("acceptance_ids")
    def _compute_acceptance_count(self):
        counts = dict(
            self.env["itsm.acceptance"]._read_group(
                [("contract_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["contract_id"],
                ["__count"],
            )
        )
        for contract in self:
            contract.acceptance_count = counts.get(contract._origin, 0)

    def action_view_acceptances(self):
        """Open the acceptances of the contract's project."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "itsm_service_delivery.itsm_acceptance_action"
        )
        return {
            **action,
            "domain": [("contract_id", "=", self.id)],
            "context": {"default_project_id": self.project_id.id},
        }
