from odoo import api, models

from .contract_review_view import ContractReviewView
from .contract_view import ContractView
from .document_view import DocumentView
from .signature_view import SignatureView
from .sla_view import SlaView


class ItsmDocumentReport(models.AbstractModel):
    """Values of the prints of controlled documents; one model for each template."""

    _name = "itsm.document.report"
    _description = "Print of a Controlled Document"

    # Of the documents, and what puts them into words.
    _document_model = None
    _view_class = DocumentView

    @api.model
    def _view(self, document, lang=None):
        """Return what puts a document into words.

        :param lang: code of the language, default: that of its print
        :rtype: DocumentView
        """
        return self._view_class(document, lang)

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = self.env[self._document_model].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": docs._name,
            "docs": docs,
            "views": [self._view(doc) for doc in docs],
        }


class SignatureReport(models.AbstractModel):
    """Values of what both parties sign."""

    _name = "itsm.signature.report"
    _description = "Print of a Document Signed by Both Parties"
    _inherit = ["itsm.document.report"]
    _view_class = SignatureView


class ServiceDocument(models.AbstractModel):
    """Values of the printed entry of the service catalogue (clause 1.3)."""

    _name = "report.itsm_service_delivery.service_document"
    _description = "Service Catalogue Entry"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.service"


class SlaDocument(models.AbstractModel):
    """Values of the printed service level agreement (clause 1.3)."""

    _name = "report.itsm_service_delivery.sla_document"
    _description = "Service Level Agreement"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.sla"
    _view_class = SlaView


class ContractReviewDocument(models.AbstractModel):
    """Values of the printed contract review record (clause 1.1.7)."""

    _name = "report.itsm_service_delivery.contract_review_document"
    _description = "Contract Review Record"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.contract.review"
    _view_class = ContractReviewView


class ContractDocument(models.AbstractModel):
    """Values of the printed contract, in the language that it is signed in."""

    _name = "report.itsm_service_delivery.contract_document"
    _description = "Service Contract"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.contract"
    _view_class = ContractView


class ContractDocumentChinese(models.AbstractModel):
    """Values of the Chinese print of a contract, whatever language it is signed in."""

    _name = "report.itsm_service_delivery.contract_document_zh"
    _description = "Service Contract in Chinese"
    _inherit = ["report.itsm_service_delivery.contract_document"]

    @api.model
    def _view(self, document, lang=None):
        return super()._view(document, lang or document._installed_lang("zh_CN"))


class ContractDocumentEnglish(models.AbstractModel):
    """Values of the English print of a contract, whatever language it is signed in."""

    _name = "report.itsm_service_delivery.contract_document_en"
    _description = "Service Contract in English"
    _inherit = ["report.itsm_service_delivery.contract_document"]

    @api.model
    def _view(self, document, lang=None):
        return super()._view(document, lang or "en_US")
