from odoo import api, fields, models

from ..const import STANDARD_SLA


class ItsmSlaChoice(models.TransientModel):
    """Choose the SLA that a contract's next version, or a plan's draft, starts from."""

    _name = "itsm.sla.choice"
    _description = "Choose a Standard SLA"
    _check_company_auto = True

    contract_id = fields.Many2one(comodel_name="itsm.contract", ondelete="cascade")
    plan_id = fields.Many2one(
        comodel_name="itsm.presales.plan",
        string="Presales Plan",
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", compute="_compute_company_id"
    )
    sla_id = fields.Many2one(
        comodel_name="itsm.sla",
        string="Start from",
        required=True,
        ondelete="cascade",
        domain=f"['|', '&', '&', {', '.join(map(str, STANDARD_SLA))},"
        " ('state', '=', 'in_force'),"
        " '&', ('plan_id', '!=', False), ('plan_id', '=', plan_id)]",
        check_company=True,
        help="A standard SLA in force, or another draft of the plan.",
    )
    name = fields.Char(
        string="Name of the Draft", help="Empty: the name of the SLA it starts from."
    )
    date_start = fields.Date(
        string="Start Date", help="Empty: the first day of the contract."
    )

    _check_owner = models.Constraint(
        "CHECK (num_nonnulls(contract_id, plan_id) = 1)",
        "Choose the contract or the presales plan that gets the SLA.",
    )

    @api.depends("contract_id", "plan_id")
    def _compute_company_id(self):
        for choice in self:
            owner = choice.contract_id or choice.plan_id
            choice.company_id = owner.company_id

    def action_copy(self):
        """Copy the SLA into the contract or the plan as a draft, and open it."""
        self.ensure_one()
        if self.plan_id:
            values = {"name": self.name} if self.name else {}
            draft = self.sla_id._copy_to_plan(self.plan_id, **values)
            if not self.plan_id.sla_id:
                self.plan_id.sla_id = draft
        else:
            draft = self.sla_id._copy_to_contract(self.contract_id, self.date_start)
        return draft._get_records_action()
