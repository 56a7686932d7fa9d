from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# A plan of a chain that has come to nothing, or is over.
_GONE = ("rejected", "cancelled", "superseded", "closed")


class ItsmServicePlan(models.Model):
    """A project's service plan (项目服务方案, clauses 1.1.10 to 1.1.12).

    The project manager writes it from contract and SLA, the technical manager has it
    reviewed, the service manager approves it. Its sections are those of domain 2.5.
    """

    _name = "itsm.service.plan"
    _description = "Service Plan"
    _inherit = ["itsm.project.document.mixin"]
    _order = "number desc, id desc"
    _rec_names_search = ["number", "name", "project_id", "partner_id"]
    _check_company_auto = True
    _document_type = "service_plan"
    _cancellable_states = ("draft",)

    name = fields.Char(string="Title", required=True, tracking=True)
    state = fields.Selection(
        selection_add=[
            ("in_review", "In Technical Review"),
            ("reviewed",),
            ("approved",),
            ("in_force", "In Execution"),
            ("superseded",),
            ("closed", "Ended"),
        ]
    )
    template_id = fields.Many2one(
        comodel_name="itsm.service.plan.template",
        readonly=True,
        ondelete="restrict",
        help="Where the sections come from.",
    )
    section_ids = fields.One2many(
        comodel_name="itsm.service.plan.section",
        inverse_name="plan_id",
        copy=True,
    )
    coverage_ids = fields.One2many(
        comodel_name="itsm.service.plan.coverage",
        inverse_name="plan_id",
        string="Coverage Lines",
        copy=True,
    )
    deliverable_ids = fields.One2many(
        comodel_name="itsm.service.plan.deliverable",
        inverse_name="plan_id",
        copy=True,
    )
    risk_ids = fields.One2many(
        comodel_name="itsm.service.plan.risk",
        inverse_name="plan_id",
        copy=True,
    )
    active = fields.Boolean(default=True)

    # === COMPUTE METHODS === #

    @api.depends("number", "version", "name")
    def _compute_display_name(self):
        for plan in self:
            version = f"v{plan.version}" if plan.number else ""
            parts = [plan.number, version, plan.name]
            plan.display_name = " ".join(filter(None, parts))

    # === CONSTRAINT METHODS === #

    @api.constrains("project_id", "state")
    def _check_one_plan(self):
        for plan in self.filtered(lambda plan: plan.state not in _GONE):
            # superuser: a project has one plan, whoever may read it
            others = self.sudo().with_context(active_test=False).search(
                [
                    ("project_id", "=", plan.project_id.id),
                    ("number", "!=", plan.number),
                    ("state", "not in", _GONE),
                ],
                limit=1,
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "%(project)s has the service plan %(plan)s already: revise that"
                        " one.",
                        project=plan.project_id.display_name,
                        plan=others.display_name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        if not self.env.context.get("itsm_revises"):
            for plan in plans:
                plan._begin()
        return plans

    def copy(self, default=None):
        copies = super().copy(default)
        for plan, draft in zip(self, copies, strict=True):
            plan._bring_coverage(draft)
        return copies

    def _begin(self):
        """Give a new plan its sections, and the lines of the contract to cover.

        :raise UserError: the project has no contract that is signed, or no template
        """
        self._check_project()
        if not self.section_ids:
            self._add_sections()
        self._take_basis()

    def _check_project(self):
        """Refuse to plan a project without a signed contract.

        :raise UserError:
        """
        # superuser: whether it is signed does not depend on who may read it
        contract = self.sudo().contract_id
        if contract.state not in ("signed", "in_force"):
            raise UserError(
                self.env._(
                    "%s has no contract that is signed and not over: a service plan is"
                    " written from the contract.",
                    self.project_id.display_name,
                )
            )

    def _add_sections(self):
        """Add the sections of the template, with their titles in all languages."""
        template = self._get_template()
        # superuser: which languages there are is no secret
        codes = [code for code, _name in self.env["res.lang"].sudo().get_installed()]
        english = self.with_context(lang="en_US")
        sections = english.env["itsm.service.plan.section"].create(
            [
                {
                    "plan_id": self.id,
                    "template_line_id": line.id,
                    "code": line.code,
                    "name": line.name,
                    "is_mandatory": line.is_mandatory,
                }
                for line in template.with_context(lang="en_US").line_ids
            ]
        )
        for code in codes:
            for section in sections.with_context(lang=code):
                if section.name != section.template_line_id.name:
                    section.name = section.template_line_id.name
        self.template_id = template
        self.invalidate_recordset(["section_ids"])

    def _get_template(self):
        """Return the template that a plan of this company starts from.

        :raise UserError: there is none
        """
        template = self.template_id or self.env["itsm.service.plan.template"].search(
            [("company_id", "in", [False, self.company_id.id])],
            order="company_id, sequence, id",
            limit=1,
        )
        if not template:
            raise UserError(
                self.env._(
                    "There is no template for service plans: ask an administrator to"
                    " enter one under Configuration."
                )
            )
        return template

    def _bring_coverage(self, draft):
        """Let the coverage of a copy name its own sections and deliverables."""
        sections = {section.code: section for section in draft.section_ids}
        olds = self.deliverable_ids.sorted("id")
        news = dict(zip(olds, draft.deliverable_ids.sorted("id"), strict=True))
        lines = {line.key: line for line in draft.coverage_ids}
        for line in self.coverage_ids:
            own = [sections[section.code].id for section in line.section_ids]
            things = [news[deliverable].id for deliverable in line.deliverable_ids]
            if own or things:
                lines[line.key].write(
                    {
                        "section_ids": [(6, 0, own)],
                        "deliverable_ids": [(6, 0, things)],
                    }
                )

    # === ACTION METHODS === #

    def action_view_project(self):
        self.ensure_one()
        return self.project_id._get_records_action(name=self.env._("Project"))

    def action_view_contract(self):
        self.ensure_one()
        return self.contract_id._get_records_action(name=self.env._("Service Contract"))

    def action_write_sections(self):
        """Open the first section that is still to be written, or the first one."""
        self.ensure_one()
        sections = self.section_ids.sorted("code")
        first = sections.filtered(lambda section: section.status == "open")[:1]
        if not sections:
            raise UserError(self.env._("%s has no section.", self.display_name))
        return (first or sections[:1])._get_section_action()

    # === BUSINESS METHODS === #

    def _get_editable_fields(self):
        return super()._get_editable_fields() | {"active"}
