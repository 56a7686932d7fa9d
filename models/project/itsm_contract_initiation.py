from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...const import INITIATION_PHASES
from ..approval import guard

INITIATION_ACTIVITY = "itsm_service_delivery.mail_activity_contract_initiation"
LATE_ACTIVITY = "itsm_service_delivery.mail_activity_contract_initiation_late"
RUNNING = ("signed", "in_force")
OPEN = ("draft", "in_review", "reviewed", "approved")


class ItsmContract(models.Model):
    """From the signature to the project (clause 1.1.8).

    A contract is initiated when the approval of its initiation has made the project;
    an amendment, and a renewal that goes on with the project, when it has changed it.
    """

    _inherit = "itsm.contract"

    initiated_on = fields.Date(
        string="Initiated on",
        readonly=True,
        copy=False,
        help="When the project was made for the contract, or brought in line with it.",
    )
    initiation_escalated_on = fields.Date(
        string="Late Initiation Reported on", readonly=True, copy=False
    )
    initiation_ids = fields.One2many(
        comodel_name="itsm.project.initiation",
        inverse_name="contract_id",
        string="Initiations",
    )
    initiation_id = fields.Many2one(
        comodel_name="itsm.project.initiation",
        compute="_compute_initiation_id",
        compute_sudo=True,
        help="The one that is being written or decided; else the last.",
    )
    initiation_phase = fields.Selection(
        selection=INITIATION_PHASES, compute="_compute_initiation_id", compute_sudo=True
    )
    initiation_count = fields.Integer(
        string="Initiations", compute="_compute_initiation_id", compute_sudo=True
    )
    can_initiate = fields.Boolean(compute="_compute_can_initiate")
    is_to_initiate = fields.Boolean(
        string="To Initiate",
        compute="_compute_initiation",
        search="_search_is_to_initiate",
    )
    days_since_signature = fields.Integer(compute="_compute_initiation")
    is_initiation_late = fields.Boolean(
        string="Initiation Late",
        compute="_compute_initiation",
        search="_search_is_initiation_late",
        help="Signed longer ago than the company's settings allow.",
    )

    # === COMPUTE METHODS === #

    @api.depends("initiation_ids.phase")
    def _compute_initiation_id(self):
        for contract in self:
            initiations = contract.initiation_ids.sorted("id", reverse=True)
            is_open = initiations.filtered(lambda one: one.state in OPEN)
            over = initiations.filtered(lambda one: one.phase != "over")
            contract.initiation_id = (is_open or over)[:1]
            contract.initiation_phase = contract.initiation_id.phase
            contract.initiation_count = len(initiations)

    @api.depends("is_to_initiate")
    @api.depends_context("uid")
    def _compute_can_initiate(self):
        for contract in self:
            contract.can_initiate = contract.is_to_initiate and contract._may_release()

    @api.depends("state", "kind", "project_id", "initiated_on", "signed_on")
    def _compute_initiation(self):
        to_initiate = self.filtered_domain(self._domain_to_initiate())
        for contract in self:
            signed, today = contract.signed_on, contract._today()
            contract.is_to_initiate = contract in to_initiate
            contract.days_since_signature = (today - signed).days if signed else 0
            # superuser: what a company has settled is no secret
            limit = contract.sudo().company_id.itsm_initiation_days
            contract.is_initiation_late = (
                contract.is_to_initiate and contract.days_since_signature > limit
            )

    def _search_is_to_initiate(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return self._domain_to_initiate()

    def _search_is_initiation_late(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        today = fields.Date.context_today(self)
        late = Domain.FALSE
        # superuser: what a company has settled is no secret
        for company in self.env["res.company"].sudo().search([]):
            latest = today - timedelta(days=company.itsm_initiation_days)
            late |= Domain("company_id", "=", company.id) & Domain(
                "signed_on", "<", latest
            )
        return self._domain_to_initiate() & late

    # === ACTION METHODS === #

    def action_initiate(self):
        """Open the initiation, or the change, that is being written; or begin one.

        :raise AccessError: not a service manager
        :raise UserError: the contract is not signed, or over
        """
        self.ensure_one()
        initiation = self._get_open_initiation()
        if not initiation:
            self._check_may_release()
            initiation = self._initiate()
        return initiation._get_records_action(name=self.env._("Project Initiation"))

    def action_view_initiations(self):
        self.ensure_one()
        return self.initiation_ids._get_records_action(
            name=self.env._("Initiations of %s", self.number)
        )

    # === BUSINESS METHODS === #

    def _initiate(self):
        """Begin the initiation, or the change, filled with what is known already.

        :return: the draft, `itsm.project.initiation`
        """
        self.ensure_one()
        initiation = self.env["itsm.project.initiation"].create(
            {"contract_id": self.id}
        )
        initiation._fill(begins=True)
        return initiation

    def _get_open_initiation(self):
        """Return the initiation that is being written or decided, if there is one."""
        # superuser: there is one, whoever sees it
        project = self.sudo()._get_project_to_change()
        is_open = Domain("state", "in", OPEN)
        mine = Domain("contract_id", "=", self.id)
        if project:
            mine |= Domain("project_id", "=", project.id)
        found = self.env["itsm.project.initiation"].sudo().search(mine & is_open)
        return found[:1].sudo(self.env.su)

    def _check_initiable(self):
        """Refuse a contract that is not signed, or an amendment without a project.

        :raise UserError:
        """
        self.ensure_one()
        if self.state not in RUNNING:
            raise UserError(
                self.env._(
                    "%(contract)s is %(state)s: its project is initiated, or changed,"
                    " once both parties have signed it.",
                    contract=self.display_name,
                    state=self._get_state_label(),
                )
            )
        if self.kind == "amendment" and not self.base_id.project_id:
            raise UserError(
                self.env._(
                    "%(amendment)s changes %(contract)s, which has no project yet:"
                    " initiate that one first.",
                    amendment=self.display_name,
                    contract=self.base_id.display_name,
                )
            )

    def _get_project_to_change(self):
        """Return the project that the contract changes; empty: it gets a new one."""
        self.ensure_one()
        return self.base_id.project_id if self.kind == "amendment" else self.project_id

    def _get_project_start(self):
        """Return the first day of the project that the contract is for."""
        return self.date_start

    @api.model
    def _domain_to_initiate(self):
        """Return which contracts wait for a project, or for its change.

        A renewal goes on with the project of the contract before, if it was initiated.
        """
        amended = Domain("kind", "=", "amendment") & Domain("initiated_on", "=", False)
        new = Domain("kind", "!=", "amendment") & Domain("project_id", "=", False)
        renewed = (
            Domain("kind", "=", "renewal")
            & Domain("initiated_on", "=", False)
            & Domain("project_id.itsm_initiation_id", "!=", False)
        )
        return Domain("state", "in", RUNNING) & (amended | new | renewed)

    def _get_engine_fields(self):
        return super()._get_engine_fields() | {
            "initiated_on",
            "initiation_escalated_on",
        }

    def _note_initiated(self, project):
        """Link the contract with its project, and end the asking for it.

        :param project: as its initiation was approved
        """
        for contract in guard.with_key(self.sudo()):
            # superuser: to decide an initiation one need not be allowed to write
            values = {"initiated_on": contract._today()}
            if contract.kind != "amendment":
                values["project_id"] = project.id
            contract.write(values)
        self._end_initiation()

    @api.model_create_multi
    def create(self, vals_list):
        trusted = self.env.su or guard.holds_key(self.env)
        if not trusted and any(vals.get("project_id") for vals in vals_list):
            self._refuse_project(self.env._("A draft"))
        return super().create(vals_list)

    def write(self, vals):
        if "project_id" in vals and not (self.env.su or guard.holds_key(self.env)):
            self._check_project_by_initiation(vals["project_id"])
        result = super().write(vals)
        if vals.get("project_id"):
            self.filtered(lambda c: not c.is_to_initiate)._end_initiation()
        return result

    def _check_project_by_initiation(self, project_id):
        """Refuse to give a contract a project by hand.

        :raise UserError:
        """
        for contract in self:
            if contract.project_id.id != project_id:
                self._refuse_project(contract.display_name)

    def _refuse_project(self, name):
        raise UserError(
            self.env._(
                "%(contract)s gets its project by an initiation that is approved: use"
                ' "Initiate Project", and choose the project there as "Existing'
                ' Project" if it is there already.',
                contract=name,
            )
        )

    def _after_signing(self):
        """Ask the service manager to initiate the project, or to change it."""
        result = super()._after_signing()
        for contract in self.filtered("is_to_initiate"):
            contract._ask_to_initiate()
        return result

    def _ask_to_initiate(self):
        user = self.service_manager_id
        if not user:
            return
        env = self.with_context(lang=user.lang).env
        changes = self.kind == "amendment" or self.project_id
        days = timedelta(days=self.company_id.itsm_initiation_days)
        self.activity_schedule(
            INITIATION_ACTIVITY,
            user_id=user.id,
            date_deadline=self._today() + days,
            summary=(
                env._("Change the project") if changes else env._("Start a project")
            ),
        )

    def _end_initiation(self):
        # superuser: the activity is somebody else's, perhaps
        self.sudo().activity_unlink([INITIATION_ACTIVITY, LATE_ACTIVITY])

    def _after_ending(self):
        result = super()._after_ending()
        self._end_initiation()
        return result

    @api.model
    def _cron_escalate_initiation(self):
        """Tell the director of contracts whose initiation is late; once for each."""
        late = self.search(
            Domain("is_initiation_late", "=", True)
            & Domain("initiation_escalated_on", "=", False)
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(late))
        for contract in late:
            contract = contract.try_lock_for_update()
            if contract:
                contract._escalate_initiation()
            if not cron._commit_progress(1):
                break

    def _escalate_initiation(self):
        """Tell the directors that nobody has initiated the project in time."""
        self.ensure_one()
        group = self.env.ref("itsm_service_delivery.group_service_director")
        stages = self.env["itsm.approval.round.stage"]
        for user in stages._eligible(group.user_ids, self.company_id):
            env = self.with_context(lang=user.lang).env
            self.activity_schedule(
                LATE_ACTIVITY,
                user_id=user.id,
                date_deadline=self._today(),
                summary=env._("Initiation is late"),
                note=env._(
                    "%(contract)s was signed %(days)s days ago, and its project is not"
                    " initiated.",
                    contract=self.display_name,
                    days=self.days_since_signature,
                ),
            )
        guard.with_key(self).initiation_escalated_on = self._today()
