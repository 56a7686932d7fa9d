from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..approval import guard

_GIVEN_UP = ("rejected", "cancelled", "closed")


class ItsmProjectClosure(models.Model):
    """The closure of a project (项目结项, clause 1.1.17, domain 4.18).

    A checklist that people settle and the program checks, and the director's decision.
    With it the project is closed together with its contract, and read-only from then
    on. Without a signed final acceptance only the director's waiver closes it.
    """

    _name = "itsm.project.closure"
    _description = "Project Closure"
    _inherit = ["itsm.project.document.mixin"]
    _order = "number desc, id desc"
    _rec_names_search = ["number", "name", "project_id"]
    _check_company_auto = True
    _document_type = "closure"
    # it is not revised: the project is reopened by a project change
    _revisable_states = ()

    name = fields.Char(
        string="Title",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    state = fields.Selection(
        selection_add=[("in_force", "Closed"), ("closed", "Reopened")]
    )
    item_ids = fields.One2many(
        comodel_name="itsm.closure.item",
        inverse_name="closure_id",
        string="Checklist",
        copy=True,
    )
    open_count = fields.Integer(string="Open Items", compute="_compute_open_count")
    conclusion = fields.Text(help="How the project ended, in a few sentences.")
    waiver_reason = fields.Text(
        string="Waiver of the Acceptance",
        help="Why the project is closed without a signed final acceptance. It is the"
        " director who waives it, by his approval.",
    )
    is_waived = fields.Boolean(
        string="Without Acceptance",
        compute="_compute_is_waived",
        help="The director is asked to waive the final acceptance.",
    )
    closed_documents = fields.Json(readonly=True, copy=False)

    # === COMPUTE METHODS === #

    @api.depends("project_id")
    def _compute_name(self):
        for closure in self:
            if not closure.name and closure.project_id:
                closure.name = self.env._(
                    "Closure of %s", closure.project_id.sudo().name
                )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for closure in self:
            parts = [closure.number, closure.name]
            closure.display_name = " ".join(filter(None, parts))

    @api.depends("item_ids.state")
    def _compute_open_count(self):
        for closure in self:
            items = closure.item_ids
            closure.open_count = len(items.filtered(lambda item: item.state == "open"))

    @api.depends("item_ids.state")
    def _compute_is_waived(self):
        for closure in self:
            closure.is_waived = "waived" in closure.item_ids.mapped("state")

    # === CONSTRAINT METHODS === #

    @api.constrains("project_id")
    def _check_only_one(self):
        for closure in self:
            # superuser: there is one, whoever sees it
            others = closure.sudo().search(
                [
                    ("project_id", "=", closure.project_id.id),
                    ("id", "!=", closure.id),
                    ("state", "not in", _GIVEN_UP),
                ],
                limit=1,
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "%(project)s is being closed already: go on with %(closure)s.",
                        project=closure.project_id.display_name,
                        closure=others.display_name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        closures = super().create(vals_list)
        for closure in closures:
            closure._add_items()
            closure._check_items()
        return closures

    def write(self, vals):
        result = super().write(vals)
        if "waiver_reason" in vals and not guard.holds_key(self.env):
            for closure in self:
                closure._check_items()
        return result

    # === ACTION METHODS === #

    def action_check(self):
        """Let the program check its items again."""
        self.check_access("write")
        for closure in self:
            closure._check_editable(["item_ids"])
            closure._check_items()
        return True

    def action_close(self):
        raise UserError(
            self.env._(
                "A closed project is reopened by a project change, not by its closure."
            )
        )

    # === BUSINESS METHODS === #

    def _get_engine_fields(self):
        return super()._get_engine_fields() | {"closed_documents"}

    def _compute_can_release(self):
        """The approval closes the project; a project change reopens it."""
        result = super()._compute_can_release()
        self.can_put_in_force = self.can_close = False
        return result

    def _get_frozen_advice(self):
        if self.state == "in_force":
            return self.env._("A project change reopens the project.")
        return super()._get_frozen_advice()

    def _add_items(self):
        """Give a new closure the checklist of its company."""
        # superuser: the checklist is given, whoever may read the templates
        templates = self.env["itsm.closure.template"].sudo()
        lines = templates.search([("company_id", "in", [False, self.company_id.id])])
        items = guard.with_key(self.env["itsm.closure.item"].sudo())
        items.create(
            [
                {
                    "closure_id": self.id,
                    "sequence": line.sequence,
                    "name": line.name,
                    "guidance": line.guidance,
                    "check": line.check,
                }
                for line in lines.with_context(lang=self.env.lang)
            ]
        )

    def _get_missing(self):
        """Return what keeps the project from being closed, as sentences."""
        self.ensure_one()
        missing = []
        for item in self.item_ids.filtered(lambda item: item.state == "open"):
            who = item.responsible_id.name
            if item.check:
                missing.append(f"{item.name}: {item.finding}")
            elif who:
                missing.append(
                    self.env._(
                        "%(item)s: %(person)s has not settled it.",
                        item=item.name,
                        person=who,
                    )
                )
            else:
                missing.append(self.env._("%s: nobody has settled it.", item.name))
        return missing

    def _check_ready_to_submit(self):
        result = super()._check_ready_to_submit()
        self._check_items()
        if missing := self._get_missing():
            raise UserError(
                self.env._(
                    "%(closure)s cannot be submitted:\n%(missing)s",
                    closure=self.display_name,
                    missing="\n".join(f"- {line}" for line in missing),
                )
            )
        return result
