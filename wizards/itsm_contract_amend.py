from odoo import api, fields, models


class ItsmContractAmend(models.TransientModel):
    """Ask what an amendment changes, and from when on."""

    _name = "itsm.contract.amend"
    _description = "Amend a Contract"

    contract_id = fields.Many2one(
        comodel_name="itsm.contract", required=True, readonly=True, ondelete="cascade"
    )
    number = fields.Char(string="Amendment", compute="_compute_number")
    date_effective = fields.Date(
        string="Effective Date",
        required=True,
        help="The first day on which the amendment holds.",
    )
    change_scope = fields.Boolean(string="Scope: Services, Quantities, Workload")
    change_price = fields.Boolean(string="Price and Payments")
    change_period = fields.Boolean(string="End Date")
    change_sla = fields.Boolean(
        string="Service Levels", help="Drafts the next version of the SLA along."
    )
    change_summary = fields.Text(
        string="What Changes",
        required=True,
        help="It stands in the record of the amendment; whoever approves reads it.",
    )

    @api.depends("contract_id")
    def _compute_number(self):
        for wizard in self:
            contract = wizard.contract_id
            wizard.number = contract and contract._next_amendment_number()

    def action_amend(self):
        """Make the draft of the amendment, and open it."""
        self.ensure_one()
        draft = self.contract_id.amend(
            self._get_summary(), self.date_effective, self.change_sla
        )
        # without the dialog's defaults
        return draft._get_records_action(context={})

    def _get_summary(self):
        """Return the summary, headed by what kinds of change it names."""
        names = ["change_scope", "change_price", "change_period", "change_sla"]
        labels = self.fields_get(names, ["string"])
        kinds = [labels[name]["string"] for name in names if self[name]]
        return "\n".join(filter(None, ["; ".join(kinds), self.change_summary]))
