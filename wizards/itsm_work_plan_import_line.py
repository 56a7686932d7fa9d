from odoo import fields, models


class ItsmWorkPlanImportLine(models.TransientModel):
    """A line of the workbook, as it would be imported."""

    _name = "itsm.work.plan.import.line"
    _description = "Line of a Work Plan Import"
    _order = "id"

    import_id = fields.Many2one(
        comodel_name="itsm.work.plan.import", required=True, ondelete="cascade"
    )
    wbs = fields.Char(string="WBS")
    name = fields.Char(string="Task")
    user_id = fields.Many2one(comodel_name="res.users", string="Responsible")
    date_start = fields.Date(string="Planned Start")
    date_end = fields.Date(string="Planned End")
    planned_hours = fields.Float(digits=(16, 2))
