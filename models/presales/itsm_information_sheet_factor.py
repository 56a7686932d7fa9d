from odoo import api, fields, models


class ItsmInformationSheetFactor(models.Model):
    """What will influence the service (影响因素, clause 1.1.2)."""

    _name = "itsm.information.sheet.factor"
    _description = "Influence Factor"
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
    kind = fields.Selection(
        selection=[
            ("technology", "Technology"),
            ("law", "Law or standard"),
            ("environment", "User environment"),
            ("other", "Other"),
        ],
        required=True,
        default="technology",
    )
    name = fields.Char(string="Description", required=True)
    impact = fields.Char(string="Effect", help="What it changes for the service.")
    response = fields.Char(
        string="Our Response",
        help="What we do about it. Internal: not in the customer's edition.",
    )

    # === COMPUTE METHODS === #

    @api.depends("kind", "name", "impact")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            what = " – ".join(filter(None, [line.name, line.impact]))
            line.display_name = f"{kinds.get(line.kind, '')}: {what}"
