from odoo import models

from .presales_plan_view import InternalPlanView, PresalesPlanView


class PresalesPlanDocument(models.AbstractModel):
    """Values of the customer's edition of a presales plan (clause 1.1.4)."""

    _name = "report.itsm_service_delivery.presales_plan_document"
    _description = "Presales Plan"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.presales.plan"
    _view_class = PresalesPlanView


class PresalesPlanInternal(models.AbstractModel):
    """Values of the internal edition; its view refuses whoever may see no cost."""

    _name = "report.itsm_service_delivery.presales_plan_internal"
    _description = "Presales Plan (Internal Edition)"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.presales.plan"
    _view_class = InternalPlanView
