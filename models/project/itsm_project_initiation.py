from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..approval import guard

COST_VIEWER = "itsm_service_delivery.group_cost_viewer"
MANAGER = "itsm_service_delivery.group_service_manager"

# Written by the program when the form is opened, or when somebody is appointed: agreed
# with the rest all the same.
GIVEN_FIELDS = frozenset(
    {
        "appointed_by_id",
        "appointed_on",
        "base_id",
        "completed_by_id",
        "completed_on",
        "former_date_end",
        "former_date_start",
        "former_manager_id",
        "kind",
    }
)
_OPEN = "state IN ('draft', 'in_review', 'reviewed', 'approved')"


class ItsmProjectInitiation(models.Model):
    """A project initiation form (项目立项申请表, clauses 1.1.8, 1.1.9; domain 2.4).

    The service manager opens it from a signed contract and appoints the project
    manager, who completes it. Its approval makes the project; what it says is the
    project's baseline. For an amendment, or a change without one, it changes the
    project, and says what was before.
    """

    _name = "itsm.project.initiation"
    _description = "Project Initiation Form"
    _inherit = ["itsm.document.mixin"]
    _order = "number desc, id desc"
    _rec_names_search = ["number", "name", "partner_id"]
    _check_company_auto = True
    _document_type = "project_initiation"
    # An initiated project is changed by a form of its own, not by a next version.
    _revisable_states = ()
    _cancellable_states = ("draft",)

    name = fields.Char(
        string="Project Name", required=True, tracking=True, default="/"
    )
    kind = fields.Selection(
        selection=[("new", "New Project"), ("change", "Project Change")],
        required=True,
        readonly=True,
        default="new",
        copy=False,
        index=True,
    )
    contract_id = fields.Many2one(
        comodel_name="itsm.contract",
        string="Service Contract",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        copy=False,
        domain="[('state', 'in', ('signed', 'in_force'))]",
        help="What the project is made or changed for: a signed contract or amendment.",
    )
    contract_kind = fields.Selection(related="contract_id.kind")
    partner_id = fields.Many2one(
        related="contract_id.partner_id",
        string="Customer",
        store=True,
        precompute=True,
        index=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(
        related="contract_id.currency_id", store=True, precompute=True
    )
    contract_amount = fields.Monetary(
        string="Contract Total", related="contract_id.amount_total"
    )
    existing_project_id = fields.Many2one(
        comodel_name="project.project",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('is_template', '=', False), ('itsm_contract_id', '=', False), '|',"
        " ('partner_id', '=', False), ('partner_id', 'child_of', partner_id)]",
        help="Empty: the project of the sales order is taken, or else one is made.",
    )
    project_id = fields.Many2one(
        comodel_name="project.project",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Made by the approval; for a change, the project that it changes.",
    )
    base_id = fields.Many2one(
        comodel_name="itsm.project.initiation",
        string="Changes",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The initiation that was the project's baseline before.",
    )
    project_manager_id = fields.Many2one(
        comodel_name="res.users",
        tracking=True,
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
        help="Appointed by the service manager.",
    )
    appointed_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    appointed_on = fields.Date(readonly=True, copy=False)
    project_type = fields.Selection(
        selection=[
            ("operation", "Operation"),
            ("integration", "Integration"),
            ("implementation", "Implementation"),
            ("consulting", "Consulting"),
        ],
        required=True,
        default="operation",
        tracking=True,
    )
    level = fields.Selection(
        selection=[("A", "A"), ("B", "B"), ("C", "C")],
        string="Project Level",
        required=True,
        default="B",
        tracking=True,
        help="A: of great weight for the company; C: small.",
    )
    security_level = fields.Selection(
        selection=[
            ("none", "Not graded"),
            ("1", "Level 1"),
            ("2", "Level 2"),
            ("3", "Level 3"),
            ("4", "Level 4"),
            ("5", "Level 5"),
        ],
        string="Information Security Level",
        required=True,
        default="none",
        help="The highest protection level of the customer's systems (GB/T 22240).",
    )
    date_start = fields.Date(string="Start Date", tracking=True)
    date_end = fields.Date(string="End Date", tracking=True)
    project_template_id = fields.Many2one(
        comodel_name="project.project",
        check_company=True,
        ondelete="restrict",
        domain="[('is_template', '=', True)]",
        help="Its stages and tasks are copied into the project.",
    )
    tag_ids = fields.Many2many(
        comodel_name="project.tags",
        relation="itsm_project_initiation_tag_rel",
        string="Tags",
    )

    # What the project is for (domain 2.4: scope, schedule, cost, quality)
    objective_scope = fields.Html(string="Scope")
    objective_schedule = fields.Html(string="Schedule")
    objective_cost = fields.Html(string="Cost", groups=COST_VIEWER)
    objective_quality = fields.Html(string="Quality")
    deliverable_ids = fields.One2many(
        comodel_name="itsm.project.initiation.deliverable",
        inverse_name="initiation_id",
        string="Deliverables",
        copy=True,
    )
    milestone_ids = fields.One2many(
        comodel_name="itsm.project.initiation.milestone",
        inverse_name="initiation_id",
        string="Milestones",
        copy=True,
    )
    staffing_ids = fields.One2many(
        comodel_name="itsm.project.initiation.staffing",
        inverse_name="initiation_id",
        copy=True,
    )
    person_months = fields.Float(
        compute="_compute_person_months", store=True, digits=(12, 2)
    )
    quality_objective_ids = fields.One2many(
        comodel_name="itsm.project.initiation.objective",
        inverse_name="initiation_id",
        string="Quality Objectives",
        copy=True,
    )
    risk_ids = fields.One2many(
        comodel_name="itsm.project.initiation.risk",
        inverse_name="initiation_id",
        string="Risks",
        copy=True,
    )
    assumptions = fields.Html(string="Assumptions and Constraints")
    purchase_needs = fields.Html(
        string="Purchasing Needs", help="What must be bought or subcontracted."
    )
    change_reason = fields.Text(string="Reason for the Change", copy=False)
    change_impact = fields.Text(string="Impact of the Change", copy=False)
    former_manager_id = fields.Many2one(
        comodel_name="res.users",
        string="Former Project Manager",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    former_date_start = fields.Date(
        string="Former Start Date", readonly=True, copy=False
    )
    former_date_end = fields.Date(string="Former End Date", readonly=True, copy=False)
    active = fields.Boolean(default=True)

    _check_dates = models.Constraint(
        "CHECK (date_end >= date_start)",
        "The project ends before it starts: correct one of the dates.",
    )
    _contract_uniq = models.UniqueIndex(
        f"(contract_id) WHERE {_OPEN}",
        "An initiation of this contract is being written already: open that one.",
    )
    _change_uniq = models.UniqueIndex(
        f"(project_id) WHERE kind = 'change' AND {_OPEN}",
        "A change of this project is being written already: open that one.",
    )
    _baseline_uniq = models.UniqueIndex(
        "(project_id) WHERE state = 'in_force'",
        "Another initiation is the baseline of this project.",
    )

    # === COMPUTE METHODS === #

    @api.depends("number", "name")
    def _compute_display_name(self):
        for initiation in self:
            parts = [initiation.number, initiation.name]
            initiation.display_name = " ".join(filter(None, parts))

    @api.depends("staffing_ids.person_months")
    def _compute_person_months(self):
        for initiation in self:
            lines = initiation.staffing_ids
            initiation.person_months = sum(lines.mapped("person_months"))

    @api.depends("contract_id.approval_amount")
    def _compute_approval_amount(self):
        result = super()._compute_approval_amount()
        for initiation in self:
            # superuser: what decides on the stages does not depend on who looks
            contract = initiation.sudo().contract_id
            initiation.approval_amount = contract.approval_amount
        return result

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        initiations = super().create(vals_list)
        for initiation in initiations:
            initiation._take_contract()
            if initiation.project_manager_id:
                initiation._note_appointment()
        return initiations

    def write(self, vals):
        former = {initiation: initiation.project_manager_id for initiation in self}
        if not guard.holds_key(self.env):
            if "contract_id" in vals:
                self._check_same_contract(vals["contract_id"])
            if "project_manager_id" in vals and not self._may_appoint():
                raise AccessError(
                    self.env._("The service manager appoints the project manager.")
                )
        result = super().write(vals)
        for initiation, manager in former.items():
            if initiation.project_manager_id != manager:
                initiation._note_appointment()
        return result

    def copy_data(self, default=None):
        raise UserError(
            self.env._(
                "An initiation is not copied: open it from its contract, or change the"
                " project."
            )
        )

    def _may_appoint(self):
        return self.env.su or self.env.user.has_group(MANAGER)

    def _check_same_contract(self, contract_id):
        """Refuse to move a form to another contract: it was filled from this one.

        :raise UserError:
        """
        if any(initiation.contract_id.id != contract_id for initiation in self):
            raise UserError(
                self.env._(
                    "An initiation stays with its contract: cancel it, and open one"
                    " from the other contract."
                )
            )

    def _take_contract(self):
        """Note what kind of form the contract asks for, and what it changes.

        :raise UserError: the contract is not to be initiated
        """
        self.ensure_one()
        # superuser: what there is does not depend on who opens the form
        contract = self.sudo().contract_id
        if not guard.holds_key(self.env):
            contract._check_initiable()
        project = contract._get_project_to_change()
        if not project:
            return
        guard.with_key(self.sudo()).write(
            {
                "base_id": project.itsm_initiation_id.id,
                "former_date_end": project.date,
                "former_date_start": project.date_start,
                "former_manager_id": project.user_id.id,
                "kind": "change",
                "project_id": project.id,
            }
        )

    def _note_appointment(self):
        """Note who appointed the project manager; he has not completed it yet.

        Who stays the project manager was appointed before.
        """
        manager, base = self.project_manager_id, self.base_id
        who, day = self.env.user if manager else manager, self.contract_id._today()
        if manager and manager == base.project_manager_id:
            who, day = base.appointed_by_id, base.appointed_on
        # superuser: the right was checked, and nobody writes this by himself
        guard.with_key(self.sudo()).write(
            {
                "appointed_by_id": who.id,
                "appointed_on": day if manager else False,
                "completed_by_id": False,
                "completed_on": False,
                "is_with_manager": False,
            }
        )

    # === BUSINESS METHODS === #

    def _get_engine_fields(self):
        return super()._get_engine_fields() | GIVEN_FIELDS | {"project_id"}

    def _get_content_fields(self):
        return sorted({*super()._get_content_fields(), *GIVEN_FIELDS})

    def _get_editable_fields(self):
        return super()._get_editable_fields() | {"active"}

    def _get_approval_people(self, person):
        # superuser: who the people are does not depend on who submits
        initiation = self.sudo()
        people = {
            "project_manager": initiation.project_manager_id,
            "sales_owner": initiation.contract_id.user_id,
            "service_manager": initiation.contract_id.service_manager_id,
        }
        return people.get(person) or super()._get_approval_people(person)
