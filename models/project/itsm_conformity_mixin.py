from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..approval import guard

# Written when the record is done, by the program only.
ENGINE_FIELDS = frozenset({"done_at", "done_by_id", "number", "subject_name"})
# Who has made something, by the names of the fields that tell it.
_MAKERS = ("user_id", "helper_ids", "owner_id", "author_id", "contributor_ids")
# What can be verified and validated, where this version of the program has it.
SUBJECTS = (
    "itsm.project.initiation",
    "itsm.project.initiation.deliverable",
    "itsm.service.plan",
    "itsm.service.plan.deliverable",
    "itsm.work.plan",
    "itsm.work.plan.line",
)


class ItsmConformityMixin(models.AbstractModel):
    """What verification and validation records have alike (domain 1.2).

    They ask different questions and are never one: verification, whether something was
    done as specified; validation, whether it does what the customer needs. A record is
    a draft until it is done; then it is evidence and stays as it is, with its files.
    """

    _name = "itsm.conformity.mixin"
    _description = "Record of Conformity"
    _inherit = ["itsm.lifecycle.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "number desc, id desc"
    _rec_names_search = ["number", "name"]

    # Code of the sequence of its numbers.
    _sequence_code = None

    number = fields.Char(readonly=True, copy=False, index=True)
    name = fields.Char(string="Title", required=True, tracking=True)
    state = fields.Selection(
        selection=[("draft", "Draft"), ("done", "Done")], tracking=False, index=True
    )
    project_id = fields.Many2one(
        comodel_name="project.project",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("itsm_contract_id", "!=", False)],
        tracking=True,
    )
    contract_id = fields.Many2one(
        related="project_id.itsm_contract_id", string="Service Contract"
    )
    partner_id = fields.Many2one(related="contract_id.partner_id", string="Customer")
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        compute_sudo=True,
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    subject_ref = fields.Reference(
        selection="_selection_subject",
        string="Subject",
        required=True,
        help="A deliverable, a line of the work plan, or a plan as a whole.",
    )
    subject_name = fields.Char(
        string="Subject as of Then", readonly=True, copy=False
    )
    evidence = fields.Text(
        help="What the attached files show, or where the evidence is kept."
    )
    evidence_count = fields.Integer(
        string="Evidence Files", compute="_compute_evidence_count"
    )
    done_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    done_at = fields.Datetime(string="Done on", readonly=True, copy=False)
    can_finish = fields.Boolean(compute="_compute_can_finish")

    # === COMPUTE METHODS === #

    @api.depends("number", "name")
    def _compute_display_name(self):
        for record in self:
            record.display_name = " ".join(filter(None, [record.number, record.name]))

    @api.depends("project_id")
    def _compute_company_id(self):
        for record in self:
            company = record.project_id.company_id
            contract = record.project_id.itsm_contract_id
            record.company_id = company or contract.company_id or self.env.company

    @api.depends("message_attachment_count")
    def _compute_evidence_count(self):
        # superuser: how many files there are is no secret to who sees the record
        counts = dict(
            self.env["ir.attachment"]
            .sudo()
            ._read_group(
                Domain("res_model", "=", self._name)
                & Domain("res_id", "in", self.ids)
                & Domain("res_field", "=", False)
                & Domain("itsm_conversation", "!=", True),
                ["res_id"],
                ["__count"],
            )
        )
        for record in self:
            record.evidence_count = counts.get(record.id, 0)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_finish(self):
        for record in self:
            record.can_finish = record.state == "draft" and record.has_access("write")

    @api.model
    def _selection_subject(self):
        # superuser: what kinds of things there are is no secret
        models = self.env["ir.model"].sudo()
        return [
            (name, models._get(name).name) for name in SUBJECTS if name in self.env
        ]

    # === CONSTRAINT METHODS === #

    @api.constrains("subject_ref", "project_id")
    def _check_subject(self):
        for record in self:
            # superuser: whatever the user sees of it
            subject = record.sudo().subject_ref
            if subject and _project_of(subject) != record.project_id:
                raise ValidationError(
                    self.env._(
                        "%(subject)s does not belong to %(project)s.",
                        subject=subject.display_name,
                        project=record.project_id.display_name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine_fields({name for vals in vals_list for name in vals})
        today = fields.Date.context_today(self)
        # superuser: whoever makes a record gets the next number
        sequences = self.env["ir.sequence"].sudo()
        vals_list = [
            {
                **dict.fromkeys(ENGINE_FIELDS, False),
                **vals,
                "number": sequences.next_by_code(self._sequence_code, today),
            }
            for vals in vals_list
        ]
        records = super().create(vals_list)
        for record in records:
            # one records only on what one sees
            record.subject_ref.check_access("read")
        return records

    def write(self, vals):
        self._check_engine_fields(vals)
        result = super().write(vals)
        if "subject_ref" in vals:
            for record in self:
                record.subject_ref.check_access("read")
        return result

    def _check_engine_fields(self, names):
        refused = ENGINE_FIELDS.intersection(names)
        if refused and not guard.holds_key(self.env):
            labels = self.fields_get(sorted(refused), ["string"])
            raise UserError(
                self.env._(
                    '%s cannot be written: pressing "Done" sets it.',
                    ", ".join(label["string"] for label in labels.values()),
                )
            )

    # === ACTION METHODS === #

    def action_done(self):
        """Finish drafts: from now on they are evidence.

        :raise UserError: what is missing, and what to do
        """
        self.check_access("write")
        for record in self:
            if record.state != "draft":
                raise UserError(
                    self.env._("%s is done already.", record.display_name)
                )
            problems = [*record._get_missing(), *record._wrong_people()]
            if problems:
                raise UserError(
                    self.env._(
                        "%(record)s cannot be finished:\n%(problems)s",
                        record=record.display_name,
                        problems="\n".join(f"- {problem}" for problem in problems),
                    )
                )
        for record in self:
            # superuser: the right was checked; nobody writes this by himself
            record.sudo()._transition(
                {
                    "state": "done",
                    "done_at": fields.Datetime.now(),
                    "done_by_id": self.env.uid,
                    "subject_name": record._name_of_subject(),
                }
            )
            record._after_done()
        return True

    def action_view_subject(self):
        """Open what the record is about."""
        self.ensure_one()
        return self.subject_ref._get_records_action()

    # === BUSINESS METHODS === #

    def _get_missing(self):
        """Return what is missing, each with what to do; models add theirs.

        :rtype: list[str]
        """
        self.ensure_one()
        if self.evidence_count or (self.evidence or "").strip():
            return []
        return [
            self.env._("Attach the evidence, or say where it is kept.")
        ]

    def _wrong_people(self):
        """Return who may not have done this, as sentences; models say who has."""
        self.ensure_one()
        judges = self._get_judges() | self.env.user
        # superuser: the duty does not depend on who looks
        makers = judges & _makers_of(self.sudo().subject_ref)
        return [
            self.env._(
                "%(person)s has made %(subject)s, or is responsible for it: somebody"
                " else must judge it.",
                person=person.sudo().name,
                subject=self.sudo().subject_ref.display_name,
            )
            for person in makers
        ]

    def _get_judges(self):
        """Return who judges; models say it.

        :rtype: res.users
        """
        return self.env["res.users"]

    def _name_of_subject(self):
        # superuser: it is called the same for everybody
        subject = self.sudo().subject_ref.with_context(lang="en_US")
        document = _document_of(subject)
        if document == subject:
            return subject.display_name
        return f"{document.display_name}: {subject.display_name}"

    def _after_done(self):
        """Go on with what was found; models say how."""

    def _get_frozen_advice(self):
        return self.env._("It is evidence: make another record instead.")

    @api.model
    def _get_state_message(self):
        return self.env._('The state is not written: press "Done".')


class IrAttachment(models.Model):
    """The files of a record that is done are as frozen as it."""

    _inherit = "ir.attachment"

    @api.model
    def _itsm_path_to_document(self, model):
        records = self.env.registry.descendants(["itsm.conformity.mixin"], "_inherit")
        if model in records:
            return ""
        return super()._itsm_path_to_document(model)


def _document_of(subject):
    """Return the controlled document that something is, or is a line of."""
    path = getattr(subject, "_agreement_path", None)
    return subject[path] if path else subject


def _project_of(subject):
    document = _document_of(subject)
    return document.project_id


def _makers_of(subject):
    """Return who has made something: its people, else those of its document."""
    users = subject.env["res.users"]
    for record in (subject, _document_of(subject)):
        for name in _MAKERS:
            field = record._fields.get(name)
            if field is not None and field.comodel_name == "res.users":
                users |= record[name]
        if users:
            return users
    return users
