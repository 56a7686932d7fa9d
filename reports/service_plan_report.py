from odoo import models

from .service_plan_view import ServicePlanReviewView, ServicePlanView


class ServicePlanDocument(models.AbstractModel):
    """Values of the printed service plan (clauses 1.1.10 to 1.1.12)."""

    _name = "report.itsm_service_delivery.service_plan_document"
    _description = "Service Plan"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.service.plan"
    _view_class = ServicePlanView


class ServicePlanReviewMinutes(models.AbstractModel):
    """Values of the printed minutes of a technical review (clause 1.1.12)."""

    _name = "report.itsm_service_delivery.service_plan_review_minutes"
    _description = "Technical Review Minutes"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.service.plan.review"
    _view_class = ServicePlanReviewView
