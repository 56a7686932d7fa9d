from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [("stage", "Stage Acceptance"), ("final", "Final Acceptance")]
CONCLUSIONS = [
    ("pass", "Accepted"),
    ("conditional", "Accepted with conditions"),
    ("fail", "Not accepted"),
]


class ItsmAcceptance(models.Model):
    """What the customer accepts of a project, and how (项目验收报告, clause 1.1.18).

    Drafted by the project manager, reviewed by the department under somebody else's
    chair (R10), released by the director, decided and signed by a contact of the
    customer, signed by us. See docs/delivery.md and domain 2.9, 4.19.
    """

    _name = "itsm.acceptance"
    _description = "Acceptance Report"
    _inherit = ["itsm.project.document.mixin", "itsm.signature.mixin"]
    _document_type = "acceptance"
    _in_force_on_approval = False
    _order = "date_planned desc, id desc"

    name = fields.Char(
        string="Title",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    kind = fields.Selection(
        selection=KINDS, required=True, default="final", tracking=True
    )
    stage_name = fields.Char(
        string="Stage", help="What of the project is accepted, of a stage acceptance."
    )
    milestone_id = fields.Many2one(
        comodel_name="project.milestone",
        domain="[('project_id', '=', project_id)]",
        ondelete="restrict",
    )
    period_start = fields.Date(
        string="From",
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
        help="First day of the service that is accepted.",
    )
    period_end = fields.Date(
        string="Until",
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
        help="Last day of the service that is accepted.",
    )
    basis = fields.Text(
        string="Basis of Acceptance",
        help="The contract, agreement, plans and standards that it is held against.",
    )
    date_planned = fields.Date(
        string="Planned for",
        required=True,
        default=fields.Date.context_today,
        help="When the customer is to accept.",
    )
    place = fields.Char()
    mode = fields.Selection(
        selection=[("meeting", "Meeting"), ("sign_off", "Sign-off")],
        required=True,
        default="sign_off",
        help="Whether the acceptance is held as a meeting, or by signing in turn.",
    )
    chair_id = fields.Many2one(
        comodel_name="res.users",
        string="Chair of the Internal Review",
        compute="_compute_chair_id",
        store=True,
        readonly=False,
        precompute=True,
        domain=[("share", "=", False)],
        ondelete="restrict",
        tracking=True,
        help="Leads our own review; not the project manager (R10).",
    )
    summary = fields.Text(
        string="What Was Delivered",
        help="In a few sentences, for the customer: what was done, and how well.",
    )
    former_reason = fields.Text(
        string="Why the Last Version Was Not Accepted", readonly=True
    )
    member_ids = fields.One2many(
        comodel_name="itsm.acceptance.member",
        inverse_name="acceptance_id",
        string="Acceptance Group",
        copy=True,
    )
    criterion_ids = fields.One2many(
        comodel_name="itsm.acceptance.criterion",
        inverse_name="acceptance_id",
        string="Criteria",
        copy=True,
    )
    deliverable_ids = fields.One2many(
        comodel_name="itsm.acceptance.deliverable",
        inverse_name="acceptance_id",
        string="Deliverables",
        copy=True,
    )
    scan_ids = fields.Many2many(relation="itsm_acceptance_scan_rel")

    # === COMPUTE METHODS === #

    @api.depends("project_id", "kind", "stage_name")
    def _compute_name(self):
        for acceptance in self:
            project = acceptance.project_id.name or ""
            if not acceptance.name and project:
                acceptance.name = project

    @api.depends("number", "version", "name")
    def _compute_display_name(self):
        for acceptance in self:
            version = f" v{acceptance.version}" if acceptance.version != "1.0" else ""
            parts = [f"{acceptance.number or ''}{version}", acceptance.name or ""]
            acceptance.display_name = " ".join(filter(None, parts))

    @api.depends("project_id")
    def _compute_period(self):
        for acceptance in self:
            # superuser: the dates of the contract, whoever sees the money in it
            contract = acceptance.project_id.sudo().itsm_contract_id
            acceptance.period_start = contract.date_start
            acceptance.period_end = contract and contract._get_last_day()

    @api.depends("project_id")
    def _compute_chair_id(self):
        for acceptance in self:
            # superuser: who is in charge does not depend on who drafts
            project = acceptance.project_id.sudo()
            manager = project.itsm_contract_id.service_manager_id
            acceptance.chair_id = manager if manager != project.user_id else False

    # === CONSTRAINT METHODS === #

    _check_period = models.Constraint(
        "CHECK (period_start IS NULL OR period_end IS NULL"
        " OR period_start <= period_end)",
        "The period ends before it begins: correct its dates.",
    )

    @api.constrains("milestone_id", "project_id")
    def _check_milestone(self):
        for acceptance in self:
            milestone = acceptance.milestone_id
            if milestone and milestone.project_id != acceptance.project_id:
                raise ValidationError(
                    self.env._(
                        "The milestone %(milestone)s is of another project than"
                        " %(project)s: choose one of its own.",
                        milestone=milestone.name,
                        project=acceptance.project_id.display_name,
                    )
                )

    # === ACTION METHODS === #

    def action_view_project(self):
        """Open the project that is accepted."""
        self.ensure_one()
        return self.project_id._get_records_action(name=self.env._("Project"))

    # === BUSINESS METHODS === #

    def _today(self):
        """Return the date where the contract is."""
        self.ensure_one()
        # superuser: what day it is does not depend on who sees the contract
        contract = self.sudo().contract_id
        return contract._today() if contract else fields.Date.context_today(self)

    def _get_approval_people(self, person):
        if person == "acceptance_chair":
            # superuser: who the people are does not depend on who submits
            return self.sudo().chair_id
        return super()._get_approval_people(person)
