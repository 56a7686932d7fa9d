from odoo import models

from .project_initiation_view import InitiationView, InternalInitiationView


class ProjectInitiationDocument(models.AbstractModel):
    """Values of the project initiation form without costs (clauses 1.1.8, 1.1.9)."""

    _name = "report.itsm_service_delivery.project_initiation_document"
    _description = "Project Initiation Form"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.project.initiation"
    _view_class = InitiationView


class ProjectInitiationInternal(models.AbstractModel):
    """Values of the edition with budget and margin; its view refuses most people."""

    _name = "report.itsm_service_delivery.project_initiation_internal"
    _description = "Project Initiation Form (Internal Edition)"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.project.initiation"
    _view_class = InternalInitiationView
