from odoo import api, fields, models

from .figure_text import figure_label, figure_target, figure_value
from .itsm_service_report_figure import LIGHTS, SECTIONS
from .summary_figures import in_its_currency


class ItsmSummaryFigure(models.Model):
    """One figure of a summary report with the service reports that it comes from.

    Rows mirror the report's data set for the screen; nobody writes them, whoever draws
    the figures anew has them replaced.
    """

    _name = "itsm.summary.figure"
    _description = "Summary Report Figure"
    _inherit = ["itsm.document.part.mixin"]
    _order = "summary_id, sequence, id"
    _rec_name = "key"
    _agreement_path = "summary_id"

    summary_id = fields.Many2one(
        comodel_name="itsm.summary.report",
        string="Summary Report",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(readonly=True)
    section = fields.Selection(selection=SECTIONS, required=True, readonly=True)
    key = fields.Char(
        required=True, readonly=True, help="Its name in the data set: response.P1"
    )
    unit = fields.Selection(
        selection=[
            ("count", "Count"),
            ("percent", "Percent"),
            ("score", "Score"),
            ("money", "Amount"),
        ],
        required=True,
        readonly=True,
    )
    value = fields.Char(
        string="Plain Value",
        readonly=True,
        help="The exact number as shown; empty: not applicable.",
    )
    numerator = fields.Char(readonly=True)
    denominator = fields.Char(string="Of", readonly=True)
    target = fields.Char(readonly=True)
    light = fields.Selection(selection=LIGHTS, readonly=True)
    report_ids = fields.Json(readonly=True)
    label = fields.Char(string="Figure", compute="_compute_texts")
    value_text = fields.Char(string="Value", compute="_compute_texts")
    fraction_text = fields.Char(string="Count", compute="_compute_texts")
    target_text = fields.Char(string="Agreed", compute="_compute_texts")
    report_names = fields.Char(string="From Reports", compute="_compute_texts")

    # === COMPUTE METHODS === #

    @api.depends("key", "unit", "value", "numerator", "denominator", "target")
    @api.depends_context("lang")
    def _compute_texts(self):
        for figure in self:
            dataset = figure.summary_id.figures or {}
            dataset = in_its_currency(dataset, figure.key)
            row = {name: figure[name] or None for name in ("unit", "value", "target")}
            figure.label = figure_label(self.env, figure.key, dataset)
            figure.value_text = figure_value(self.env, row, dataset)
            figure.target_text = figure_target(self.env, row, dataset)
            figure.fraction_text = (
                self.env._(
                    "%(part)s of %(whole)s",
                    part=figure.numerator,
                    whole=figure.denominator,
                )
                if figure.numerator and figure.denominator
                else False
            )
            names = {
                source["id"]: source["name"] for source in dataset.get("sources", ())
            }
            figure.report_names = ", ".join(
                names.get(report, "") for report in figure.report_ids or ()
            )

    # === ACTION METHODS === #

    def action_open_reports(self):
        """Open exactly the service reports that the figure comes from."""
        self.ensure_one()
        return self.summary_id._open_reports(self.report_ids or [], self.label)
