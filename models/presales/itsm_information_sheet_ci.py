from odoo import api, fields, models

from ...const import LEVELS


class ItsmInformationSheetCi(models.Model):
    """A configuration item that the customer has today (配置现状, clause 1.1.2)."""

    _name = "itsm.information.sheet.ci"
    _description = "Current Configuration Item"
    _inherit = ["itsm.document.part.mixin"]
    _order = "sheet_id, sequence, id"
    _agreement_path = "sheet_id"

    sheet_id = fields.Many2one(
        comodel_name="itsm.information.sheet",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="sheet_id.company_id")
    sequence = fields.Integer(default=10)
    type = fields.Selection(
        selection=[
            ("server", "Server"),
            ("storage", "Storage"),
            ("network", "Network"),
            ("security", "Security"),
            ("system", "Operating system"),
            ("database", "Database"),
            ("application", "Application"),
            ("desktop", "Desktop"),
            ("printer", "Printer"),
            ("facility", "Facility"),
            ("other", "Other"),
        ],
        required=True,
        default="server",
    )
    name = fields.Char(required=True)
    model = fields.Char(string="Make and Model", help="Or the version.")
    quantity = fields.Integer(required=True, default=1)
    location = fields.Char()
    criticality = fields.Selection(selection=LEVELS)
    owner = fields.Char(help="Who answers for it at the customer's.")
    maintenance = fields.Selection(
        selection=[
            ("warranty", "Under warranty"),
            ("maintained", "Under maintenance"),
            ("none", "Not maintained"),
            ("end_of_life", "End of life"),
            ("unknown", "Unknown"),
        ],
        string="Maintenance Status",
    )

    _check_quantity = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a configuration item is 1 or more."
    )

    # === COMPUTE METHODS === #

    @api.depends("type", "name", "model", "quantity", "location")
    @api.depends_context("lang")
    def _compute_display_name(self):
        types = dict(self._fields["type"]._description_selection(self.env))
        for line in self:
            what = ", ".join(filter(None, [line.name, line.model, line.location]))
            line.display_name = f"{types.get(line.type, '')}: {line.quantity} × {what}"
