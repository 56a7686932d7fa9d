from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ItsmContractReviewDepartment(models.Model):
    """A department that is heard when contracts are reviewed (clause 1.1.7)."""

    _name = "itsm.contract.review.department"
    _description = "Department in Contract Reviews"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    is_service = fields.Boolean(
        string="Service Department",
        help="Its opinion is given in the stage of that kind, and is always mandatory.",
    )
    user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="itsm_contract_review_department_users_rel",
        string="Speaks for It",
        domain=[("share", "=", False)],
        help="The first of them who has no part in the contract is asked. Who is away"
        " enters a delegation.",
    )
    group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Else the Role",
        ondelete="restrict",
        domain=lambda self: [
            (
                "privilege_id",
                "=",
                self.env.ref("itsm_service_delivery.privilege_service_delivery").id,
            )
        ],
        help="Where nobody is named for it in a company, one who holds this role there"
        " is asked.",
    )
    active = fields.Boolean(default=True)

    _service_uniq = models.UniqueIndex(
        "(is_service) WHERE is_service AND active",
        "There is one service department: the other is it already.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("user_ids")
    def _check_people(self):
        stages = self.env["itsm.approval.round.stage"]
        for department in self:
            # superuser: whether a colleague may open documents is not his to read
            people = department.sudo().user_ids.filtered("active")
            strangers = people - stages._eligible(people, self.env["res.company"])
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%(people)s cannot open contract reviews, and so cannot speak"
                        " for %(department)s. Give them a role of Service Delivery"
                        " first.",
                        people=", ".join(strangers.mapped("name")),
                        department=department.name,
                    )
                )

    # === BUSINESS METHODS === #

    def _get_speakers(self, company):
        """Return who may speak for the department in a company, in order.

        :rtype: res.users
        """
        self.ensure_one()
        # superuser: who speaks for it does not depend on who submits
        department = self.sudo()
        eligible = self.env["itsm.approval.round.stage"]._eligible
        named = eligible(department.user_ids, company)
        return named or eligible(department.group_id.user_ids, company)
