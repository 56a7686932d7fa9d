from odoo import fields, models


class ItsmSummaryLesson(models.Model):
    """A lesson learned in a project (经验教训, domain 2.8, 13)."""

    _name = "itsm.summary.lesson"
    _description = "Lesson Learned"
    _inherit = ["itsm.document.part.mixin"]
    _order = "summary_id, sequence, id"
    _agreement_path = "summary_id"
    _check_company_auto = True

    summary_id = fields.Many2one(
        comodel_name="itsm.summary.report",
        string="Summary Report",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="summary_id.company_id", store=True)
    project_id = fields.Many2one(
        related="summary_id.project_id", store=True, index=True
    )
    summary_state = fields.Selection(
        related="summary_id.state", string="State of the Summary"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What Happened", required=True)
    cause = fields.Text()
    suggestion = fields.Text()
    to_knowledge_base = fields.Boolean(
        string="For the Knowledge Base",
        help="Others should know it: somebody writes it down where all find it.",
    )
    owner_id = fields.Many2one(
        comodel_name="res.users",
        domain=[("share", "=", False)],
        check_company=True,
        help="Who sees to it that the suggestion is followed.",
    )

    # === ACTION METHODS === #

    def action_open_summary(self):
        self.ensure_one()
        return self.summary_id._get_records_action()
