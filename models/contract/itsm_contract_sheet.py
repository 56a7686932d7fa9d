from odoo import api, fields, models
from odoo.exceptions import UserError


class ItsmContract(models.Model):
    """The information sheets that a contract, and its changes, come from (1.1.1)."""

    _inherit = "itsm.contract"

    sheet_ids = fields.One2many(
        comodel_name="itsm.information.sheet",
        inverse_name="contract_id",
        string="Information Sheets of Changes",
    )
    sheet_count = fields.Integer(
        string="Information Sheet Count", compute="_compute_sheet_count"
    )

    @api.depends("sheet_ids", "plan_id.sheet_id")
    @api.depends_context("uid")
    def _compute_sheet_count(self):
        for contract in self:
            contract.sheet_count = len(contract._get_sheets())

    # === ACTION METHODS === #

    def action_collect_change(self):
        """Make the information sheet of a change of the contract, and open it.

        A change that is being collected is opened instead.
        """
        self.ensure_one()
        self.check_access("read")
        if self.state != "in_force":
            raise UserError(
                self.env._(
                    "%(contract)s is %(state)s: a change is collected of a contract in"
                    " force.",
                    contract=self.display_name,
                    state=self._get_state_label(),
                )
            )
        # superuser: one change at a time, whoever collects it
        sheets = self.sudo().sheet_ids.filtered(
            lambda sheet: sheet.state in ("draft", "in_review", "reviewed")
        )
        sheet = sheets[:1].sudo(False)
        if not sheet:
            sheet = self.env["itsm.information.sheet"].create(self._prepare_sheet())
        return sheet._get_records_action()

    def action_view_sheets(self):
        """Open the information sheets behind the contract."""
        self.ensure_one()
        return self._get_sheets()._get_records_action(
            name=self.env._("Information Sheets")
        )

    def action_view_trace(self):
        """Open the trace matrix of the contract: what holds, and how it is kept."""
        self.ensure_one()
        # superuser: who reads the contract reads what it promises
        sla = self.sudo().sla_id
        sheets = self._get_sheets().filtered(
            lambda sheet: sheet.state in ("in_force", "used")
        )
        return self.env["itsm.requirement.matrix"]._open(
            self.display_name,
            [(sheet.requirement_ids, self, sla) for sheet in sheets],
        )

    # === BUSINESS METHODS === #

    def _get_sheets(self):
        """Return the information sheets behind the contract, which the user may read.

        :rtype: itsm.information.sheet
        """
        self.ensure_one()
        # superuser to get there by the plan; what is found is filtered by his rights
        sheets = self.sudo().plan_id.sheet_id | self.sudo().sheet_ids
        return sheets.sudo(self.env.su)._filtered_access("read")

    def _prepare_sheet(self):
        """Return the values of the information sheet of a change.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "name": self.env._("Change of %s", self.name),
            "origin": "change",
            "contract_id": self.id,
            "partner_id": self.partner_id.commercial_partner_id.id,
            "company_id": self.company_id.id,
            "user_id": self.user_id.id,
        }
