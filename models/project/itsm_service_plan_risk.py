import uuid

from odoo import fields, models


class ItsmServicePlanRisk(models.Model):
    """A risk as a service plan states it (domain 2.5, 18).

    The approval makes it an entry of the project's risk register, once: by its key it
    is the same one in every version.
    """

    _name = "itsm.service.plan.risk"
    _description = "Service Plan Risk"
    _inherit = ["itsm.project.risk.mixin", "itsm.document.part.mixin"]
    _order = "plan_id, score desc, id"
    _agreement_path = "plan_id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="itsm.service.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    key = fields.Char(
        required=True, readonly=True, default=lambda self: uuid.uuid4().hex
    )

    _key_uniq = models.Constraint(
        "UNIQUE(plan_id, key)", "Each risk stands in a plan once."
    )

    def _prepare_register_entry(self):
        """Return the values of the register's entry.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "project_id": self.plan_id.project_id.id,
            "source": "plan",
            "plan_risk_id": self.id,
            "key": self.key,
            "name": self.name,
            "category": self.category,
            "probability": self.probability,
            "impact": self.impact,
            "strategy": self.strategy,
            "response": self.response,
            "owner_id": self.owner_id.id or self.plan_id.project_id.user_id.id,
            "date_due": self.date_due,
            "date_review": self.date_review,
        }
