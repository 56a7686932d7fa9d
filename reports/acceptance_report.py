from odoo import models

from .acceptance_view import AcceptanceView


class AcceptanceDocument(models.AbstractModel):
    """Values of the certificate of an acceptance (clause 1.1.18)."""

    _name = "report.itsm_service_delivery.acceptance_document"
    _description = "Acceptance Report"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.acceptance"
    _view_class = AcceptanceView
