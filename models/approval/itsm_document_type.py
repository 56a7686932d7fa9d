from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from ...const import CONFIDENTIALITY


class ItsmDocumentType(models.Model):
    """A kind of controlled document: its number, its defaults, its stages.

    The types of domain section 4 are shipped; administrators change them, and the
    stages, without code.
    """

    _name = "itsm.document.type"
    _description = "Document Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, readonly=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    clause = fields.Char(help="Clause of the procedure, such as S-1.1.4.")
    model = fields.Char(
        readonly=True, copy=False, help="Technical name of the record that it is."
    )
    is_used = fields.Boolean(
        compute="_compute_is_used",
        search="_search_is_used",
        help="Documents of this type can be written in this version of the program.",
    )
    usage = fields.Selection(
        selection=[("used", "In use"), ("unused", "Not used yet")],
        compute="_compute_is_used",
    )
    prefix = fields.Char(
        help="Numbers start with it and the year, such as SQ-2026-0001."
    )
    sequence_id = fields.Many2one(
        comodel_name="ir.sequence", readonly=True, copy=False, ondelete="restrict"
    )
    confidentiality = fields.Selection(
        selection=CONFIDENTIALITY, required=True, default="internal"
    )
    retention_years = fields.Integer(
        default=3, help="Years that a document is kept after its contract has ended."
    )
    review_months = fields.Integer(
        help="Months after which a document in force is reviewed. 0: not reviewed."
    )
    stage_ids = fields.One2many(
        comodel_name="itsm.approval.stage",
        inverse_name="document_type_id",
        string="Approval Stages",
    )
    stage_count = fields.Integer(string="Stages", compute="_compute_stages")
    # Which columns the list of stages needs.
    has_person_stage = fields.Boolean(compute="_compute_decider_kinds")
    has_people_stage = fields.Boolean(compute="_compute_decider_kinds")
    stage_summary = fields.Char(string="Way to Approval", compute="_compute_stages")

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "There is already a document type with this code."
    )
    _check_years = models.Constraint(
        "CHECK (retention_years >= 0 AND review_months >= 0)",
        "Years and months are 0 or more.",
    )

    # === COMPUTE METHODS === #

    @api.depends("model")
    def _compute_is_used(self):
        used = self.env["itsm.document.mixin"]._document_models()
        for document_type in self:
            document_type.is_used = document_type.model in used
            document_type.usage = "used" if document_type.is_used else "unused"

    def _search_is_used(self, operator, value):
        if operator != "in":
            return NotImplemented
        used = self.env["itsm.document.mixin"]._document_models()
        return [("model", "in" if True in value else "not in", used)]

    @api.depends("stage_ids.name", "stage_ids.sequence", "stage_ids.active")
    @api.depends_context("lang")
    def _compute_stages(self):
        for document_type in self:
            names = document_type.stage_ids.mapped("name")
            document_type.stage_count = len(names)
            document_type.stage_summary = " → ".join(filter(None, names))

    @api.depends("stage_ids.decider_kind")
    def _compute_decider_kinds(self):
        for document_type in self:
            kinds = set(document_type.stage_ids.mapped("decider_kind"))
            document_type.has_person_stage = "person" in kinds
            document_type.has_people_stage = "users" in kinds

    # === BUSINESS METHODS === #

    @api.model
    def _get(self, code):
        """Return the type with a code; it may be archived, but must be there.

        :rtype: itsm.document.type
        :raise ValueError: no such type
        """
        return self.browse(self._id_of(code))

    @api.model
    @ormcache("code")
    def _id_of(self, code):
        # superuser: which type a document is of does not depend on its reader
        types = self.sudo().with_context(active_test=False)
        found = types.search([("code", "=", code)])
        if not found:
            raise ValueError(f"There is no document type {code!r}.")
        return found.id

    def _next_number(self, day):
        """Return the next number of this type, such as ``SQ-2026-0011`` (clause 1.11).

        Without gaps: an auditor asks for each number that is missing.

        :param date day: its year is in the number
        """
        return self._get_sequence().next_by_id(day)

    def _get_sequence(self):
        """Return the sequence that numbers this type; the first number makes it.

        :rtype: ir.sequence
        """
        self.ensure_one()
        # superuser: whoever may write a document gets a number for it
        document_type = self.sudo()
        if not document_type.sequence_id:
            document_type.sequence_id = document_type.env["ir.sequence"].create(
                {
                    "name": document_type.name,
                    "code": f"itsm.document.{document_type.code}",
                    "prefix": f"{document_type.prefix or 'DOC'}-%(range_year)s-",
                    "padding": 4,
                    "use_date_range": True,
                    "implementation": "no_gap",
                    "company_id": False,
                }
            )
        return document_type.sequence_id

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if "code" in vals:
            self.env.registry.clear_cache()
        result = super().write(vals)
        if "prefix" in vals:
            for document_type in self.filtered("sequence_id"):
                document_type.sequence_id.prefix = f"{vals['prefix']}-%(range_year)s-"
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if rounds := self.env["itsm.approval.round"].sudo().search(
            [("document_type_id", "in", self.ids)], limit=1
        ):
            raise UserError(
                self.env._(
                    "%s has been submitted: its type cannot be deleted. Archive it.",
                    rounds.display_name,
                )
            )
