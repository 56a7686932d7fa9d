from odoo import api, fields, models
from odoo.tools import is_html_empty

# The sections of domain 2.8, in their order.
SUMMARY_SECTIONS = [
    ("basics", "Project"),
    ("objectives", "Objectives and Results"),
    ("workload", "Services and Workload"),
    ("attainment", "SLA Attainment"),
    ("schedule", "Schedule Variance"),
    ("cost", "Cost and Hours Variance"),
    ("quality", "Quality: Major Incidents, Problems, Changes"),
    ("satisfaction", "Customer Satisfaction"),
    ("risks", "Risk Review"),
    ("suppliers", "Evaluation of Suppliers"),
    ("staff", "People: Performance and Skills"),
    ("achievements", "Main Achievements"),
    ("lessons", "Lessons Learned"),
    ("issues", "Remaining Issues"),
    ("renewal", "Further Services and Renewal"),
    ("conclusion", "Closure and Conclusion"),
]


class ItsmSummarySection(models.Model):
    """One of the sixteen sections of a summary report (domain 2.8).

    It is complete when it has a text, when figures or lines fill it, or when a reason
    says why it does not apply.
    """

    _name = "itsm.summary.section"
    _description = "Section of a Summary Report"
    _inherit = ["itsm.document.part.mixin"]
    _order = "summary_id, sequence, id"
    _rec_name = "code"
    _agreement_path = "summary_id"

    summary_id = fields.Many2one(
        comodel_name="itsm.summary.report",
        string="Summary Report",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(string="No.", readonly=True)
    code = fields.Selection(
        selection=SUMMARY_SECTIONS, string="Section", required=True, readonly=True
    )
    content = fields.Html(string="Text")
    not_applicable = fields.Boolean()
    reason = fields.Char(string="Why Not", help="Why the section does not apply.")
    status = fields.Selection(
        selection=[
            ("missing", "To Write"),
            ("figures", "By Figures"),
            ("text", "Written"),
            ("not_applicable", "Not Applicable"),
        ],
        compute="_compute_status",
    )

    _code_uniq = models.Constraint(
        "UNIQUE (summary_id, code)", "A section stands once in a summary report."
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "content",
        "not_applicable",
        "reason",
        "summary_id.figures",
        "summary_id.lesson_ids",
    )
    def _compute_status(self):
        for section in self:
            if section.not_applicable:
                written = (section.reason or "").strip()
                section.status = "not_applicable" if written else "missing"
            elif not is_html_empty(section.content):
                section.status = "text"
            elif section.summary_id._is_filled(section.code):
                section.status = "figures"
            else:
                section.status = "missing"
