from odoo import fields, models


class ItsmTicketImportProblem(models.TransientModel):
    """One thing that is wrong with the file, with its place."""

    _name = "itsm.ticket.import.problem"
    _description = "Ticket History Import: Problem"
    _inherit = ["itsm.history.problem.mixin"]
    _order = "import_id, id"

    import_id = fields.Many2one(
        comodel_name="itsm.ticket.import", required=True, ondelete="cascade"
    )
