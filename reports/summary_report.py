from odoo import models

from .summary_report_view import InternalSummaryView, SummaryReportView


class SummaryReportDocument(models.AbstractModel):
    """Values of the printed project summary report (clause 1.1.17)."""

    _name = "report.itsm_service_delivery.summary_report_document"
    _description = "Project Summary Report"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.summary.report"
    _view_class = SummaryReportView


class SummaryReportInternal(models.AbstractModel):
    """Values of the internal edition; its view refuses whoever may see no cost."""

    _name = "report.itsm_service_delivery.summary_report_internal"
    _description = "Project Summary Report (Internal Edition)"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.summary.report"
    _view_class = InternalSummaryView
