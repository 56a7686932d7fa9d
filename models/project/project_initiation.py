import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..approval import guard

_logger = logging.getLogger(__name__)

# What an initiation decides on, and nobody writes by himself.
BASELINE_FIELDS = ("date", "date_start", "partner_id", "user_id")


class ProjectProject(models.Model):
    """A project and its initiations: the baseline, and how it came about (1.1.8)."""

    _inherit = "project.project"

    itsm_initiation_ids = fields.One2many(
        comodel_name="itsm.project.initiation",
        inverse_name="project_id",
        string="Initiations",
        groups="itsm_service_delivery.group_user",
    )
    itsm_initiation_id = fields.Many2one(
        comodel_name="itsm.project.initiation",
        string="Initiation in Force",
        compute="_compute_itsm_initiation_id",
        compute_sudo=True,
        store=True,
        index="btree_not_null",
        groups="itsm_service_delivery.group_user",
        help="The approved initiation, or the latest change: the project's baseline.",
    )
    # For everybody: forms ask it, also of those who see no initiation.
    itsm_is_initiated = fields.Boolean(
        string="Initiated",
        compute="_compute_itsm_is_taken_over",
        compute_sudo=True,
    )
    itsm_is_taken_over = fields.Boolean(
        string="Taken Over",
        compute="_compute_itsm_is_taken_over",
        compute_sudo=True,
        groups="itsm_service_delivery.group_user",
        help="A project of a service contract from before initiations were written. A"
        " project change gives it its baseline.",
    )

    # === COMPUTE METHODS === #

    @api.depends("itsm_initiation_ids.state")
    def _compute_itsm_initiation_id(self):
        for project in self:
            project.itsm_initiation_id = project.itsm_initiation_ids.filtered(
                lambda initiation: initiation.state == "in_force"
            )[:1]

    @api.depends("itsm_contract_id", "itsm_initiation_id")
    def _compute_itsm_is_taken_over(self):
        for project in self:
            initiated = project.itsm_initiation_id
            project.itsm_is_initiated = bool(initiated)
            project.itsm_is_taken_over = project.itsm_contract_id and not initiated

    def _compute_partner_id(self):
        """The customer of an initiated project stays, billable or not."""
        # superuser: the baseline holds whoever changes the project
        initiated = self.filtered(lambda p: p.sudo().itsm_initiation_id)
        for project in initiated:
            project.partner_id = project.partner_id
        return super(ProjectProject, self - initiated)._compute_partner_id()

    # === CRUD METHODS === #

    def write(self, vals):
        if not guard.holds_key(self.env):
            self._itsm_check_baseline(vals)
        return super().write(vals)

    def _itsm_check_baseline(self, vals):
        """Refuse to write what the project's initiation has decided.

        :raise UserError: names the fields, and what to do
        """
        names = [name for name in BASELINE_FIELDS if name in vals]
        if not names:
            return
        # superuser: the baseline holds whoever changes the project
        for project in self.sudo().filtered("itsm_initiation_id"):
            changed = [
                name
                for name in names
                if project._fields[name].convert_to_cache(vals[name], project)
                != project._fields[name].convert_to_cache(project[name], project)
            ]
            if changed:
                labels = project.fields_get(changed, ["string"])
                raise UserError(
                    self.env._(
                        "%(project)s was initiated by %(initiation)s: its %(fields)s"
                        ' cannot be changed by hand. Use "Change the Project", and have'
                        " the change approved.",
                        project=project.display_name,
                        initiation=project.itsm_initiation_id.number,
                        fields=", ".join(labels[name]["string"] for name in changed),
                    )
                )

    # === ACTION METHODS === #

    def action_itsm_change(self):
        """Open the change of the project that is being written, or begin one."""
        self.ensure_one()
        return self.itsm_contract_id.action_initiate()

    def action_itsm_view_initiations(self):
        """Open the initiation, or all when the project was changed."""
        self.ensure_one()
        return self.itsm_initiation_ids._get_records_action(
            name=self.env._("Initiations of %s", self.name)
        )

    # === BUSINESS METHODS === #

    def _get_stat_buttons(self):
        buttons = super()._get_stat_buttons()
        if self._itsm_may_see() and (initiation := self.itsm_initiation_id):
            buttons.append(
                {
                    "icon": "flag-checkered",
                    "text": self.env._("Initiation"),
                    "number": initiation.number,
                    "action_type": "object",
                    "action": "action_itsm_view_initiations",
                    "show": True,
                    "sequence": 4,
                }
            )
        return buttons

    def _itsm_may_see(self):
        """Return whether the user may read the initiations of the project."""
        # superuser: which there are; whether the user may read them is asked then
        initiations = self.sudo().itsm_initiation_ids.with_env(self.env)
        return initiations.has_access("read")

    def _itsm_appoint_manager(self, user, day):
        """Let somebody be the project's manager from a day on; the team adds to it.

        :param user: `res.users`, appointed by the initiation
        :param date day: from which on
        """
        self.ensure_one()
        _logger.info("%s manages project %s from %s on", user.login, self.id, day)

    def _itsm_ensure_stages(self):
        """Give a project without stages those that all service projects begin with."""
        for project in self.filtered(lambda project: not project.type_ids):
            project.type_ids = self.env["project.task.type"].browse(
                self.env.ref(f"itsm_service_delivery.project_stage_{name}").id
                for name in ("to_do", "in_progress", "done", "cancelled")
            )

    def _itsm_ensure_account(self):
        """Give a project without an analytic account its own: hours and purchases."""
        projects = self.filtered(lambda project: not project.account_id)
        if projects:
            projects._create_analytic_account()
