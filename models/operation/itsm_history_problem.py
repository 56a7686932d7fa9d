from odoo import fields, models


class ItsmHistoryProblemMixin(models.AbstractModel):
    """One thing that is wrong with a history file, with its place."""

    _name = "itsm.history.problem.mixin"
    _description = "Problem of a History File"

    row = fields.Integer(help="As a spreadsheet counts: the header is row 1.")
    column = fields.Char()
    message = fields.Char(string="What is Wrong")
