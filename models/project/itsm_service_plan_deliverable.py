from odoo import fields, models


class ItsmServicePlanDeliverable(models.Model):
    """What the project delivers, and how one sees that it is right (clause 1.1.11)."""

    _name = "itsm.service.plan.deliverable"
    _description = "Service Plan Deliverable"
    _inherit = ["itsm.document.part.mixin"]
    _order = "plan_id, sequence, id"
    _agreement_path = "plan_id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="itsm.service.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Deliverable", required=True)
    frequency = fields.Char(string="When", help="Once, monthly, at the end …")
    date_due = fields.Date(string="Due Date")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        domain=[("share", "=", False)],
        check_company=True,
        ondelete="restrict",
    )
    criterion = fields.Char(
        string="Acceptance Criterion", help="By what it is accepted."
    )
