from odoo import fields, models


class ItsmWorkPlanImportProblem(models.TransientModel):
    """What is wrong with a row of the workbook."""

    _name = "itsm.work.plan.import.problem"
    _description = "Problem of a Work Plan Import"
    _order = "row, id"

    import_id = fields.Many2one(
        comodel_name="itsm.work.plan.import", required=True, ondelete="cascade"
    )
    row = fields.Integer(help="As the workbook numbers it; 0: the file as a whole.")
    column = fields.Char()
    name = fields.Char(string="Problem", required=True)
