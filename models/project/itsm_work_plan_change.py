from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..approval import guard

CHANGE_KINDS = [
    ("activity", "Activities"),
    ("personnel", "Personnel"),
    ("both", "Activities and Personnel"),
]
REQUEST_MODES = [("written", "Written"), ("oral", "Oral")]
CHANNELS = [
    ("phone", "Phone"),
    ("face", "Face to Face"),
    ("meeting", "Meeting"),
    ("im", "Instant Message"),
]
# What was asked for: frozen with the answer.
REQUEST_FIELDS = frozenset(
    {
        "channel",
        "kind",
        "name",
        "oral_summary",
        "place",
        "plan_id",
        "project_id",
        "reason",
        "request_mode",
        "requested_at",
        "requested_to_id",
        "touches_contract",
        "witness_ids",
    }
)
# The states in which a change is on its way.
OPEN_STATES = ("draft", "in_review", "reviewed")


class ItsmWorkPlanChange(models.Model):
    """A work plan change (工作计划变更, clause 1.1.15; domain 1.9, 4.9).

    The project manager asks the service manager, who agrees or does not; whom he names
    edits the plan's next version, the project manager checks it, the service manager
    approves. Nothing takes effect before that. A draft is a request until it was agreed
    to (``request_state``), and is edited from then on.
    """

    _name = "itsm.work.plan.change"
    _description = "Work Plan Change"
    _inherit = ["itsm.project.document.mixin"]
    _order = "number desc, id desc"
    _rec_names_search = ["number", "name", "project_id"]
    _check_company_auto = True
    _document_type = "work_plan_change"
    _revisable_states = ()
    _cancellable_states = ("draft",)

    name = fields.Char(string="What Is to Change", required=True, tracking=True)
    plan_id = fields.Many2one(
        comodel_name="itsm.work.plan",
        string="Work Plan",
        required=True,
        compute="_compute_plan_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('project_id', '=', project_id), ('state', '=', 'in_force')]",
        help="The version in force that is to change.",
    )
    new_plan_id = fields.Many2one(
        comodel_name="itsm.work.plan",
        string="New Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    kind = fields.Selection(
        selection=CHANGE_KINDS, required=True, default="activity", tracking=True
    )
    reason = fields.Text(required=True)
    state = fields.Selection(
        selection_add=[("draft", "Open"), ("declined", "Declined")],
        ondelete={"declined": "set default"},
    )
    request_state = fields.Selection(
        selection=[
            ("requested", "Requested"),
            ("agreed", "Agreed"),
            ("declined", "Declined"),
        ],
        string="Request",
        required=True,
        readonly=True,
        default="requested",
        copy=False,
    )
    step = fields.Selection(
        selection=[
            ("requested", "Requested"),
            ("editing", "Being Edited"),
            ("checking", "Being Checked"),
            ("approving", "To Approve"),
            ("in_force", "In Force"),
            ("declined", "Declined"),
            ("rejected", "Rejected"),
            ("cancelled", "Withdrawn"),
        ],
        compute="_compute_step",
        store=True,
        index=True,
    )

    # The request
    request_mode = fields.Selection(
        selection=REQUEST_MODES, string="Requested", required=True, default="written"
    )
    requested_by_id = fields.Many2one(
        comodel_name="res.users",
        compute="_compute_requested_by_id",
        store=True,
        precompute=True,
        ondelete="restrict",
        help="The project manager, whoever records it.",
    )
    requested_to_id = fields.Many2one(
        comodel_name="res.users",
        string="Asked of",
        required=True,
        compute="_compute_requested_to_id",
        store=True,
        readonly=False,
        precompute=True,
        domain=[("share", "=", False)],
        check_company=True,
        ondelete="restrict",
        tracking=True,
        help="The service manager who was asked. An oral request is confirmed by him.",
    )
    requested_at = fields.Datetime(
        string="Requested on", required=True, default=fields.Datetime.now, copy=False
    )
    channel = fields.Selection(selection=CHANNELS, copy=False)
    place = fields.Char(copy=False)
    witness_ids = fields.Many2many(
        comodel_name="res.partner", string="Witnesses", copy=False
    )
    oral_summary = fields.Text(string="What Was Said", copy=False)
    recorded_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    recorded_at = fields.Datetime(string="Recorded on", readonly=True, copy=False)
    record_due = fields.Date(
        string="To Be Recorded by",
        compute="_compute_recorded_late",
        store=True,
        help="An oral request is recorded within the working days of the settings.",
    )
    is_recorded_late = fields.Boolean(
        string="Recorded Late", compute="_compute_recorded_late", store=True
    )
    confirmed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Answered by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    confirmed_at = fields.Datetime(string="Answered on", readonly=True, copy=False)
    answer_comment = fields.Text(string="Answer", readonly=True, copy=False)

    # The revision
    editor_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="Who edits the new version, as the service manager has named.",
    )
    handover_ids = fields.One2many(
        comodel_name="itsm.work.plan.handover",
        inverse_name="change_id",
        string="Handovers",
        copy=False,
    )
    impact_cost = fields.Text(
        string="Impact on Cost",
        groups="itsm_service_delivery.group_cost_viewer",
        copy=False,
    )
    impact_sla = fields.Text(
        string="Impact on the SLA",
        copy=False,
        help="On service levels and people who keep them; the SLA itself stays.",
    )
    impact_contract = fields.Text(
        string="Impact on the Contract",
        copy=False,
        help="Why price, scope and SLA stay as agreed.",
    )
    touches_contract = fields.Boolean(
        string="Price, Scope or SLA Change",
        tracking=True,
        help="That is for a contract amendment, not for a work plan change.",
    )

    _check_roles = models.Constraint(
        "CHECK (requested_by_id <> requested_to_id)",
        "The project manager asks somebody else: choose another service manager.",
    )

    # === COMPUTE METHODS === #

    @api.depends("number", "name")
    def _compute_display_name(self):
        for change in self:
            parts = [change.number, change.name]
            change.display_name = " ".join(filter(None, parts))

    @api.depends("project_id")
    def _compute_plan_id(self):
        for change in self:
            if not change.project_id or change.plan_id.project_id == change.project_id:
                continue
            change.plan_id = self.env["itsm.work.plan"].search(
                Domain("project_id", "=", change.project_id._origin.id)
                & Domain("state", "=", "in_force"),
                limit=1,
            )

    @api.depends("project_id")
    def _compute_requested_by_id(self):
        for change in self:
            # superuser: who manages a project does not depend on who looks
            change.requested_by_id = change.project_id.sudo().user_id

    @api.depends("project_id")
    def _compute_requested_to_id(self):
        for change in self:
            # superuser: as above
            contract = change.project_id.sudo().itsm_contract_id
            change.requested_to_id = (
                change.requested_to_id or contract.service_manager_id
            )

    @api.depends("state", "request_state")
    def _compute_step(self):
        steps = {
            "in_review": "checking",
            "reviewed": "approving",
            "approved": "in_force",
        }
        for change in self:
            if change.state == "draft":
                agreed = change.request_state == "agreed"
                change.step = "editing" if agreed else "requested"
            else:
                change.step = steps.get(change.state, change.state)

    @api.depends("request_mode", "requested_at", "recorded_at")
    def _compute_recorded_late(self):
        """Judge the record by the settings of the day on which it was made."""
        stages = self.env["itsm.approval.round.stage"]
        for change in self:
            change.record_due, change.is_recorded_late = False, False
            if change.request_mode != "oral" or not change.requested_at:
                continue
            # superuser: what a company has settled is no secret
            company = change.sudo().company_id
            change.record_due = stages._add_working_days(
                company,
                stages._day_in(company, change.requested_at),
                company.itsm_oral_record_days,
            )
            if change.recorded_at:
                recorded_on = stages._day_in(company, change.recorded_at)
                change.is_recorded_late = recorded_on > change.record_due

    # === CONSTRAINT METHODS === #

    @api.constrains("plan_id", "project_id")
    def _check_plan(self):
        for change in self:
            # superuser: whatever the user sees of the plan
            if change.sudo().plan_id.project_id != change.project_id:
                raise ValidationError(
                    self.env._(
                        "%(plan)s is not the work plan of %(project)s.",
                        plan=change.sudo().plan_id.display_name,
                        project=change.project_id.display_name,
                    )
                )

    @api.constrains("requested_to_id")
    def _check_requested_to(self):
        for change in self:
            # superuser: who holds which role is no secret here
            if not change.sudo().requested_to_id.has_group(
                "itsm_service_delivery.group_service_manager"
            ):
                raise ValidationError(
                    self.env._(
                        "%s is no service manager: a work plan change is asked of one.",
                        change.sudo().requested_to_id.name,
                    )
                )

    @api.constrains(
        "request_mode", "channel", "place", "oral_summary", "requested_at"
    )
    def _check_oral_record(self):
        """What is said leaves no trace but this record: it must be complete at once."""
        for change in self:
            missing = change._missing_of_oral_record()
            if missing:
                raise ValidationError(
                    self.env._(
                        "The record of an oral request is not complete: %s",
                        " ".join(missing),
                    )
                )
            if change.requested_at > fields.Datetime.now():
                raise ValidationError(
                    self.env._(
                        "The request cannot be recorded before it is made: correct"
                        ' "Requested on".'
                    )
                )

    def _missing_of_oral_record(self):
        if self.request_mode != "oral":
            return []
        missing = []
        if not self.channel:
            missing.append(self.env._("Say how it was asked: by phone, in a meeting."))
        if self.channel in ("face", "meeting") and not (self.place or "").strip():
            missing.append(self.env._("Say where."))
        if not (self.oral_summary or "").strip():
            missing.append(self.env._("Write down what was said."))
        return missing

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        now = fields.Datetime.now()
        plans = self.env["itsm.work.plan"]
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            plan = plans.browse(vals.get("plan_id"))
            if plan and not vals.get("project_id"):
                # superuser: the plan is checked below
                vals["project_id"] = plan.sudo().project_id.id
        changes = super().create(vals_list)
        # whoever asks for a change knows the plan
        changes.plan_id.check_access("read")
        changes._check_plan_in_force()
        # superuser: nobody says himself when and by whom it was recorded
        guard.with_key(changes.sudo()).write(
            {"recorded_at": now, "recorded_by_id": self.env.uid}
        )
        changes._ask_for_answer()
        return changes

    def write(self, vals):
        result = super().write(vals)
        if REQUEST_FIELDS & vals.keys() and not guard.holds_key(self.env):
            # superuser: as on creation; what counts is the record as it stands
            guard.with_key(self.sudo()).write(
                {"recorded_at": fields.Datetime.now(), "recorded_by_id": self.env.uid}
            )
        return result

    # === BUSINESS METHODS === #

    def _get_engine_fields(self):
        return super()._get_engine_fields() | {
            "answer_comment",
            "confirmed_at",
            "confirmed_by_id",
            "editor_id",
            "new_plan_id",
            "recorded_at",
            "recorded_by_id",
            "request_state",
            "requested_by_id",
        }

    def _get_state_label(self):
        labels = dict(self._fields["step"]._description_selection(self.env))
        return labels[self.step].lower()

    def _check_plan_in_force(self):
        """Refuse a change of what is no plan in force.

        :raise UserError:
        """
        for change in self:
            # superuser: whatever the user sees of the plan
            plan = change.sudo().plan_id
            if plan.state != "in_force":
                raise UserError(
                    self.env._(
                        "%(plan)s is %(state)s: only a work plan in force is changed,"
                        " a draft is simply edited.",
                        plan=plan.display_name,
                        state=plan._get_state_label(),
                    )
                )
