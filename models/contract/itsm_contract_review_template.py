from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import CONTRACT_KINDS, REVIEW_MODES


class ItsmContractReviewTemplate(models.Model):
    """What a contract's review consists of, by amount and kind (clause 1.1.7).

    A definition: a review takes it over when its contract is submitted, so that
    changing it never changes what is under way.
    """

    _name = "itsm.contract.review.template"
    _description = "Contract Review Template"
    _order = "amount_from, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: a template of all companies."
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency", compute="_compute_currency_id"
    )
    kind = fields.Selection(selection=CONTRACT_KINDS, help="Empty: of all kinds.")
    amount_from = fields.Monetary(
        string="Amount from",
        help="For contracts of this total or more, taxes included. Of those that fit,"
        " the template with the highest amount is taken, and of these one for the"
        " kind of contract.",
    )
    mode = fields.Selection(
        selection=REVIEW_MODES,
        required=True,
        default="sign_off",
        help="How it is held unless those who organise it say otherwise.",
    )
    needs_general_manager = fields.Boolean(
        string="General Manager Approves",
        help="After the conclusion, the general manager approves too.",
    )
    department_ids = fields.One2many(
        comodel_name="itsm.contract.review.template.department",
        inverse_name="template_id",
        string="Departments",
        copy=True,
    )
    criterion_ids = fields.Many2many(
        comodel_name="itsm.contract.review.criterion",
        relation="itsm_contract_review_template_criterion_rel",
        string="Checklist",
    )
    active = fields.Boolean(default=True)

    _check_amount = models.Constraint(
        "CHECK (amount_from >= 0)", "The amount of a review template is 0 or more."
    )

    # === COMPUTE METHODS === #

    @api.depends("company_id")
    def _compute_currency_id(self):
        for template in self:
            company = template.company_id or self.env.company
            template.currency_id = company.currency_id

    # === CONSTRAINT METHODS === #

    @api.constrains("department_ids", "active")
    def _check_service_department(self):
        for template in self.filtered("active"):
            service = template.department_ids.filtered("department_id.is_service")
            if not any(service.mapped("mandatory")):
                raise ValidationError(
                    self.env._(
                        "The opinion of the service department is mandatory in every"
                        " contract review: add it to the template %s, marked as"
                        " mandatory.",
                        template.name,
                    )
                )

    # === BUSINESS METHODS === #

    @api.model
    def _find_for(self, company, kind, amount):
        """Return the template that a contract is reviewed by.

        :param str kind: of ``const.CONTRACT_KINDS``
        :param float amount: in the company's currency
        :return: the template, empty when none fits
        """
        # superuser: which template applies does not depend on who submits
        fitting = self.sudo().search(
            [
                ("company_id", "in", [False, company.id]),
                ("kind", "in", [False, kind]),
            ]
        )
        compare = company.currency_id.compare_amounts
        fitting = fitting.filtered(lambda t: compare(t.amount_from, amount) <= 0)
        return fitting.sorted(
            lambda t: (
                -t.amount_from,
                not t.kind,
                not t.company_id,
                t.sequence,
                t.id,
            )
        )[:1].sudo(False)
