from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from ...const import APPROVAL_PEOPLE, DECIDER_KINDS, STAGE_ACTS

# What a running round copies of its stages.
COPIED = (
    "sequence",
    "name",
    "act",
    "decider_kind",
    "group_id",
    "person",
    "needed",
    "answer_days",
    "reminder_days",
    "escalation_days",
    "escalation_group_id",
)


class ItsmApprovalStage(models.Model):
    """A stage that documents of a type pass on their way to approval.

    A definition: a round copies it when a document is submitted, so that changing it
    never changes what is under way.
    """

    _name = "itsm.approval.stage"
    _description = "Approval Stage"
    _inherit = ["itsm.approval.decider.mixin"]
    _order = "document_type_id, sequence, id"

    document_type_id = fields.Many2one(
        comodel_name="itsm.document.type", required=True, index=True, ondelete="cascade"
    )
    model = fields.Char(related="document_type_id.model")
    is_used = fields.Boolean(related="document_type_id.is_used")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    act = fields.Selection(
        selection=STAGE_ACTS,
        string="Kind",
        required=True,
        default="approve",
        help="The duty rules depend on it: an author neither reviews nor approves his"
        " own document.",
    )
    decider_kind = fields.Selection(
        selection=DECIDER_KINDS, string="Decided by", required=True, default="role"
    )
    group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Role",
        ondelete="restrict",
        domain=lambda self: [
            (
                "privilege_id",
                "=",
                self.env.ref("itsm_service_delivery.privilege_service_delivery").id,
            )
        ],
    )
    person = fields.Selection(
        selection=APPROVAL_PEOPLE, string="Person on the Document"
    )
    user_ids = fields.Many2many(
        comodel_name="res.users", string="People", domain=[("share", "=", False)]
    )
    needed = fields.Integer(
        string="Must Agree",
        default=1,
        help="How many different people must agree before the next stage begins.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency", compute="_compute_currency_id"
    )
    amount_above = fields.Monetary(
        string="If the Amount Is Above",
        help="The stage applies to documents with a greater amount only. 0: to all.",
    )
    condition = fields.Char(
        string="Further Condition",
        help="The stage applies to documents that match it only. Empty: to all.",
    )
    answer_days = fields.Integer(
        string="Days to Answer", default=3, help="Working days of the company."
    )
    reminder_days = fields.Integer(
        string="Remind Before",
        default=1,
        help="Working days before the answer is due on which people are reminded.",
    )
    escalation_days = fields.Integer(
        string="Escalate After",
        default=2,
        help="Working days after the due day on which a late answer is escalated.",
    )
    escalation_group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Escalate to",
        ondelete="restrict",
        domain=lambda self: self._fields["group_id"].domain(self),
        help="Empty: late answers are not escalated.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: a stage in all companies."
    )
    condition_text = fields.Char(
        string="Applies to", compute="_compute_condition_text"
    )
    decider_text = fields.Char(string="Deciders", compute="_compute_decider_text")

    _check_needed = models.Constraint(
        "CHECK (needed > 0)", "At least one person must agree in a stage."
    )
    _check_days = models.Constraint(
        "CHECK (answer_days >= 0 AND reminder_days >= 0 AND escalation_days >= 0"
        " AND amount_above >= 0)",
        "Days and amounts are 0 or more.",
    )

    # === COMPUTE METHODS === #

    @api.depends("company_id")
    def _compute_currency_id(self):
        for stage in self:
            company = stage.company_id or self.env.company
            stage.currency_id = company.currency_id

    @api.depends("amount_above", "condition", "currency_id")
    @api.depends_context("lang")
    def _compute_condition_text(self):
        for stage in self:
            parts = []
            if stage.amount_above:
                amount = stage.currency_id.format(stage.amount_above)
                parts.append(self.env._("amount above %s", amount))
            if stage._domain():
                parts.append(self.env._("further condition"))
            stage.condition_text = ", ".join(parts) or self.env._("every document")

    @api.depends("decider_kind", "group_id", "person", "user_ids", "needed")
    @api.depends_context("lang")
    def _compute_decider_text(self):
        for stage in self:
            text = stage._who_text() if stage.decider_kind else ""
            if stage.needed > 1:
                text = self.env._(
                    "%(count)s of %(who)s", count=stage.needed, who=text or ""
                )
            stage.decider_text = text

    # === CONSTRAINT METHODS === #

    @api.constrains("decider_kind", "group_id", "person", "user_ids", "needed")
    def _check_deciders(self):
        for stage in self:
            chosen = {
                "role": stage.group_id,
                "person": stage.person,
                "users": stage.user_ids,
            }
            if stage.decider_kind in chosen and not chosen[stage.decider_kind]:
                raise ValidationError(
                    self.env._(
                        "Choose who decides the stage %s: a role, a person on the"
                        " document, or people by name.",
                        stage.name,
                    )
                )
            if stage.decider_kind == "users" and len(stage.user_ids) < stage.needed:
                raise ValidationError(
                    self.env._(
                        "%(needed)s people must agree in the stage %(stage)s, but only"
                        " %(count)s are named. Name more, or lower the number.",
                        needed=stage.needed,
                        stage=stage.name,
                        count=len(stage.user_ids),
                    )
                )
            if stage.decider_kind == "person" and stage.needed > 1:
                raise ValidationError(
                    self.env._(
                        "A person on the document is one: in the stage %s, one must"
                        " agree. For more, choose a role or people by name.",
                        stage.name,
                    )
                )

    @api.constrains("group_id", "escalation_group_id")
    def _check_roles(self):
        privilege = self.env["itsm.role"]._privilege()
        for stage in self:
            others = (stage.group_id | stage.escalation_group_id).filtered(
                lambda group: group.privilege_id != privilege
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "%(groups)s cannot decide the stage %(stage)s: choose a role of"
                        " Service Delivery.",
                        groups=", ".join(others.mapped("name")),
                        stage=stage.name,
                    )
                )

    @api.constrains("user_ids")
    def _check_people(self):
        for stage in self:
            # superuser: whether a colleague may open documents is not his to read
            people = stage.sudo().user_ids.filtered("active")
            strangers = people - self.env["itsm.approval.round.stage"]._eligible(
                people, stage.company_id
            )
            if strangers:
                raise ValidationError(
                    self.env._(
                        "%(people)s cannot open what they would decide in the stage"
                        " %(stage)s. Give them a role of Service Delivery first.",
                        people=", ".join(strangers.mapped("name")),
                        stage=stage.name,
                    )
                )

    @api.constrains("condition", "document_type_id")
    def _check_condition(self):
        for stage in self:
            domain = stage._domain()
            if stage.model not in self.env:
                continue
            # superuser: a condition may ask for what the administrator cannot see
            documents = self.env[stage.model].sudo()
            try:
                with self.env.cr.savepoint():
                    domain.validate(documents)
                    documents.search([], limit=1).filtered_domain(domain)
            except Exception as error:
                raise stage._condition_error(error) from error

    # === ACTION METHODS === #

    def action_open_settings(self):
        """Open all settings of a stage, with the editor of its further condition."""
        self.ensure_one()
        return self._get_records_action(
            name=self.env._("Approval Stage"), target="new"
        )

    # === BUSINESS METHODS === #

    def _domain(self):
        """Return the further condition as a domain, TRUE without one.

        :raise ValidationError: it is no domain
        """
        self.ensure_one()
        if not (self.condition or "").strip():
            return Domain.TRUE
        try:
            value = safe_eval(self.condition)
            if not isinstance(value, (list, tuple)):
                raise TypeError(self.env._("It is not a list of conditions."))
            return Domain(list(value))
        except (NameError, SyntaxError, TypeError, ValueError) as error:
            raise self._condition_error(error) from error

    def _condition_error(self, error):
        return ValidationError(
            self.env._(
                "The condition of the stage %(stage)s cannot be read: %(error)s"
                "\nCorrect it, or clear it.",
                stage=self.name,
                error=error,
            )
        )

    def _applies_to(self, document):
        """Return whether a document passes this stage.

        :param document: record of an ``itsm.document.mixin`` model
        :raise UserError: its condition cannot be evaluated
        """
        self.ensure_one()
        company = document.company_id or self.env.company
        if self.company_id and self.company_id != document.company_id:
            return False
        # superuser: whether a stage applies does not depend on who submits
        document = document.sudo()
        if self.amount_above:
            amount = document.approval_currency_id._convert(
                document.approval_amount,
                company.currency_id,
                company,
                fields.Date.context_today(document),
            )
            if company.currency_id.compare_amounts(amount, self.amount_above) <= 0:
                return False
        try:
            return bool(document.filtered_domain(self._domain()))
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(str(self._condition_error(error))) from error

    def _copy_vals(self, document):
        """Return what a round of a document keeps of this stage.

        :rtype: dict
        """
        self.ensure_one()
        people = self.user_ids
        if self.decider_kind == "person":
            people = document._get_approval_people(self.person)
        vals = {
            name: self[name].id if name.endswith("_id") else self[name]
            for name in COPIED
        }
        return {
            **vals,
            "user_ids": [(6, 0, people.ids if self.decider_kind != "role" else [])],
            "condition_text": self.condition_text,
        }
