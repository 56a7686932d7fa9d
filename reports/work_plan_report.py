from odoo import models

from .work_plan_view import WorkPlanView


class WorkPlanDocument(models.AbstractModel):
    """Values of the printed work plan (clause 1.1.13)."""

    _name = "report.itsm_service_delivery.work_plan_document"
    _description = "Work Plan"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.work.plan"
    _view_class = WorkPlanView
