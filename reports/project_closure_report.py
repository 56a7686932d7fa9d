from odoo import models

from .project_closure_view import ProjectClosureView


class ProjectClosureDocument(models.AbstractModel):
    """Values of the printed project closure (clause 1.1.17)."""

    _name = "report.itsm_service_delivery.project_closure_document"
    _description = "Project Closure"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.project.closure"
    _view_class = ProjectClosureView
