from odoo import api, fields, models


class ProjectProject(models.Model):
    """A service project: the project of a service contract."""

    _inherit = "project.project"

    itsm_contract_ids = fields.One2many(
        comodel_name="itsm.contract",
        inverse_name="project_id",
        string="Service Contracts",
        groups="itsm_service_delivery.group_user",
    )
    itsm_contract_id = fields.Many2one(
        comodel_name="itsm.contract",
        string="Service Contract",
        compute="_compute_itsm_contract_id",
        store=True,
        index="btree_not_null",
        compute_sudo=True,
        help="The contract in force, else the one that is signed; of several, the one"
        " that starts last.",
    )
    itsm_sla_id = fields.Many2one(
        comodel_name="itsm.sla",
        string="SLA",
        related="itsm_contract_id.sla_id",
        related_sudo=False,
        groups="itsm_service_delivery.group_user",
    )

    @api.depends("itsm_contract_ids.kind",
        "itsm_contract_ids.state",
        "itsm_contract_ids.date_start",
    )
    def _compute_itsm_contract_id(self):
        for project in self:
            contracts = project.itsm_contract_ids.filtered(
                lambda c: c.kind != "amendment"
            ).sorted("date_start", reverse=True)
            in_force = contracts.filtered(lambda c: c.state == "in_force")
            signed = contracts.filtered(lambda c: c.state == "signed")
            project.itsm_contract_id = (in_force or signed or contracts)[:1]

    def action_itsm_view_contract(self):
        self.ensure_one()
        return self.itsm_contract_ids._get_records_action(
            name=self.env._("Service Contract")
        )

    def action_itsm_view_sla(self):
        self.ensure_one()
        return self.itsm_contract_id.action_view_slas()

    def _get_stat_buttons(self):
        buttons = super()._get_stat_buttons()
        contract = self.itsm_contract_id
        if not (contract and contract.has_access("read")):
            return buttons
        buttons.append(
            {
                "icon": "file-text-o",
                "text": self.env._("Service Contract"),
                "number": contract.number,
                "action_type": "object",
                "action": "action_itsm_view_contract",
                "show": True,
                "sequence": 5,
            }
        )
        if contract.sla_id:
            buttons.append(
                {
                    "icon": "tachometer",
                    "text": self.env._("SLA"),
                    "number": f"v{contract.sla_id.version}",
                    "action_type": "object",
                    "action": "action_itsm_view_sla",
                    "show": True,
                    "sequence": 6,
                }
            )
        return buttons
