from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..approval import guard

RISK_ACTIVITY = "itsm_service_delivery.mail_activity_project_risk"


class ItsmProjectRisk(models.Model):
    """The risk register of a service project: what may go wrong, followed up.

    Entries come from the service plan, once when it is approved, and by hand.
    """

    _name = "itsm.project.risk"
    _description = "Project Risk"
    _inherit = ["itsm.project.risk.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "state desc, score desc, date_due, id"
    _check_company_auto = True

    project_id = fields.Many2one(
        comodel_name="project.project",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain=[("itsm_contract_id", "!=", False)],
    )
    partner_id = fields.Many2one(
        related="project_id.partner_id", store=True, string="Customer"
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        compute_sudo=True,
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    project_manager_id = fields.Many2one(
        related="project_id.user_id", string="Project Manager"
    )
    state = fields.Selection(
        selection=[
            ("open", "Open"),
            ("occurred", "Occurred"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        tracking=True,
        index=True,
    )
    source = fields.Selection(
        selection=[
            ("plan", "Service Plan"),
            ("initiation", "Project Initiation"),
            ("hand", "Entered by Hand"),
        ],
        required=True,
        readonly=True,
        default="hand",
        copy=False,
    )
    plan_risk_id = fields.Many2one(
        comodel_name="itsm.service.plan.risk",
        string="Risk of the Plan",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    key = fields.Char(
        readonly=True, copy=False, help="The same in every version of the plan."
    )
    probability = fields.Selection(tracking=True)
    impact = fields.Selection(tracking=True)
    strategy = fields.Selection(tracking=True)
    owner_id = fields.Many2one(tracking=True, index=True)
    date_due = fields.Date(tracking=True)
    occurred_on = fields.Date(readonly=True, copy=False)
    outcome = fields.Text(
        copy=False, help="What happened when it occurred, or why it is closed."
    )
    closed_on = fields.Date(readonly=True, copy=False)
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    is_editable = fields.Boolean(compute="_compute_is_editable")
    color = fields.Integer(compute="_compute_color")

    _key_uniq = models.UniqueIndex(
        "(project_id, key) WHERE key IS NOT NULL",
        "This risk of the plan stands in the register already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("project_id")
    def _compute_company_id(self):
        for risk in self:
            project = risk.project_id
            company = project.company_id or project.itsm_contract_id.company_id
            risk.company_id = company or self.env.company

    @api.depends("state", "date_due", "date_review")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for risk in self:
            days = [day for day in (risk.date_due, risk.date_review) if day]
            risk.is_overdue = risk.state != "closed" and any(d < today for d in days)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        today = fields.Date.context_today(self)
        late = Domain("date_due", "<", today) | Domain("date_review", "<", today)
        return Domain("state", "!=", "closed") & late

    @api.depends_context("uid")
    def _compute_is_editable(self):
        for risk in self:
            saved = risk._origin
            risk.is_editable = not saved or saved.has_access("write")

    @api.depends("level", "state")
    def _compute_color(self):
        colors = {"low": 10, "medium": 3, "high": 2, "critical": 1}
        for risk in self:
            risk.color = 0 if risk.state == "closed" else colors.get(risk.level, 0)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not guard.holds_key(self.env):
            vals_list = [
                {
                    **vals,
                    "state": "open",
                    "source": "hand",
                    "plan_risk_id": False,
                    "key": False,
                }
                for vals in vals_list
            ]
        risks = super().create(vals_list)
        for risk in risks:
            risk._remind()
        return risks

    def write(self, vals):
        refused = {"closed_on", "key", "occurred_on", "plan_risk_id", "source", "state"}
        if refused & vals.keys() and not guard.holds_key(self.env):
            raise UserError(
                self.env._(
                    "How a risk stands is not written: say that it occurred, close it"
                    " or open it again by the buttons."
                )
            )
        result = super().write(vals)
        if vals.keys() & {"owner_id", "date_due", "date_review"}:
            for risk in self:
                risk._remind()
        return result

    # === ACTION METHODS === #

    def action_occur(self):
        """Note that risks have come true."""
        return self._enter("occurred", ("open",), "occurred_on")

    def action_close(self):
        """Close risks that are over, or are not to be expected any more.

        :raise UserError: nobody has said why
        """
        for risk in self:
            if not (risk.outcome or "").strip():
                raise UserError(
                    self.env._(
                        '%s: say under "Outcome" what happened, or why it is over.',
                        risk.name,
                    )
                )
        return self._enter("closed", ("open", "occurred"), "closed_on")

    def action_reopen(self):
        """Follow up closed risks again."""
        return self._enter("open", ("closed",), None)

    def _enter(self, state, before, day):
        self.check_access("write")
        for risk in self:
            if risk.state not in before:
                states = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(risk)s is %(state)s already.",
                        risk=risk.name,
                        state=states[risk.state].lower(),
                    )
                )
        vals = {"state": state}
        if day:
            vals[day] = fields.Date.context_today(self)
        elif state == "open":
            vals["closed_on"] = False
        guard.with_key(self).write(vals)
        for risk in self:
            risk._remind()
        return True

    # === BUSINESS METHODS === #

    def _remind(self):
        """Keep one activity for whoever is responsible, on the day that comes first."""
        self.ensure_one()
        # superuser: the activity may be somebody else's
        risk = self.sudo()
        days = [day for day in (risk.date_due, risk.date_review) if day]
        risk.activity_unlink([RISK_ACTIVITY])
        if risk.state == "closed" or not (days and risk.owner_id):
            return
        env = risk.with_context(lang=risk.owner_id.lang).env
        risk.activity_schedule(
            RISK_ACTIVITY,
            user_id=risk.owner_id.id,
            date_deadline=min(days),
            summary=env._("Review the risk: %s", risk.name),
        )
