from markupsafe import Markup

from odoo import api, fields, models

from ..engine.instants import from_datetime
from ..models.reporting.figure_text import instant_text
from ..models.tryout.tryout_charts import TryoutCharts
from ..models.tryout.tryout_view import TryoutView


class SlaTryoutDocument(models.AbstractModel):
    """Values of the printed SLA try-out."""

    _name = "report.itsm_service_delivery.sla_tryout"
    _description = "SLA Try-out Document"

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = self.env["itsm.sla.tryout"].browse(docids)
        docs._check_computed()
        views = [TryoutView(tryout) for tryout in docs]
        return {
            "doc_ids": docids,
            "doc_model": docs._name,
            "docs": docs,
            "views": views,
            "charts_of": TryoutCharts,
            "now_in": self._now_in,
            # The charts are made here, from escaped texts.
            "markup": Markup,
        }

    def _now_in(self, zone):
        """Return the time of printing in a zone."""
        return instant_text(from_datetime(fields.Datetime.now()), zone)
