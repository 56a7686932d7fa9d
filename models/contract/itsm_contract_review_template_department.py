from odoo import api, fields, models


class ItsmContractReviewTemplateDepartment(models.Model):
    """A department that a review template asks."""

    _name = "itsm.contract.review.template.department"
    _description = "Department of a Contract Review Template"
    _order = "template_id, sequence, id"
    _rec_name = "department_id"

    template_id = fields.Many2one(
        comodel_name="itsm.contract.review.template",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    department_id = fields.Many2one(
        comodel_name="itsm.contract.review.department",
        required=True,
        ondelete="restrict",
    )
    mandatory = fields.Boolean(
        default=True,
        help="Without its opinion the review is not concluded. Others are invited to"
        " give theirs.",
    )

    _department_uniq = models.Constraint(
        "UNIQUE(template_id, department_id)",
        "The department is in this template already.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("department_id", "mandatory")
    def _check_service_department(self):
        self.template_id._check_service_department()

    # === CRUD METHODS === #

    def unlink(self):
        templates = self.template_id
        result = super().unlink()
        templates._check_service_department()
        return result
