from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..approval import guard
from .itsm_conformity_mixin import _document_of


class ItsmValidation(models.Model):
    """A validation record (确认记录, domain 1.2): does it do what the customer needs?

    By the procedure it can also pass by a change of the initial design: that begins a
    work plan change, or the next version of the document.
    """

    _name = "itsm.validation"
    _description = "Validation Record"
    _inherit = ["itsm.conformity.mixin"]
    _check_company_auto = True
    _sequence_code = "itsm.validation"

    requirement_id = fields.Many2one(
        comodel_name="itsm.service.requirement",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('sheet_id.partner_id', 'child_of', partner_id)]",
        help="Of an information sheet of this customer.",
    )
    requirement_text = fields.Text(
        string="Business Need",
        help="What the customer needs, where no requirement on record says it.",
    )
    contact_id = fields.Many2one(
        comodel_name="res.partner",
        string="Validated by (Customer)",
        domain="[('commercial_partner_id', '=', partner_id),"
        " ('is_company', '=', False)]",
        ondelete="restrict",
        tracking=True,
    )
    no_contact_reason = fields.Char(
        string="Why Nobody of the Customer",
        help="The customer says whether it does what he needs, wherever possible.",
    )
    validator_id = fields.Many2one(
        comodel_name="res.users",
        string="Validated by",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        check_company=True,
        ondelete="restrict",
        tracking=True,
        help="Who of us validates, or records what the customer has said.",
    )
    validated_on = fields.Date(
        required=True, default=fields.Date.context_today, copy=False
    )
    result = fields.Text(string="What Was Found")
    outcome = fields.Selection(
        selection=[
            ("pass", "Passed"),
            ("fail", "Failed"),
            ("design_change", "Passes by a Design Change"),
        ],
        copy=False,
        tracking=True,
    )
    design_change = fields.Text(
        string="Change of the Design",
        help="What must be otherwise, so that the need is met.",
    )
    revision_ref = fields.Reference(
        selection="_selection_revision",
        string="Begun",
        readonly=True,
        copy=False,
        help="The document by which the design changes.",
    )
    can_begin_revision = fields.Boolean(compute="_compute_can_begin_revision")

    # === COMPUTE METHODS === #

    @api.depends("state", "outcome", "revision_ref")
    def _compute_can_begin_revision(self):
        for validation in self:
            validation.can_begin_revision = (
                validation.state == "done"
                and validation.outcome == "design_change"
                and not validation.revision_ref
            )

    @api.model
    def _selection_revision(self):
        # superuser: what kinds of documents there are is no secret
        models = self.env["ir.model"].sudo()
        names = self.env["itsm.document.mixin"]._document_models()
        return [(name, models._get(name).name) for name in names]

    # === CONSTRAINT METHODS === #

    @api.constrains("contact_id", "project_id", "requirement_id")
    def _check_customer(self):
        for validation in self:
            # superuser: what is the customer's, whoever sees it
            known = validation.sudo()
            customer = known.partner_id.commercial_partner_id
            owners = {
                known.contact_id: known.contact_id.commercial_partner_id,
                known.requirement_id: (
                    known.requirement_id.sheet_id.partner_id.commercial_partner_id
                ),
            }
            for record, owner in owners.items():
                if record and owner != customer:
                    raise ValidationError(
                        self.env._(
                            "%(record)s does not belong to %(customer)s.",
                            record=record.display_name,
                            customer=customer.display_name,
                        )
                    )

    # === CRUD METHODS === #

    def _check_engine_fields(self, names):
        if "revision_ref" in names and not guard.holds_key(self.env):
            raise UserError(
                self.env._('Press "Begin the Change": it notes what was begun.')
            )
        return super()._check_engine_fields(names)

    # === ACTION METHODS === #

    def action_begin_revision(self):
        """Begin what changes the design: a work plan change, or the next version.

        :raise UserError: nothing is to change, or it was begun
        :raise AccessError: the user may not begin that
        """
        self.ensure_one()
        self.check_access("read")
        if not self.can_begin_revision:
            raise UserError(
                self.env._(
                    "%s does not ask for a change that is still to be begun.",
                    self.display_name,
                )
            )
        document = self._begin(_document_of(self.subject_ref))
        # superuser: whoever may begin it may have it noted
        guard.with_key(self.sudo()).revision_ref = f"{document._name},{document.id}"
        return document._get_records_action()

    # === BUSINESS METHODS === #

    def _begin(self, document):
        """Return the draft by which a document changes."""
        reason = f"{self.number}: {self.design_change}"
        if document._name == "itsm.work.plan":
            current = document._get_versions().filtered(
                lambda plan: plan.state == "in_force"
            )
            return self.env["itsm.work.plan.change"].create(
                {
                    "plan_id": (current or document).id,
                    "name": self.name,
                    "reason": reason,
                    "request_mode": "written",
                }
            )
        current = document._get_versions().filtered("can_revise")[:1] or document
        return current.revise(True, reason)

    def _get_judges(self):
        return self.validator_id

    def _get_missing(self):
        problems = super()._get_missing()
        if not self.requirement_id and not (self.requirement_text or "").strip():
            problems.append(
                self.env._("Choose the requirement, or write down the business need.")
            )
        if not self.contact_id and not (self.no_contact_reason or "").strip():
            problems.append(
                self.env._(
                    "Name the customer's person who has validated it, or say why nobody"
                    " of the customer has."
                )
            )
        if not (self.result or "").strip():
            problems.append(self.env._("Say what was found."))
        if not self.outcome:
            problems.append(self.env._("Say whether it has passed."))
        changes = self.outcome == "design_change"
        if changes and not (self.design_change or "").strip():
            problems.append(self.env._("Say what of the design must change."))
        if self.validated_on > fields.Date.context_today(self):
            problems.append(self.env._("The day of the validation is yet to come."))
        return problems

    def _after_done(self):
        """Ask the project manager to begin the change of the design."""
        result = super()._after_done()
        # superuser: who manages a project does not depend on who looks
        manager = self.sudo().project_id.user_id
        if self.outcome == "design_change" and manager:
            env = self.with_context(lang=manager.lang).env
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=manager.id,
                summary=env._("Begin the change of the design"),
            )
        return result
