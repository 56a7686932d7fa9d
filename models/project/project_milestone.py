from odoo import fields, models


class ProjectMilestone(models.Model):
    """A milestone that a line of the work plan sets."""

    _inherit = "project.milestone"

    itsm_plan_line_key = fields.Char(
        string="Key of the Work Plan Line", readonly=True, copy=False, index=True
    )
