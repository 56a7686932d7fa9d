from odoo import fields, models


class ItsmTicketImportState(models.TransientModel):
    """What a state of the file means; starts from the shared meanings."""

    _name = "itsm.ticket.import.state"
    _description = "Ticket History Import: State"
    _inherit = ["itsm.history.state.line.mixin"]
    _order = "import_id, id"

    import_id = fields.Many2one(
        comodel_name="itsm.ticket.import", required=True, ondelete="cascade"
    )
