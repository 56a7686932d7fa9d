from odoo import fields, models


class ProjectMilestone(models.Model):
    """A milestone that the initiation has planned, or a line of the work plan sets."""

    _inherit = "project.milestone"

    itsm_key = fields.Char(
        string="Planned Milestone",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The milestone of the initiation that this one was made for.",
    )
    itsm_plan_line_key = fields.Char(
        string="Key of the Work Plan Line", readonly=True, copy=False, index=True
    )
