from odoo import api, models

from .information_sheet_view import CustomerSheetView, InformationSheetView


class InformationSheetDocument(models.AbstractModel):
    """Values of the printed information sheet (clause 1.1.1)."""

    _name = "report.itsm_service_delivery.information_sheet_document"
    _description = "Information Sheet"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.information.sheet"
    _view_class = InformationSheetView


class CustomerSheetDocument(models.AbstractModel):
    """Values of the customer's edition of an information sheet."""

    _name = "report.itsm_service_delivery.information_sheet_customer"
    _description = "Information Sheet for the Customer"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.information.sheet"
    _view_class = CustomerSheetView


class RequirementMatrixDocument(models.AbstractModel):
    """Values of the printed trace matrix (clause 1.1.3)."""

    _name = "report.itsm_service_delivery.requirement_matrix"
    _description = "Trace Matrix"

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = self.env["itsm.requirement.matrix"].browse(docids)
        docs.check_access("read")
        return {"doc_ids": docids, "doc_model": docs._name, "docs": docs}
