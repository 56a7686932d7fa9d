from odoo import models

from .work_plan_change_view import WorkPlanChangeView


class WorkPlanChangeDocument(models.AbstractModel):
    """Values of the printed work plan change (clause 1.1.15)."""

    _name = "report.itsm_service_delivery.work_plan_change_document"
    _description = "Work Plan Change"
    _inherit = ["itsm.document.report"]
    _document_model = "itsm.work.plan.change"
    _view_class = WorkPlanChangeView
