from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...const import CONFIDENTIALITY, DOCUMENT_STATES
from . import guard

# Written by the engine only: by `_transition()`, never by a person or an import.
ENGINE_FIELDS = frozenset(
    {
        "approved_at",
        "approved_by_id",
        "author_id",
        "change_summary",
        "contributor_ids",
        "number",
        "pdf_attachment_id",
        "pdf_due_at",
        "pdf_error",
        "reviewed_at",
        "reviewed_by_id",
        "state",
        "version",
    }
)


class ItsmDocumentMixin(models.AbstractModel):
    """A controlled document: number, version, staged approval, evidence.

    A model inherits this, names its ``_document_type`` and says what is its own:
    `_check_ready_to_submit()`, `_get_editable_fields()`, `_get_approval_people()`.
    It has a ``name`` (the title) and a ``company_id``; its lines inherit
    `itsm.frozen.line.mixin`. See docs/approval.md.
    """

    _name = "itsm.document.mixin"
    _description = "Controlled Document"
    _inherit = ["itsm.lifecycle.mixin", "mail.thread", "mail.activity.mixin"]

    # Code of the `itsm.document.type`.
    _document_type = None
    # Whether the last approval puts the document in force; else a button does.
    _in_force_on_approval = True

    number = fields.Char(readonly=True, copy=False, index=True)
    version = fields.Char(
        required=True,
        readonly=True,
        default="1.0",
        copy=False,
        help="The first figure counts changes of what is agreed, the second editorial"
        " ones.",
    )
    document_type_id = fields.Many2one(
        comodel_name="itsm.document.type",
        compute="_compute_document_type_id",
    )
    # The log tells of states: tracking would tell it a second time.
    state = fields.Selection(
        selection_add=DOCUMENT_STATES,
        ondelete={state: "set default" for state, _label in DOCUMENT_STATES},
        tracking=False,
        index=True,
    )
    author_id = fields.Many2one(
        comodel_name="res.users",
        string="Prepared by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    contributor_ids = fields.Many2many(
        comodel_name="res.users",
        string="Also Written by",
        readonly=True,
        copy=False,
        help="Everyone who has changed this version: authors too, for the duty rules.",
    )
    reviewed_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    reviewed_at = fields.Datetime(string="Reviewed on", readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    approved_at = fields.Datetime(string="Approved on", readonly=True, copy=False)
    confidentiality = fields.Selection(
        selection=CONFIDENTIALITY,
        required=True,
        default=lambda self: self._default_of_type("confidentiality", "internal"),
    )
    retention_years = fields.Integer(
        default=lambda self: self._default_of_type("retention_years", 3),
        help="Years that the document is kept after its contract has ended.",
    )
    change_summary = fields.Text(
        string="What Changed",
        readonly=True,
        copy=False,
        help="Against the last version.",
    )
    approval_amount = fields.Monetary(
        string="Amount",
        compute="_compute_approval_amount",
        currency_field="approval_currency_id",
        help="What conditions of approval stages compare.",
    )
    approval_currency_id = fields.Many2one(
        comodel_name="res.currency", compute="_compute_approval_amount"
    )
    round_ids = fields.One2many(
        comodel_name="itsm.approval.round",
        inverse_name="res_id",
        string="Approval Rounds",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
    )
    decision_ids = fields.One2many(
        comodel_name="itsm.approval.decision",
        inverse_name="res_id",
        string="Decisions",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
    )
    pdf_attachment_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="Filed PDF",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    _version_uniq = models.UniqueIndex(
        "(number, version, COALESCE(company_id, 0)) WHERE number IS NOT NULL",
        "There is already a document with this number and version.",
    )
    _in_force_uniq = models.UniqueIndex(
        "(number, COALESCE(company_id, 0)) WHERE state = 'in_force'",
        "Another version of this document is in force.",
    )
    _open_uniq = models.UniqueIndex(
        "(number, COALESCE(company_id, 0))"
        " WHERE state IN ('draft', 'in_review', 'reviewed')",
        "A new version of this document is being written already.",
    )

    # === COMPUTE METHODS === #

    def _compute_document_type_id(self):
        for document in self:
            code = document._get_document_type_code()
            document.document_type_id = document.document_type_id._get(code)

    @api.depends("company_id")
    def _compute_approval_amount(self):
        """Nothing to compare; a model with an amount overrides this."""
        for document in self:
            company = document.company_id or self.env.company
            document.approval_amount = 0.0
            document.approval_currency_id = company.currency_id

    @api.model
    def _default_of_type(self, name, fallback):
        if not self._document_type:
            return fallback
        return self.env["itsm.document.type"]._get(self._document_type)[name]

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        trusted = guard.holds_key(self.env)
        defaults = self._get_engine_defaults()
        # copies: the caller's values stay as they are
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if not trusted:
                # the superuser may give the number of a document from before
                allowed = {"number", "state"} if self.env.su else {"state"}
                self._check_engine_fields(vals.keys() - allowed)
            vals.setdefault("author_id", self.env.uid)
            for name, value in defaults.items():
                vals.setdefault(name, value)
            if not vals.get("number"):
                vals["number"] = self._next_number(vals)
        return super().create(vals_list)

    def write(self, vals):
        if not guard.holds_key(self.env):
            self._check_engine_fields(vals.keys() - {"state"})
        result = super().write(vals)
        if any(not name.startswith(guard.SOCIAL_PREFIXES) for name in vals):
            self._note_contributor()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        for document in self:
            # superuser: the log counts, whether or not the user may read it
            if document.sudo().decision_ids:
                raise UserError(
                    self.env._(
                        "%s has been submitted before: its log is evidence. Cancel the"
                        " draft instead of deleting it.",
                        document.display_name,
                    )
                )

    def _check_engine_fields(self, names):
        """Refuse values that only the approval engine sets.

        :raise UserError:
        """
        refused = sorted(self._get_engine_fields().intersection(names))
        if refused:
            labels = self.fields_get(refused, ["string"])
            raise UserError(
                self.env._(
                    "%(fields)s cannot be written: submitting, deciding and revising"
                    " the document set it.",
                    fields=", ".join(
                        labels[name]["string"] for name in refused if name in labels
                    ),
                )
            )

    def _get_engine_defaults(self):
        """Return what the engine's fields begin with, whatever defaults there are.

        Said explicitly, so that neither a caller's context nor the defaults that users
        keep have a say.

        :rtype: dict
        """
        return {
            name: field.default(self) if field.default else False
            for name in self._get_engine_fields() - {"author_id", "number", "state"}
            if (field := self._fields.get(name)) is not None and not field.compute
        }

    def _note_contributor(self):
        """Whoever writes a draft is one of its authors (R1)."""
        user = self.env.user
        if guard.holds_key(self.env) or user._is_superuser():
            return
        news = self.filtered(
            lambda document: (
                document.state == "draft"
                and user not in document.author_id | document.contributor_ids
            )
        )
        # superuser: writers of lines may not all write the document itself
        news = guard.with_key(news.sudo())
        # what a job has drafted is the work of the first person who takes it up
        drafted = news.filtered(lambda document: document.author_id._is_superuser())
        drafted.write({"author_id": user.id})
        (news - drafted).write({"contributor_ids": [(4, user.id)]})

    def _next_number(self, vals):
        """Return the number of a new document.

        :param dict vals: of `create()`
        """
        document_type = self.env["itsm.document.type"]._get(self._document_type)
        return document_type._next_number(fields.Date.context_today(self))

    # === BUSINESS METHODS === #

    def _get_engine_fields(self):
        """Return the names of the fields that only the engine writes; models add.

        :rtype: frozenset[str]
        """
        return ENGINE_FIELDS

    def _get_document_type_code(self):
        """Return the code of the document's type; a model may have several."""
        self.ensure_one()
        return self._document_type

    @api.model
    def _document_models(self):
        """Return the names of the models of controlled documents.

        :rtype: list[str]
        """
        return [
            model
            for model in self.env.registry.descendants(
                ["itsm.document.mixin"], "_inherit"
            )
            if not self.env[model]._abstract
        ]

    def _get_versions(self):
        """Return all versions of this document, the newest first."""
        self.ensure_one()
        return self.with_context(active_test=False).search(
            Domain("number", "=", self.number)
            & Domain("company_id", "=", self.company_id.id),
            order="id desc",
        )

    def _get_approval_people(self, person):
        """Return who is a person on the document; models say it of their own people.

        :param str person: of ``const.APPROVAL_PEOPLE``
        :rtype: res.users
        """
        self.ensure_one()
        if person == "department_head":
            # superuser: people's departments are not everybody's to read
            employees = self.author_id.sudo().employee_ids.filtered(
                lambda employee: employee.company_id == self.company_id
            )
            return employees.department_id.manager_id.user_id
        return self.env["res.users"]

    def _get_frozen_advice(self):
        if self.state in ("in_review", "reviewed"):
            return self.env._("Withdraw it, or have it returned, to change it.")
        return self.env._('Use "Revise" to make the next version.')

    @api.model
    def _get_state_message(self):
        return self.env._(
            "The state of a document is not written: submit it, decide, put it in"
            " force or close it by its buttons."
        )

    def _lock(self):
        """Let one transaction at a time decide on these documents.

        A second one that began before the first was committed does not see what it
        wrote; the update makes it fail, and Odoo run it again.
        """
        self.flush_recordset()
        self.env.cr.execute(
            f"""
            UPDATE {self._table} SET id = id WHERE id IN (
                SELECT id FROM {self._table} WHERE id = ANY(%s) ORDER BY id FOR UPDATE
            )
            """,
            [self.ids],
        )
