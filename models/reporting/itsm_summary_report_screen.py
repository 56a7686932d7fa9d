from markupsafe import Markup

from odoo import api, fields, models

from .summary_view import SummaryFigures


class ItsmSummaryReport(models.Model):
    """What the summary's form shows of its figures: charts, and where they are from."""

    _inherit = "itsm.summary.report"

    overview = fields.Html(compute="_compute_overview", sanitize=False)
    missing_periods = fields.Char(
        string="No Approved Report of", compute="_compute_overview"
    )

    @api.depends("figures")
    @api.depends_context("lang")
    def _compute_overview(self):
        for summary in self:
            texts = SummaryFigures(self.env, summary.figures)
            summary.missing_periods = "; ".join(texts.missing()) or False
            summary.overview = self.env["ir.qweb"]._render(
                "itsm_service_delivery.summary_report_overview",
                # the charts are made here, from escaped texts
                {"texts": texts, "markup": Markup},
            )
