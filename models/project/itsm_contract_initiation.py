from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..approval import guard

INITIATION_ACTIVITY = "itsm_service_delivery.mail_activity_contract_initiation"
RUNNING = ("signed", "in_force")


class ItsmContract(models.Model):
    """From the signature to the project (clause 1.1.8).

    A contract is initiated when it has a project; an amendment, when the service
    manager says that the project was changed.
    """

    _inherit = "itsm.contract"

    initiated_on = fields.Date(
        string="Project Changed on",
        readonly=True,
        copy=False,
        help="When the project was brought in line with the amendment.",
    )
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

    def action_mark_project_changed(self):
        """Note that the project was brought in line with an amendment."""
        self._check_may_release()
        for contract in self:
            if contract.kind != "amendment" or contract.state not in RUNNING:
                raise UserError(
                    self.env._(
                        "%(contract)s is no amendment that is signed: there is no"
                        " project to change.",
                        contract=contract.display_name,
                    )
                )
        for contract in self.filtered(lambda contract: not contract.initiated_on):
            # superuser: the right was checked, and nobody writes the date by himself
            guard.with_key(contract.sudo()).initiated_on = contract._today()
        self._end_initiation()
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _domain_to_initiate(self):
        """Return which contracts wait for a project, or for its change."""
        amended = Domain("kind", "=", "amendment") & Domain("initiated_on", "=", False)
        new = Domain("kind", "!=", "amendment") & Domain("project_id", "=", False)
        return Domain("state", "in", RUNNING) & (amended | new)

    def _get_engine_fields(self):
        return super()._get_engine_fields() | {"initiated_on"}

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
        amends = self.kind == "amendment"
        days = timedelta(days=self.company_id.itsm_initiation_days)
        self.activity_schedule(
            INITIATION_ACTIVITY,
            user_id=user.id,
            date_deadline=self._today() + days,
            summary=env._("Change the project") if amends else env._("Start a project"),
        )

    def _end_initiation(self):
        # superuser: the activity is somebody else's, perhaps
        self.sudo().activity_unlink([INITIATION_ACTIVITY])

    def _after_ending(self):
        result = super()._after_ending()
        self._end_initiation()
        return result

    def write(self, vals):
        result = super().write(vals)
        if vals.get("project_id"):
            self.filtered(lambda c: c.kind != "amendment")._end_initiation()
        return result
