from odoo import fields, models

from ..const import STATE_MEANINGS


class ItsmTicketImportLine(models.TransientModel):
    """One ticket of the file, as it would be imported."""

    _name = "itsm.ticket.import.line"
    _description = "Ticket History Import: Ticket"
    _order = "import_id, row"

    import_id = fields.Many2one(
        comodel_name="itsm.ticket.import", required=True, ondelete="cascade"
    )
    row = fields.Integer()
    ref = fields.Char(string="Reference")
    opened_at = fields.Char(help="In the contract's time zone.")
    ticket_type = fields.Char(string="Type")
    priority = fields.Char()
    category = fields.Char()
    title = fields.Char()
    meaning = fields.Selection(
        selection=STATE_MEANINGS + [("merged", "Merged")], string="State"
    )
    outcome = fields.Selection(
        selection=[
            ("new", "New"),
            ("outside", "New, outside the contract's dates"),
            ("unchanged", "Already there"),
            ("differing", "Already there, differs: left alone"),
        ]
    )
