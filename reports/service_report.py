from markupsafe import Markup

from odoo import api, fields, models

from ..engine.instants import from_datetime
from ..models.reporting.figure_text import instant_text
from ..models.reporting.report_charts import ReportCharts
from ..models.reporting.report_view import ReportView


class ServiceReportDocument(models.AbstractModel):
    """Values of the printed service report; everything comes from the data set."""

    _name = "report.itsm_service_delivery.service_report"
    _description = "Service Report Document"

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = self.env["itsm.service.report"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": docs._name,
            "docs": docs,
            "open_view": self._open_view,
            "now_in": self._now_in,
            # The charts are made here, from escaped texts.
            "markup": Markup,
        }

    def _now_in(self, zone):
        """Return the time of printing in a zone."""
        return instant_text(from_datetime(fields.Datetime.now()), zone)

    def _open_view(self, report):
        """Return a report's view and charts in the report's language."""
        view = ReportView(
            report.with_context(lang=report.lang).env, report._document()
        )
        return view, ReportCharts(view)
