from markupsafe import Markup

from odoo import api, fields, models

from .report_charts import ReportCharts
from .report_view import ReportView


class ItsmServiceReport(models.Model):
    """What the report's form shows besides its rows: lights and charts."""

    _inherit = "itsm.service.report"

    lights = fields.Html(compute="_compute_pictures", sanitize=False)
    charts = fields.Html(compute="_compute_pictures", sanitize=False)
    response_light = fields.Selection(
        selection="_selection_lights", compute="_compute_lights"
    )
    resolution_light = fields.Selection(
        selection="_selection_lights", compute="_compute_lights"
    )
    availability_light = fields.Selection(
        selection="_selection_lights", compute="_compute_lights"
    )
    credit_amount = fields.Char(string="Credit", compute="_compute_lights")

    @api.model
    def _selection_lights(self):
        figure = self.env["itsm.service.report.figure"]
        return figure._fields["light"]._description_selection(self.env)

    @api.depends("dataset")
    @api.depends_context("lang")
    def _compute_pictures(self):
        qweb = self.env["ir.qweb"]
        for report in self:
            if not report.dataset:
                report.lights = report.charts = False
                continue
            view = ReportView(self.env, report._document())
            charts = ReportCharts(view)
            report.lights = qweb._render(
                "itsm_service_delivery.service_report_lights", {"tiles": view.tiles()}
            )
            report.charts = qweb._render(
                "itsm_service_delivery.service_report_charts",
                {
                    # Made here, from escaped texts.
                    "markup": Markup,
                    "charts": [
                        charts.flow(),
                        charts.attainment(),
                        charts.types(),
                        charts.priorities(),
                        charts.categories(),
                        charts.channels(),
                        charts.availability(),
                        charts.satisfaction(),
                        charts.ageing(),
                    ]
                },
            )

    @api.depends("dataset")
    def _compute_lights(self):
        for report in self:
            figures = (report.dataset or {}).get("figures", ())
            rows = {row["key"]: row for row in figures}
            for metric in ("response", "resolution"):
                light = rows.get(f"{metric}.ALL", {}).get("light")
                report[f"{metric}_light"] = light or False
            lights = {
                row["light"]
                for key, row in rows.items()
                if key.startswith("availability.")
            }
            report.availability_light = next(
                (name for name in ("red", "amber", "green", "grey") if name in lights),
                False,
            )
            report.credit_amount = (
                ReportView(self.env, report.dataset).value("credit") if rows else False
            )
