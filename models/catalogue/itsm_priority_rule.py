from odoo import fields, models

from ...const import LEVELS


class ItsmPriorityRule(models.Model):
    """One cell of the matrix: impact × urgency gives a priority."""

    _name = "itsm.priority.rule"
    _description = "Priority Matrix Cell"
    _order = "impact, urgency"

    impact = fields.Selection(selection=LEVELS, required=True)
    urgency = fields.Selection(selection=LEVELS, required=True)
    priority_id = fields.Many2one(comodel_name="itsm.priority", required=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        help="Empty: the cell holds for every company that has no cell of its own.",
    )
